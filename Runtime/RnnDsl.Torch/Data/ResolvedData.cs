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

    /// <summary>Whether its checksums were compared: not of what the user named, nor of the sample.</summary>
    internal bool IsVerified => Origin is DataOrigin.Environment or DataOrigin.Cache or DataOrigin.Download;

    /// <summary>Opens a file of the set.</summary>
    /// <exception cref="ArgumentException">The set has no file of this name.</exception>
    public Stream OpenRead(string name) => Set.Files.Any(file => file.Name == name)
        ? _open(name)
        : throw new ArgumentException($"{Set.Name} has no file '{name}'. It has: {string.Join(", ", Set.Files.Select(file => file.Name))}.", nameof(name));

    /// <summary>Reads a file of the set as UTF-8 text, line ends as they are.</summary>
    /// <exception cref="DataException">The file is not UTF-8.</exception>
    /// <exception cref="ReadLimitException">The text takes more than <see cref="ReadLimits.MemoryBytes"/>.</exception>
    public string ReadText(string name)
    {
        using var stream = OpenRead(name);
        var budget = new ReadBudget(DataContent.NameOf(this, name, stream));
        try
        {
            using var reader = DataContent.TextOf(stream);
            var text = new StringBuilder();
            var block = new char[4096];
            for (int count; (count = reader.Read(block, 0, block.Length)) > 0;)
            {
                // The text is there twice when it is put together.
                budget.Take(2L * 2 * count);
                text.Append(block, 0, count);
            }

            return text.ToString();
        }
        catch (DecoderFallbackException problem)
        {
            throw new DataException($"'{name}' of {Set.Name}, read from {Place}, is not UTF-8 text: {problem.Message} Convert it to UTF-8.", problem);
        }
    }
}
