using System.Globalization;
using System.Text;

namespace RnnDsl.Weights;

/// <summary>The tensors of a file do not match the module. The message lists every difference; the module is unchanged.</summary>
public sealed class WeightsMismatchException : Exception
{
    private const int ShownAtMost = 20;

    internal WeightsMismatchException(string file, string module, IReadOnlyList<string> missing, IReadOnlyList<string> unexpected, IReadOnlyList<string> mismatched, string? advice)
        : base(Describe(file, module, missing, unexpected, mismatched, advice))
    {
        File = file;
        Missing = missing;
        Unexpected = unexpected;
        Mismatched = mismatched;
    }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>Keys of the module that the file lacks.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Tensors of the file that the module lacks.</summary>
    public IReadOnlyList<string> Unexpected { get; }

    /// <summary>Keys of both whose shape or dtype differs.</summary>
    public IReadOnlyList<string> Mismatched { get; }

    private static string Describe(string file, string module, IReadOnlyList<string> missing, IReadOnlyList<string> unexpected, IReadOnlyList<string> mismatched, string? advice)
    {
        var text = new StringBuilder($"{file} does not hold the weights of {module}. Nothing was loaded.");
        List("wrong shape or type", mismatched, key => key);
        List("missing from the file", missing, key => WithNearest(key, unexpected, "the file has"));
        List("unknown to the module", unexpected, key => WithNearest(key, missing, "the module has"));
        if (advice is not null)
            text.Append("\n  ").Append(advice);
        return text.ToString();

        void List(string title, IReadOnlyList<string> keys, Func<string, string> line)
        {
            if (keys.Count == 0)
                return;
            text.Append(CultureInfo.InvariantCulture, $"\n  {title} ({keys.Count}):");
            foreach (var key in keys.Take(ShownAtMost))
                text.Append("\n    ").Append(Printable(line(key)));
            if (keys.Count > ShownAtMost)
                text.Append(CultureInfo.InvariantCulture, $"\n    and {keys.Count - ShownAtMost} more");
        }

        // Keys come from a file, and a message goes to a terminal.
        static string Printable(string line) => string.Concat(line.Select(static letter => char.IsControl(letter) ? $"\\u{(int)letter:x4}" : letter.ToString()));

        static string WithNearest(string key, IReadOnlyList<string> candidates, string who) =>
            NearestKey.Find(key, candidates) is { } nearest ? $"{key} ({who} '{nearest}')" : key;
    }
}
