using System.Text;

namespace RnnDsl.Torch;

/// <summary>A data set that can be read.</summary>
public sealed class ResolvedData
{
    private readonly Func<string, Stream> _open;

    internal ResolvedData(DataSet set, DataOrigin origin, string place, Func<string, Stream> open, string? warning = null)
    {
        Set = set;
        Origin = origin;
        Place = place;
        Warning = warning;
        _open = open;
    }

    /// <summary>The set that was asked for.</summary>
    public DataSet Set { get; }

    /// <summary>Where it was found.</summary>
    public DataOrigin Origin { get; }

    /// <summary>The file or folder it was found in; in words for the embedded sample.</summary>
    public string Place { get; }

    /// <summary>What the user must be told: that the embedded sample stands in, what was tried before, and how to get the real set.</summary>
    public string? Warning { get; }

    /// <summary>Opens a file of the set.</summary>
    /// <exception cref="ArgumentException">The set has no file of this name.</exception>
    public Stream OpenRead(string name) => Set.Files.Any(file => file.Name == name)
        ? _open(name)
        : throw new ArgumentException($"{Set.Name} has no file '{name}'. It has: {string.Join(", ", Set.Files.Select(file => file.Name))}.", nameof(name));

    /// <summary>Reads a file of the set as UTF-8 text, line ends as they are.</summary>
    /// <exception cref="DataException">The file is not UTF-8.</exception>
    public string ReadText(string name)
    {
        using var reader = new StreamReader(OpenRead(name), DataContent.StrictUtf8);
        try
        {
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException problem)
        {
            throw new DataException($"'{name}' of {Set.Name}, read from {Place}, is not UTF-8 text: {problem.Message} Convert it to UTF-8.", problem);
        }
    }
}
