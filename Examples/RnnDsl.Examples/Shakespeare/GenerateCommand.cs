using System.CommandLine;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Shakespeare;

/// <summary><c>shakespeare generate</c>: samples text from a trained model.</summary>
internal static class GenerateCommand
{
    public const string Path = ShakespeareCommand.Name + " " + Name;

    private const string Name = "generate";

    public const string Notes =
        """
        Examples:
          dotnet run -c Release --project Examples/RnnDsl.Examples -- shakespeare generate
          dotnet run -c Release --project Examples/RnnDsl.Examples -- shakespeare generate --model runs/short --prompt 'JULIET:\nO ' --temperature 0.6 --seed 3
          dotnet run -c Release --project Examples/RnnDsl.Examples -- shakespeare generate --best --top-p 0.9 --length 2000 > play.txt
          dotnet run -c Release --project Examples/RnnDsl.Examples -- shakespeare generate --model runs/words --length 200
        """;

    public static Command Create()
    {
        var model = CommandOptions.Model(ShakespeareCommand.DefaultFolder, ", of characters, words or subwords");
        var best = BestOption();
        var prompt = Prompt.Option();
        var temperature = CommandOptions.Number("--temperature", 0.8, "Sampling temperature: 1 for the model's distribution, less for a sharper one, 0 for greedy decoding.", ShakespeareCommand.ValidTemperature, ShakespeareCommand.TemperatureRange);
        var topK = CommandOptions.Optional<int>("--top-k", "Top-k sampling: only the k most probable tokens.", static count => count >= 1, "a whole number from 1 on");
        var topP = CommandOptions.Optional<double>("--top-p", "Nucleus sampling: only the most probable tokens with this total probability.", static share => share is > 0 and <= 1, "a number above 0 and at most 1");
        var length = ShakespeareCommand.LengthOption();
        var seed = CommandOptions.Seed("Random seed of the sample.");
        var device = CommandOptions.Device();

        var command = new Command(Name, "Samples text from a trained model.")
        {
            model, best, prompt, temperature, topK, topP, length, seed, device,
        };
        command.SetAction(parsed =>
        {
            var folder = new RunFolder(parsed.GetRequiredValue(model));
            var weights = FindWeights(folder, parsed.GetRequiredValue(model), parsed.GetValue(best));
            var settings = ShakespeareSettings.Load(folder.Settings);
            var tokens = TextTokens.Load(folder, settings.Tokens);
            var text = Prompt.For(tokens, Prompt.Given(parsed, prompt));
            using var network = settings.Recipe.Create(tokens.Count, Devices.Resolve(parsed.GetRequiredValue(device)));
            network.Module.LoadSafetensors(weights);

            var sampling = new SamplingOptions { Temperature = parsed.GetValue(temperature), TopK = parsed.GetValue(topK), TopP = parsed.GetValue(topP) };
            foreach (var piece in network.Generate(tokens, text, parsed.GetValue(length), sampling, parsed.GetValue(seed)))
                Console.Out.Write(piece);
            Console.Out.WriteLine();
            return ExitCode.Success;
        });
        return command;
    }

    public static Option<bool> BestOption() => new("--best") { Description = "Use the weights with the lowest validation loss instead of the last ones." };

    /// <summary>The weights of a run.</summary>
    /// <exception cref="UsageException">There are none.</exception>
    public static string FindWeights(RunFolder folder, string model, bool best)
    {
        var checkpoints = new CheckpointFolder(folder.Checkpoint);
        if (!checkpoints.HasCheckpoint)
            throw new UsageException($"--model {model}: there is no trained model in this folder. Train one with '{CommandText.Of($"shakespeare --out {model}")}', or name the folder of a run.");
        if (!best)
            return checkpoints.LatestWeights();
        return checkpoints.BestWeights() ?? throw new UsageException($"--best: the run in {model} has no validation loss yet.");
    }
}
