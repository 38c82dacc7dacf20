using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Training;

/// <summary>Whatever is wrong with a checkpoint is said in one message that names the file.</summary>
public sealed class CheckpointFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public CheckpointFaultTests()
    {
        using var run = new TinyRun();
        run.Train(Options with { Resume = false });
    }

    private TrainerOptions Options => new()
    {
        Steps = 20,
        LogEvery = 10,
        CheckpointFolder = _folder.Path,
        Resume = true,
        Settings = new Dictionary<string, string> { ["batch"] = "4" },
    };

    private string this[string file] => Path.Combine(_folder.Path, "step-00000020", file);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("weights.safetensors")]
    [InlineData("optimizer.bin")]
    public void A_truncated_file_is_named_with_both_sizes(string file)
    {
        var length = new FileInfo(this[file]).Length;
        using (var stream = File.OpenWrite(this[file]))
            stream.SetLength(length - 1);
        Expect(this[file], $"this file is cut short: it has {length - 1:N0} bytes and was saved with {length:N0}.");
    }

    [Theory]
    [InlineData("weights.safetensors")]
    [InlineData("optimizer.bin")]
    public void A_file_with_something_appended_is_named(string file)
    {
        File.AppendAllText(this[file], "!");
        Expect(this[file], "this file is too long");
    }

    [Theory]
    [InlineData("weights.safetensors")]
    [InlineData("optimizer.bin")]
    public void A_changed_byte_is_found(string file)
    {
        var bytes = File.ReadAllBytes(this[file]);
        bytes[^1] ^= 1;
        File.WriteAllBytes(this[file], bytes);
        Expect(this[file], "its SHA-256 differs");
    }

    [Theory]
    [InlineData("weights.safetensors")]
    [InlineData("optimizer.bin")]
    [InlineData("checkpoint.json")]
    public void A_missing_file_is_named(string file)
    {
        File.Delete(this[file]);
        Expect(this[file], "this file is missing");
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        Directory.Delete(this[""], recursive: true);
        Expect(this[""].TrimEnd(Path.DirectorySeparatorChar), "this folder is missing");
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc")]
    [InlineData("/etc/passwd")]
    [InlineData("step-00000020/..")]
    public void A_damaged_or_hostile_pointer_is_refused(string content)
    {
        File.WriteAllText(_folder["latest"], content);
        Expect(_folder["latest"], "this file should hold the name of a checkpoint");
    }

    [Fact]
    public void An_oversized_pointer_is_not_read()
    {
        File.WriteAllBytes(_folder["latest"], new byte[1 << 20]);
        Expect(_folder["latest"], "this file should hold the name of a checkpoint");
    }

    [Fact]
    public void A_truncated_description_is_named()
    {
        File.WriteAllText(this["checkpoint.json"], File.ReadAllText(this["checkpoint.json"])[..100]);
        Expect(this["checkpoint.json"], "this is not the description of a checkpoint, or it is cut short");
    }

    [Fact]
    public void An_oversized_description_is_not_read()
    {
        using (var stream = File.OpenWrite(this["checkpoint.json"]))
            stream.SetLength(1L << 40);
        Expect(this["checkpoint.json"], "no checkpoint's description has more than");
    }

    [Theory]
    [InlineData("\"format\": \"rnndsl-checkpoint\"", "\"format\": \"lightning\"", "its format is 'lightning', where 'rnndsl-checkpoint' is expected")]
    [InlineData("\"version\": 1", "\"version\": 2", "it has format version 2, and this program reads version 1")]
    [InlineData("\"step\": 20,", "\"step\": 10,", "it is the checkpoint of step 10, not of the folder it lies in")]
    [InlineData("\"optimizer.bin\"", "\"../../optimizer.bin\"", "it lists no file 'optimizer.bin'")]
    [InlineData("\"files\": {", "\"files\": { \"../secret\": { \"length\": 1, \"sha256\": \"\" },", "it lists a file '../secret', which no checkpoint has")]
    [InlineData("\"seed\"", "\"sead\"", "seed")]
    [InlineData("\"optimizer\": \"Adam\"", "\"optimizer\": null", "optimizer")]
    public void A_description_of_something_else_is_refused(string original, string replacement, string problem)
    {
        var json = File.ReadAllText(this["checkpoint.json"]);
        Assert.Contains(original, json, StringComparison.Ordinal);
        var place = json.IndexOf(original, StringComparison.Ordinal);
        File.WriteAllText(this["checkpoint.json"], string.Concat(json.AsSpan(0, place), replacement, json.AsSpan(place + original.Length)));
        Expect(this["checkpoint.json"], problem);
    }

    [Fact]
    public void The_weights_of_another_model_are_refused()
    {
        using var other = new TinyRun(vocabulary: TinyLanguageModel.Vocabulary + 1);
        var exception = Assert.Throws<CheckpointException>(() => other.Train(Options));
        Assert.Equal(this["weights.safetensors"], exception.Path);
        Assert.Contains("embed.weight", exception.Message, StringComparison.Ordinal);
        Assert.Contains("[7, 6]", exception.Message, StringComparison.Ordinal);
        Assert.Contains("[8, 6]", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_that_differs_is_listed_with_both_values()
    {
        using var run = new TinyRun(model => optim.SGD(model.parameters(), 0.1));
        var exception = Assert.Throws<CheckpointException>(() => run.Train(Options with
        {
            Seed = 3,
            Settings = new Dictionary<string, string> { ["batch"] = "8", ["data"] = "mine" },
            Schedule = LearningRateSchedule.Stairs(10, 0.5),
        }));
        Assert.Contains(
            "seed was 0 and is now 3; optimizer was Adam and is now SGD; batch was 4 and is now 8; data was not set and is now mine; learning-rate factor at its step was 1 and is now 0.5",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_beyond_the_last_step_is_refused()
    {
        using var run = new TinyRun();
        var exception = Assert.Throws<CheckpointException>(() => run.Train(Options with { Steps = 10 }));
        Assert.Contains("stands at step 20, beyond the 10 steps asked for", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_carried_state_must_be_there_on_both_sides()
    {
        using var run = new TinyRun();
        using var carried = new CarriedState<TinyLanguageModel.State>(TinyLanguageModel.InitialState(4));
        var exception = Assert.Throws<CheckpointException>(() => run.Train(Options with { CarriedState = carried }));
        Assert.Equal(this["carried.safetensors"], exception.Path);
        Assert.Contains("carried no state", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_run_does_not_touch_an_old_one()
    {
        using var run = new TinyRun();
        var exception = Assert.Throws<CheckpointException>(() => run.Train(Options with { Resume = false }));
        Assert.Contains("this folder holds a checkpoint. Resume that run, or choose another folder for a new one.", exception.Message, StringComparison.Ordinal);
        using var resumed = new TinyRun();
        Assert.Equal(20, resumed.Train(Options).Step);
    }

    [Fact]
    public void Two_processes_cannot_train_in_one_folder()
    {
        using var first = new TinyRun();
        var exception = Assert.Throws<CheckpointException>(() => first.Train(Options with { Steps = 21 }, step =>
        {
            using var second = new TinyRun();
            second.Train(Options with { Steps = 21 });
            return first.Model.Loss(step.Random);
        }));
        Assert.Contains("another process is training in this folder", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_checkpoint_has_no_weights()
    {
        using var empty = new TemporaryFolder();
        Assert.Contains("there is no checkpoint in this folder", Assert.Throws<CheckpointException>(() => new CheckpointFolder(empty.Path).LatestWeights()).Message, StringComparison.Ordinal);
        Assert.Contains("there is no such folder", Assert.Throws<CheckpointException>(() => new CheckpointFolder(empty["none"]).LatestWeights()).Message, StringComparison.Ordinal);
    }

    private void Expect(string file, string problem)
    {
        using var run = new TinyRun();
        var exception = Assert.Throws<CheckpointException>(() => run.Train(Options));
        Assert.Equal(file, exception.Path);
        Assert.StartsWith(file + ": ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
    }
}
