using System.Globalization;
using RnnDsl.Streaming;

namespace RnnDsl.Examples.Edge;

/// <summary>The command line: a command, its files, and options.</summary>
internal sealed record Arguments(string Command, IReadOnlyList<string> Files)
{
    public const string Usage =
        """
        Usage:
          EdgeStreaming text WEIGHTS.safetensors vocabulary.json [options]     writes text, character by character
          EdgeStreaming forecast WEIGHTS.safetensors settings.json [options]   reads a time step a line from standard input, and forecasts the next one

        Options:
          --format Float32|BFloat16|Int8   how weights are held; by default as in the file
          --characters N                   text: the number of characters (500)
          --temperature T                  text: the temperature of sampling (0.8; 0 takes the most probable character)
          --seed N                         text: the random seed, for the same text again
        """;

    /// <summary>Whether the usage is all that is wanted.</summary>
    public bool IsHelp => Command is "--help" or "-h" or "-?";

    public WeightFormat? Format { get; private init; }

    public int Characters { get; private init; } = 500;

    public double Temperature { get; private init; } = 0.8;

    public long? Seed { get; private init; }

    /// <exception cref="ArgumentsException">There is no such option, or its value is no value of it.</exception>
    public static Arguments Of(string[] args)
    {
        if (args is not [var command, .. var rest])
            return new("", []);
        var files = new List<string>();
        var arguments = new Arguments(command, files);
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i].StartsWith("--", StringComparison.Ordinal))
                arguments = arguments.With(rest[i], i + 1 < rest.Length ? rest[++i] : "");
            else
                files.Add(rest[i]);
        }

        return arguments;
    }

    private Arguments With(string option, string value) => option switch
    {
        "--format" when Enum.TryParse<WeightFormat>(value, ignoreCase: true, out var format) && Enum.IsDefined(format) => this with { Format = format },
        "--characters" when int.TryParse(value, CultureInfo.InvariantCulture, out var characters) && characters > 0 => this with { Characters = characters },
        "--temperature" when double.TryParse(value, CultureInfo.InvariantCulture, out var temperature) && double.IsFinite(temperature) && temperature >= 0 => this with { Temperature = temperature },
        "--seed" when long.TryParse(value, CultureInfo.InvariantCulture, out var seed) => this with { Seed = seed },
        "--format" or "--characters" or "--temperature" or "--seed" => throw new ArgumentsException($"{option} '{value}' is no value of this option."),
        _ => throw new ArgumentsException($"There is no option {option}."),
    };
}

/// <summary>A command line that is wrong.</summary>
internal sealed class ArgumentsException(string message) : Exception(message);
