using System.CommandLine;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Shakespeare;

/// <summary><c>shakespeare export</c>: writes a trained model as an ONNX file.</summary>
internal static class ExportCommand
{
    public const string Path = ShakespeareCommand.Name + " " + Name;

    private const string Name = "export";

    public const string Notes =
        """
        Inputs of the file are tokens (int64 [batch, time]) and the states; outputs are the scores of the next token and the
        final states. The vocabulary of the run numbers the tokens.

        Examples:
          dotnet run -c Release --project Examples/RnnDsl.Examples -- shakespeare export
          dotnet run -c Release --project Examples/RnnDsl.Examples -- shakespeare export --model runs/best --best --out best.onnx
        """;

    public static Command Create()
    {
        var model = CommandOptions.Model(ShakespeareCommand.DefaultFolder, ", of characters, words or subwords");
        var best = GenerateCommand.BestOption();
        var output = new Option<string>("--out") { Description = "The ONNX file. An existing one is replaced.", HelpName = "file", DefaultValueFactory = static _ => "shakespeare.onnx" };

        var command = new Command(Name, "Writes a trained model as an ONNX file.")
        {
            model, best, output,
        };
        command.SetAction(parsed =>
        {
            var folder = new RunFolder(parsed.GetRequiredValue(model));
            var weights = GenerateCommand.FindWeights(folder, parsed.GetRequiredValue(model), parsed.GetValue(best));
            var settings = ShakespeareSettings.Load(folder.Settings);
            using var network = settings.Recipe.Create(TextTokens.Load(folder, settings.Tokens).Count, TorchSharp.torch.CPU);
            network.Module.LoadSafetensors(weights);
            var path = parsed.GetRequiredValue(output);
            network.ExportOnnx(path);
            Console.Out.WriteLine($"{path}: {Show.Count(new FileInfo(path).Length)} bytes");
            return ExitCode.Success;
        });
        return command;
    }
}
