using RnnDsl.Torch;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Training;

public sealed class ComputingThreadTests
{
    [Fact]
    public void Work_runs_on_another_thread_with_as_many_threads_of_libtorch_and_its_result_comes_back()
    {
        var threads = get_num_threads();

        var (thread, computing) = ComputeThread.Run(() => (Environment.CurrentManagedThreadId, get_num_threads()));

        Assert.NotEqual(Environment.CurrentManagedThreadId, thread);
        Assert.Equal(threads, computing);
    }

    [Fact]
    public void What_work_throws_is_thrown_where_it_was_asked_for_with_its_own_trace()
    {
        var error = Assert.Throws<InvalidDataException>(() => ComputeThread.Run<int>(Refuse));

        Assert.Equal("no", error.Message);
        Assert.Contains(nameof(Refuse), error.StackTrace, StringComparison.Ordinal);
    }

    private static int Refuse() => throw new InvalidDataException("no");
}
