using RnnDsl.Runtime.Tests.Examples;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Training;

/// <summary>Every file operation of a save, failing once: a checkpoint that can be resumed is always left, and the run ends as if nothing had happened.</summary>
public sealed class SaveFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private TrainerOptions Options => new()
    {
        Steps = 20,
        LogEvery = 10,
        CheckpointEvery = 10,
        CheckpointFolder = _folder["run"],
        Resume = true,
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_failing_file_operation_leaves_a_complete_checkpoint()
    {
        var expected = Weights(Options with { CheckpointFolder = null, Resume = false });
        var operations = Train(failAt: 0).Done;

        // Four files and two of the description, each created, written, flushed and renamed, and the folders around them, at two steps.
        Assert.True(operations.Count > 40, string.Join("\n", operations));
        Assert.Equal(2, operations.Count(static operation => operation == "flush weights.safetensors.partial"));
        Assert.Equal(2, operations.Count(static operation => operation == "rename latest"));

        for (var failAt = 1; failAt <= operations.Count; failAt++)
        {
            Directory.Delete(_folder["run"], recursive: true);
            var thrown = Assert.ThrowsAny<IOException>(() => Train(failAt));
            Assert.Contains("Input/output error", thrown.Message, StringComparison.Ordinal);

            // From the second save on there is one to fall back on.
            var checkpoints = new CheckpointFolder(_folder["run"]);
            if (operations.Take(failAt - 1).Contains("rename latest"))
                checkpoints.LatestWeights();
            Assert.Equal(expected, Weights(Options));
            checkpoints.LatestWeights();
        }
    }

    [Fact]
    public void Old_checkpoint_is_deleted_after_the_new_one_is_flushed()
    {
        var operations = Train(failAt: 0, Options with { CheckpointEvery = 5, KeepCheckpoints = 1 }).Done;
        var removal = operations.IndexOf("delete folder step-00000005");
        var second = operations.LastIndexOf("rename latest", removal);
        Assert.Equal("flush folder run", operations[second + 1]);
        Assert.Equal(removal, second + 2);
        Assert.Equal("flush folder run", operations[operations.IndexOf("move folder step-00000010") + 1]);
    }

    [Fact]
    public void Folder_removed_during_the_run_is_created_again()
    {
        using var run = new TinyRun();
        var result = run.Train(Options with { Steps = 30, Evaluate = () => run.HeldOut(), EvaluateEvery = 10 }, step =>
        {
            if (step.Number == 15)
                Directory.Delete(_folder["run"], recursive: true);
            return run.Model.Loss(step.Random);
        });
        Assert.Contains($"The folder {_folder["run"]} was removed or moved during this run. It is created again", run.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(result.Weights));
        Assert.True(result.BestWeights is null || File.Exists(result.BestWeights));

        using var resumed = new TinyRun();
        Assert.Equal(31, resumed.Train(Options with { Steps = 31 }).Step);
    }

    [Fact]
    public void Folder_locked_by_another_run_meanwhile_is_an_error()
    {
        using var run = new TinyRun();
        FolderLock? other = null;
        var thrown = Assert.Throws<CheckpointException>(() => run.Train(Options, step =>
        {
            if (step.Number == 5)
            {
                Directory.Move(_folder["run"], _folder["moved"]);
                other = FolderLock.Take(_folder["run"]);
            }
            return run.Model.Loss(step.Random);
        }));
        Assert.Contains("is writing to this folder", thrown.Message, StringComparison.Ordinal);
        other!.Dispose();
    }

    [Fact]
    public void Access_error_is_not_reported_as_a_lock()
    {
        Directory.CreateDirectory(Path.Combine(_folder["run"], "lock"));
        Assert.Throws<UnauthorizedAccessException>(() => FolderLock.Take(_folder["run"]));
    }

    /// <summary>EROFS, ENOSPC, EIO, EDQUOT and EMFILE: a disk that is read-only, full or broken, and other reasons that are no lock.</summary>
    [Theory]
    [InlineData(30)]
    [InlineData(28)]
    [InlineData(5)]
    [InlineData(122)]
    [InlineData(24)]
    public void Disk_error_is_not_reported_as_a_lock(int error)
    {
        FileOperations.Current = new FailingLock(error);
        try
        {
            Assert.Equal("the disk's own words", Assert.Throws<IOException>(() => FolderLock.Take(_folder["run"])).Message);
        }
        finally
        {
            FileOperations.Current = new FileOperations();
        }
    }

    [UnixFact]
    public void Symbolic_link_at_the_lock_file_is_not_followed()
    {
        Directory.CreateDirectory(_folder["run"]);
        File.CreateSymbolicLink(Path.Combine(_folder["run"], "lock"), _folder["absent"]);
        FolderLock.Take(_folder["run"]).Dispose();
        Assert.False(File.Exists(_folder["absent"]));
    }

    [Fact]
    public void Oversized_lock_description_is_not_read()
    {
        using var held = FolderLock.Take(_folder["run"]);
        using (var holder = File.OpenWrite(Path.Combine(_folder["run"], "lock-holder")))
            holder.SetLength(1L << 40);
        Assert.Contains("another process is writing to this folder", Assert.Throws<CheckpointException>(() => FolderLock.Take(_folder["run"])).Message, StringComparison.Ordinal);
    }

    private sealed class FailingLock(int error) : FileOperations
    {
        public override FileStream OpenExclusively(string path) => throw new IOException("the disk's own words", error);
    }

    private FailingFileOperations Train(int failAt, TrainerOptions? options = null)
    {
        // The lock is taken before a step is trained; its failures are those of any file.
        var operations = new FailingFileOperations { FailAt = failAt };
        using var run = new TinyRun();
        FailingFileOperations.Under(operations, () => run.Train((options ?? Options) with { Resume = false }));
        return operations;
    }

    private static Dictionary<string, float[]> Weights(TrainerOptions options)
    {
        using var run = new TinyRun();
        run.Train(options);
        return run.Model.Weights();
    }
}
