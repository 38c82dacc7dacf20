using RnnDsl.Torch;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Training;

public sealed class ComputeThreadTests
{
    [Fact]
    public void Work_runs_on_another_thread_with_equal_libtorch_thread_count()
    {
        var threads = get_num_threads();

        var (thread, computing) = ComputeThread.Run(() => (Environment.CurrentManagedThreadId, get_num_threads()));

        Assert.NotEqual(Environment.CurrentManagedThreadId, thread);
        Assert.Equal(threads, computing);
    }

    [Fact]
    public void Exception_is_rethrown_to_the_caller_with_its_stack_trace()
    {
        var error = Assert.Throws<InvalidDataException>(() => ComputeThread.Run<int>(Refuse));

        Assert.Equal("no", error.Message);
        Assert.Contains(nameof(Refuse), error.StackTrace, StringComparison.Ordinal);
    }

    private static int Refuse() => throw new InvalidDataException("no");
}
