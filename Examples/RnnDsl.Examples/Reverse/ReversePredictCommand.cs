using System.CommandLine;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Reverse;

/// <summary><c>reverse predict</c>: reverses a string with a trained model.</summary>
internal static class ReversePredictCommand
{
    public const string Path = ReverseCommand.Name + " " + Name;

    private const string Name = "predict";

    public const string Notes =
        """
        Prints the reversed string, and the alignment of a model with attention: source letters in columns, output letters in rows.

        Examples:
          dotnet run -c Release --project Examples/RnnDsl.Examples -- reverse predict stressed
          dotnet run -c Release --project Examples/RnnDsl.Examples -- reverse predict stressed --model runs/short
        """;

    public static Command Create()
    {
        var text = new Argument<string>("text") { Description = "String of the letters a to z." };
        var model = CommandOptions.Model(ReverseCommand.DefaultFolder);
        var device = CommandOptions.Device();
        var command = new Command(Name, "Reverses a string with a trained model.") { text, model, device };
        command.SetAction(parsed => new ReverseText(parsed.GetRequiredValue(text), parsed.GetRequiredValue(model), parsed.GetRequiredValue(device)).Run());
        return command;
    }
}
