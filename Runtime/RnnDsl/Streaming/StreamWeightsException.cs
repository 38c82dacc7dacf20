using System.Globalization;
using System.Text;

namespace RnnDsl.Streaming;

/// <summary>A file does not hold the weights of a streaming model. The message lists every difference; nothing was loaded.</summary>
public sealed class StreamWeightsException : IOException
{
    private const int ShownAtMost = 20;

    internal StreamWeightsException(string file, string model, IReadOnlyList<string> problems)
        : base(Describe(file, model, problems)) => (File, Problems) = (file, problems);

    /// <summary>The file, as named by the caller.</summary>
    public string File { get; }

    /// <summary>What is missing, what is left over, and what has another shape or type, one line each.</summary>
    public IReadOnlyList<string> Problems { get; }

    private static string Describe(string file, string model, IReadOnlyList<string> problems)
    {
        var text = new StringBuilder($"{file} does not hold the weights of {model}. Nothing was loaded.");
        foreach (var problem in problems.Take(ShownAtMost))
            text.Append("\n  ").Append(Printable(problem));
        if (problems.Count > ShownAtMost)
            text.Append(CultureInfo.InvariantCulture, $"\n  and {problems.Count - ShownAtMost} more");
        return text.ToString();

        // Names come from a file, and a message goes to a terminal.
        static string Printable(string line) => string.Concat(line.Select(static letter => char.IsControl(letter) ? $"\\u{(int)letter:x4}" : letter.ToString()));
    }
}
