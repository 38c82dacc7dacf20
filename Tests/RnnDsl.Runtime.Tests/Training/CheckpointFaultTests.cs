using System.Security.Cryptography;
using System.Text.Json.Nodes;
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
    [InlineData("optimizer.safetensors")]
    public void Truncated_file_error_states_both_sizes(string file)
    {
        var length = new FileInfo(this[file]).Length;
        using (var stream = File.OpenWrite(this[file]))
            stream.SetLength(length - 1);
        Expect(this[file], $"this file is cut short: it has {length - 1:N0} bytes and was saved with {length:N0}.");
    }

    [Theory]
    [InlineData("weights.safetensors")]
    [InlineData("optimizer.safetensors")]
    public void File_with_appended_bytes_is_an_error(string file)
    {
        File.AppendAllText(this[file], "!");
        Expect(this[file], "this file is too long");
    }

    [Theory]
    [InlineData("weights.safetensors")]
    [InlineData("optimizer.safetensors")]
    public void Changed_byte_is_detected_by_the_checksum(string file)
    {
        var bytes = File.ReadAllBytes(this[file]);
        bytes[^1] ^= 1;
        File.WriteAllBytes(this[file], bytes);
        Expect(this[file], "its SHA-256 differs");
    }

    [Theory]
    [InlineData("weights.safetensors")]
    [InlineData("optimizer.safetensors")]
    [InlineData("checkpoint.json")]
    public void Missing_file_is_named_in_the_error(string file)
    {
        File.Delete(this[file]);
        Expect(this[file], "this file is missing");
    }

    [Fact]
    public void Missing_folder_is_named_in_the_error()
    {
        Directory.Delete(this[""], recursive: true);
        Expect(this[""].TrimEnd(Path.DirectorySeparatorChar), "this folder is missing");
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../etc")]
    [InlineData("/etc/passwd")]
    [InlineData("step-00000020/..")]
    public void Invalid_pointer_file_is_rejected(string content)
    {
        File.WriteAllText(_folder["latest"], content);
        Expect(_folder["latest"], "this file should hold the name of a checkpoint");
    }

    [Fact]
    public void Oversized_pointer_file_is_rejected()
    {
        File.WriteAllBytes(_folder["latest"], new byte[1 << 20]);
        Expect(_folder["latest"], "this file should hold the name of a checkpoint");
    }

    [Fact]
    public void Truncated_description_is_an_error()
    {
        File.WriteAllText(this["checkpoint.json"], File.ReadAllText(this["checkpoint.json"])[..100]);
        Expect(this["checkpoint.json"], "this is not the description of a checkpoint, or it is cut short");
    }

    [Fact]
    public void Oversized_description_is_rejected()
    {
        using (var stream = File.OpenWrite(this["checkpoint.json"]))
            stream.SetLength(1L << 40);
        Expect(this["checkpoint.json"], "this file is too large for the description of a checkpoint");
    }

    [Theory]
    [InlineData("\"format\": \"rnndsl-checkpoint\"", "\"format\": \"lightning\"", "its format is 'lightning', where 'rnndsl-checkpoint' is expected")]
    [InlineData("\"files\"", "\"other\"", "missing required properties including: 'files'")]
    [InlineData("\"training\"", "\"other\"", "missing required properties including: 'training'")]
    [InlineData("\"heldOut\"", "\"other\"", "missing required properties including: 'heldOut'")]
    [InlineData("\"version\": 2", "\"version\": 3", "it has format version 3, and this program reads version 2: use the program that wrote it")]
    [InlineData("\"version\": 2", "\"version\": 1", "Its weights can be used: load")]
    [InlineData("\"step\": 20,", "\"step\": 10,", "it is the checkpoint of step 10, and its folder is that of step 20")]
    [InlineData("\"optimizer.safetensors\"", "\"../../optimizer.safetensors\"", "it lists no file 'optimizer.safetensors'")]
    [InlineData("\"files\": {", "\"files\": { \"../secret\": { \"length\": 1, \"sha256\": \"\" },", "it lists a file '../secret', which is not a checkpoint file")]
    [InlineData("\"seed\"", "\"sead\"", "seed")]
    [InlineData("\"optimizer\": \"Adam\"", "\"optimizer\": null", "optimizer")]
    [InlineData("\"step\": 20,", "\"step\": -20,", "its step is -20, which is negative")]
    [InlineData("\"learningRateFactor\": 1", "\"learningRateFactor\": 1e999", "its learning-rate factor or its average decay is not a finite number")]
    [InlineData("\"loss\": ", "\"loss\": 1e999, \"accuracy\": ", "one of its recorded losses is not a finite number")]
    [InlineData("\"batch\": \"4\"", "\"batch\": null", "one of its settings is null")]
    [InlineData("\"evaluationsSinceBest\": 0", "\"evaluationsSinceBest\": -1", "it counts -1 evaluations since the best one")]
    [InlineData("\"files\": {", "\"files\": { \"weights.safetensors\": null, \"x\": {\"length\":1,\"sha256\":\"\"} }, \"other\": {", "one of its files is null")]
    public void Invalid_description_is_rejected_with_the_reason(string original, string replacement, string problem)
    {
        var json = File.ReadAllText(this["checkpoint.json"]);
        Assert.Contains(original, json, StringComparison.Ordinal);
        var place = json.IndexOf(original, StringComparison.Ordinal);
        File.WriteAllText(this["checkpoint.json"], string.Concat(json.AsSpan(0, place), replacement, json.AsSpan(place + original.Length)));

        ForgeChecksum();
        Expect(this["checkpoint.json"], problem);
    }

    /// <summary>Files that no run has written, with checksums that fit.</summary>
    [Theory]
    [InlineData("SGD", "embed.weight.exp_avg", 0, "it is the state of SGD, and this run has Adam")]
    [InlineData("Adam", "embed.weight.exp_avg", 0, "its 'embed.weight.exp_avg' is embed.weight.exp_avg F32 [70000, 60], where Float32 [7, 6] is expected")]
    [InlineData("Adam", "embed.weight.step", 0, "its 'embed.weight.step' is embed.weight.step F32 [70000, 60], where a scalar of type I64 is expected")]
    [InlineData("Adam", "elsewhere", 1, "it has a tensor 'elsewhere', which Adam over this model does not have")]
    [InlineData("Adam", "embed.weight.exp_avg", -1, "it has no tensor 'embed.weight.exp_avg'")]
    public void Optimizer_state_of_another_optimizer_or_model_is_rejected(string optimizer, string name, int change, string problem)
    {
        var path = this["optimizer.safetensors"];
        using (var scope = NewDisposeScope())
        {
            var tensors = TensorFile.Load(path).Tensors.Where(pair => pair.Key != name).Select(static pair => (pair.Key, pair.Value)).ToList();
            if (change >= 0)
                tensors.Add((name, zeros(70_000, 60)));
            TensorFile.Save(path, tensors, new Dictionary<string, string> { ["optimizer"] = optimizer });
        }

        // The list of files names the forged one with its size and hash.
        var bytes = File.ReadAllBytes(path);
        var manifest = JsonNode.Parse(File.ReadAllText(this["checkpoint.json"]))!;
        manifest["files"]!["optimizer.safetensors"] = new JsonObject { ["length"] = bytes.LongLength, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
        File.WriteAllText(this["checkpoint.json"], manifest.ToJsonString());
        ForgeChecksum();
        Expect(path, problem);
    }

    [Fact]
    public void Changed_description_is_detected_by_its_checksum()
    {
        File.WriteAllText(this["checkpoint.json"], File.ReadAllText(this["checkpoint.json"]).Replace("\"seconds\": ", "\"seconds\": 1", StringComparison.Ordinal));
        Expect(this["checkpoint.json"], "its SHA-256 is not the one in checkpoint.json.sha256");
    }

    [Fact]
    public void Changed_optimizer_option_is_an_error_with_both_values()
    {
        using var run = new TinyRun(model => optim.Adam(model.parameters(), 0.02, beta1: 0.8));
        var exception = Assert.Throws<CheckpointException>(() => run.Train(Options));
        Assert.Contains("beta1 was 0.9 and is now 0.8; learning rate was 0.01 and is now 0.02", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_checkpoint_falls_back_to_the_previous_one()
    {
        using (var longer = new TinyRun())
            longer.Train(Options with { Steps = 30 });
        File.AppendAllText(Path.Combine(_folder["step-00000030"], "weights.safetensors"), "!");
        Assert.Throws<CheckpointException>(() => new CheckpointFolder(_folder.Path).LatestWeights());

        using var resumed = new TinyRun();
        Assert.Equal(30, resumed.Train(Options with { Steps = 30 }).Step);
        Assert.Contains("The newest checkpoint is damaged: ", resumed.Output, StringComparison.Ordinal);
        Assert.Contains("this file is too long", resumed.Output, StringComparison.Ordinal);
        Assert.Contains("Resuming after step 20 of 30.", resumed.Output, StringComparison.Ordinal);

        using var whole = new TinyRun();
        whole.Train(Options with { Steps = 30, CheckpointFolder = null, Resume = false });
        Assert.Equal(whole.Model.Weights(), resumed.Model.Weights());
        Assert.EndsWith(Path.Combine("step-00000030", "weights.safetensors"), new CheckpointFolder(_folder.Path).LatestWeights(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void KeepCheckpoints_limits_the_number_of_checkpoints(int keep)
    {
        using var run = new TinyRun();
        run.Train(Options with { Steps = 60, CheckpointEvery = 10, KeepCheckpoints = keep });
        Assert.Equal(
            Enumerable.Range(0, keep).Select(static back => $"step-{60 - 10 * back:D8}").Order(),
            Directory.GetDirectories(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Changed_number_of_threads_is_reported()
    {
        var threads = get_num_threads();
        try
        {
            using var run = new TinyRun();
            set_num_threads(2);
            run.Train(Options with { Steps = 21 });
            Assert.Contains("may differ in their last bits", run.Output, StringComparison.Ordinal);
            Assert.Contains("threads were 1 and are now 2", run.Output, StringComparison.Ordinal);
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void Weights_of_another_model_are_rejected()
    {
        using var other = new TinyRun(vocabulary: TinyLanguageModel.Vocabulary + 1);
        var exception = Assert.Throws<CheckpointException>(() => other.Train(Options));
        Assert.Equal(this["weights.safetensors"], exception.Path);
        Assert.Contains("embed.weight", exception.Message, StringComparison.Ordinal);
        Assert.Contains("[7, 6]", exception.Message, StringComparison.Ordinal);
        Assert.Contains("[8, 6]", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Changed_clip_norm_is_an_error_with_both_values()
    {
        Assert.Contains(": clip norm was not set and is now 5. Use the options of that run", Refused(Options with { ClipNorm = 5 }), StringComparison.Ordinal);

        using var folder = new TemporaryFolder();
        var clipped = Options with { CheckpointFolder = folder.Path, Resume = false, ClipNorm = 5 };
        using (var run = new TinyRun())
            run.Train(clipped with { Steps = 10 });
        Assert.Contains(": clip norm was 5 and is now 2.5. Use", Refused(clipped with { ClipNorm = 2.5 }), StringComparison.Ordinal);
        Assert.Contains(": clip norm was 5 and is now not set. Use", Refused(clipped with { ClipNorm = null }), StringComparison.Ordinal);

        using var resumed = new TinyRun();
        Assert.Equal(TrainingOutcome.Completed, resumed.Train(clipped with { Resume = true }).Outcome);

        // Earlier checkpoints do not record it.
        var manifest = JsonNode.Parse(File.ReadAllText(this["checkpoint.json"]))!.AsObject();
        Assert.True(manifest.Remove("clipNorm"));
        File.WriteAllText(this["checkpoint.json"], manifest.ToJsonString());
        ForgeChecksum();
        using var earlier = new TinyRun();
        Assert.Equal(TrainingOutcome.Completed, earlier.Train(Options with { ClipNorm = 5 }).Outcome);

        static string Refused(TrainerOptions options)
        {
            using var run = new TinyRun();
            return Assert.Throws<CheckpointException>(() => run.Train(options with { Resume = true })).Message;
        }
    }

    [Fact]
    public void All_changed_options_are_listed_with_both_values()
    {
        using var run = new TinyRun(model => optim.SGD(model.parameters(), 0.1));
        var exception = Assert.Throws<CheckpointException>(() => run.Train(Options with
        {
            Seed = 3,
            Settings = new Dictionary<string, string> { ["batch"] = "8", ["data"] = "mine" },
            Schedule = LearningRateSchedule.StepDecay(10, 0.5),
        }));
        Assert.Contains(
            "seed was 0 and is now 3; optimizer was Adam and is now SGD; batch was 4 and is now 8; data was not set and is now mine; learning-rate factor at its step was 1 and is now 0.5",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Checkpoint_beyond_the_last_step_is_rejected()
    {
        using var run = new TinyRun();
        var exception = Assert.Throws<CheckpointException>(() => run.Train(Options with { Steps = 10 }));
        Assert.Contains("is of step 20, beyond the requested 10 steps", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Carried_state_missing_in_the_checkpoint_is_an_error()
    {
        using var run = new TinyRun();
        using var carried = new CarriedState<TinyLanguageModel.State>(TinyLanguageModel.InitialState(4));
        var exception = Assert.Throws<CheckpointException>(() => run.Train(Options with { CarriedState = carried }));
        Assert.Equal(this["carried.safetensors"], exception.Path);
        Assert.Contains("carried no state", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void New_run_does_not_overwrite_an_existing_run()
    {
        using var run = new TinyRun();
        var exception = Assert.Throws<CheckpointException>(() => run.Train(Options with { Resume = false }));
        Assert.Matches(@": this folder holds the checkpoint of step \d+ of a run \((training|validation) loss \d\.\d{4} at step \d+\)\. Nothing is changed\. ", exception.Message);
        Assert.EndsWith(
            "To continue that run, set Resume = true in its TrainerOptions; for a new run choose another CheckpointFolder, or remove this one.", exception.Message, StringComparison.Ordinal);
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
        Assert.Contains($"another process (process {Environment.ProcessId} on {Environment.MachineName}, started ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("is writing to this folder. Wait for it to end, or choose another folder.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LatestWeights_of_a_folder_without_checkpoint_is_an_error()
    {
        using var empty = new TemporaryFolder();
        Assert.Contains("there is no checkpoint in this folder", Assert.Throws<CheckpointException>(() => new CheckpointFolder(empty.Path).LatestWeights()).Message, StringComparison.Ordinal);
        Assert.Contains("there is no such folder", Assert.Throws<CheckpointException>(() => new CheckpointFolder(empty["none"]).LatestWeights()).Message, StringComparison.Ordinal);
    }

    private void ForgeChecksum()
    {
        var checksum = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(this["checkpoint.json"])));
        File.WriteAllText(this["checkpoint.json.sha256"], $"{checksum}  checkpoint.json\n");
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
