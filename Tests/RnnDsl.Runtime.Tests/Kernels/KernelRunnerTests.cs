using System.Collections.Concurrent;
using System.Diagnostics;
using RnnDsl.Kernels;
using Xunit;

namespace RnnDsl.Runtime.Tests.Kernels;

/// <summary>Work on threads.</summary>
public class KernelRunnerTests
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void All_rows_of_all_directions_are_done(int workers)
    {
        using var runner = new KernelRunner(workers);
        for (var round = 0; round < 50; round++)
        {
            var done = new int[2 * 37];
            runner.Run(37, 2, 1, (_, first, count, direction) =>
            {
                for (var row = first; row < first + count; row++)
                    Interlocked.Increment(ref done[(direction * 37) + row]);
            });
            Assert.All(done, static times => Assert.Equal(1, times));
        }
    }

    [Fact]
    public void One_worker_runs_on_the_calling_thread()
    {
        using var runner = new KernelRunner(1);
        var threads = new List<int>();
        runner.Run(4, 2, 1, (_, _, _, _) => threads.Add(Environment.CurrentManagedThreadId));
        Assert.Equal([Environment.CurrentManagedThreadId, Environment.CurrentManagedThreadId], threads);
    }

    [Fact]
    public void Few_rows_run_on_the_calling_thread()
    {
        using var runner = new KernelRunner(4);
        var calls = new ConcurrentBag<(int Thread, int Rows)>();
        runner.Run(15, 1, 8, (_, _, count, _) => calls.Add((Environment.CurrentManagedThreadId, count)));
        Assert.Equal([(Environment.CurrentManagedThreadId, 15)], calls);
        calls.Clear();
        runner.Run(16, 1, 8, (_, _, count, _) => calls.Add((0, count)));
        Assert.Equal([(0, 8), (0, 8)], calls);
    }

    [Fact]
    public void No_rows_are_no_work()
    {
        using var runner = new KernelRunner(2);
        runner.Run(0, 1, 1, static (_, _, _, _) => Assert.Fail("No rows."));
        runner.Run(1, 0, 1, static (_, _, _, _) => Assert.Fail("No directions."));
    }

    [Fact]
    public void Two_workers_run_at_once()
    {
        using var runner = new KernelRunner(2);
        using var both = new Barrier(2);
        runner.Run(2, 1, 1, (_, _, _, _) => Assert.True(both.SignalAndWait(Hang)));
    }

    [Fact]
    public void The_caller_does_what_busy_threads_have_not_begun()
    {
        using var runner = new KernelRunner(2);
        using var begun = new CountdownEvent(2);
        using var release = new ManualResetEventSlim();

        // Both workers, the one thread of the runner and another caller, are held up.
        var other = new Thread(() => runner.Run(2, 1, 1, (_, _, _, _) =>
        {
            begun.Signal();
            release.Wait(Hang);
        }));
        other.Start();
        Assert.True(begun.Wait(Hang));
        var threads = new ConcurrentBag<int>();
        runner.Run(2, 1, 1, (_, _, _, _) => threads.Add(Environment.CurrentManagedThreadId));
        Assert.Equal([Environment.CurrentManagedThreadId, Environment.CurrentManagedThreadId], threads);
        release.Set();
        Assert.True(other.Join(Hang));
    }

    [Fact]
    public void The_exception_of_a_worker_reaches_the_caller_and_the_others_finish()
    {
        using var runner = new KernelRunner(3);
        for (var round = 0; round < 20; round++)
        {
            var done = 0;
            var error = Assert.Throws<InvalidOperationException>(() => runner.Run(3, 1, 1, (worker, _, _, _) =>
            {
                if (worker == 1)
                    throw new InvalidOperationException("worker 1");
                Interlocked.Increment(ref done);
            }));
            Assert.Equal(("worker 1", 2), (error.Message, done));
        }

        // Of several all are kept, in the order of the workers.
        var errors = Assert.Throws<AggregateException>(() => runner.Run(3, 1, 1, static (worker, _, _, _) => throw new InvalidOperationException($"worker {worker}")));
        Assert.Equal(["worker 0", "worker 1", "worker 2"], errors.InnerExceptions.Select(static exception => exception.Message));

        // The runner still works.
        var rows = 0;
        runner.Run(9, 1, 1, (_, _, count, _) => Interlocked.Add(ref rows, count));
        Assert.Equal(9, rows);
    }

    [Fact]
    public void Several_callers_share_a_runner()
    {
        using var runner = new KernelRunner(3);
        var failures = new ConcurrentBag<Exception>();
        var callers = Enumerable.Range(1, 4).Select(caller => new Thread(() =>
        {
            try
            {
                for (var round = 0; round < 200; round++)
                {
                    // No two calls of a worker run at once, so each has a sum of its own.
                    var sums = new int[runner.Workers];
                    runner.Run(20, 2, 1, (worker, first, count, direction) =>
                    {
                        for (var row = first; row < first + count; row++)
                            sums[worker] += (caller * row) + direction;
                    });
                    Assert.Equal((caller * 2 * 190) + 20, sums.Sum());
                }
            }
#pragma warning disable CA1031 // The test reports it.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failures.Add(exception);
            }
        })).ToList();
        callers.ForEach(static caller => caller.Start());
        Assert.All(callers, static caller => Assert.True(caller.Join(Hang)));
        Assert.Empty(failures);
    }

    [Fact]
    public void Work_may_run_further_work()
    {
        using var runner = new KernelRunner(2);
        var rows = 0;
        runner.Run(4, 1, 1, (_, _, outer, _) => runner.Run(10, 2, 1, (_, _, inner, _) => Interlocked.Add(ref rows, inner)));
        Assert.Equal(2 * 20, rows);
    }

    [Fact]
    public void Results_depend_on_the_number_of_workers_only()
    {
        using var runner = new KernelRunner(3);
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, 1000).Select(_ => random.NextSingle())];
        var first = Sum();
        for (var round = 0; round < 100; round++)
            Assert.Equal(first, Sum());

        float Sum()
        {
            var sums = new float[runner.Workers];
            runner.Run(values.Length, 1, 1, (worker, from, count, _) =>
            {
                for (var i = from; i < from + count; i++)
                    sums[worker] += values[i];
            });
            return sums.Sum();
        }
    }

    [Fact]
    public void Waiting_threads_use_no_processor_time()
    {
        using var runner = new KernelRunner(4);
        using var all = new Barrier(4);
        runner.Run(4, 1, 1, (_, _, _, _) => all.SignalAndWait(Hang));
        var threads = Process.GetCurrentProcess().Threads.Cast<ProcessThread>().ToList();

        // Linux names threads in /proc; elsewhere the threads of a runner cannot be distinguished from others.
        if (!OperatingSystem.IsLinux())
            return;
        List<int> waiting = [.. threads.Select(static thread => thread.Id).Where(static id => Name(id).StartsWith("RnnDsl kernels", StringComparison.Ordinal))];
        Assert.True(waiting.Count >= 3);
        Thread.Sleep(50);
        var before = waiting.ToDictionary(static id => id, Ticks);
        Thread.Sleep(300);
        Assert.All(waiting, id => Assert.True(Ticks(id) - before[id] <= 1, "A thread without work computes."));

        static string Name(int thread) => Read(thread, "comm");

        // utime and stime are the 14th and 15th field; the 2nd, the name, may contain spaces.
        static long Ticks(int thread) => Read(thread, "stat") is var stat && stat[(stat.LastIndexOf(')') + 2)..].Split(' ') is { Length: > 13 } fields
            ? long.Parse(fields[11], System.Globalization.CultureInfo.InvariantCulture) + long.Parse(fields[12], System.Globalization.CultureInfo.InvariantCulture)
            : 0;

        // A thread that has ended since it was listed has no name.
        static string Read(int thread, string file)
        {
            try
            {
                return File.ReadAllText($"/proc/self/task/{thread}/{file}");
            }
            catch (IOException)
            {
                return "";
            }
        }
    }

    [Fact]
    public void Impossible_numbers_are_errors()
    {
        Assert.Equal("workers", Assert.Throws<ArgumentOutOfRangeException>(static () => new KernelRunner(0)).ParamName);
        using var runner = new KernelRunner(2);
        Assert.Equal("rows", Assert.Throws<ArgumentOutOfRangeException>(() => runner.Run(-1, 1, 1, Nothing)).ParamName);
        Assert.Equal("directions", Assert.Throws<ArgumentOutOfRangeException>(() => runner.Run(1, -1, 1, Nothing)).ParamName);
        Assert.Equal("minimumRows", Assert.Throws<ArgumentOutOfRangeException>(() => runner.Run(1, 1, 0, Nothing)).ParamName);
        runner.Dispose();
        Assert.Throws<ObjectDisposedException>(() => runner.Run(1, 1, 1, Nothing));
        Assert.Equal(Environment.ProcessorCount, KernelRunner.Shared.Workers);

        static void Nothing(int worker, int first, int count, int direction)
        {
        }
    }

    [Fact]
    public void A_disposed_runner_ends_its_threads()
    {
        if (!OperatingSystem.IsLinux())
            return;
        var runner = new KernelRunner(3);
        using var all = new Barrier(3);
        var threads = new ConcurrentBag<Thread>();
        runner.Run(3, 1, 1, (_, _, _, _) =>
        {
            threads.Add(Thread.CurrentThread);
            all.SignalAndWait(Hang);
        });
        runner.Dispose();
        Assert.All(threads.Where(static thread => thread != Thread.CurrentThread), static thread => Assert.True(thread.Join(Hang)));
        Assert.Equal(3, threads.Count);
    }
}
