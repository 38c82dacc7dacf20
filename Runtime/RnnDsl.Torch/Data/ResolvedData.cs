using System.Text;

namespace RnnDsl.Data;

/// <summary>An available data set.</summary>
public sealed class ResolvedData
{
    private readonly Func<string, Stream> _open;

    internal ResolvedData(DataSet set, DataOrigin origin, string location, Func<string, Stream> open, string? warning = null)
    {
        Set = set;
        Origin = origin;
        Location = location;
        Warning = warning;
        _open = open;
    }

    /// <summary>The data set.</summary>
    public DataSet Set { get; }

    /// <summary>Its origin.</summary>
    public DataOrigin Origin { get; }

    /// <summary>The file or folder of the data set; a description for the embedded sample.</summary>
    public string Location { get; }

    /// <summary>A warning for the user: that the embedded sample is used, what was tried before, and how to get the real data set.</summary>
    public string? Warning { get; }

    /// <summary>Whether its checksums were verified: not those of the user's data and of the sample.</summary>
    internal bool IsVerified => Origin is DataOrigin.Environment or DataOrigin.Cache or DataOrigin.Download;

    /// <summary>Opens a file of the data set.</summary>
    /// <exception cref="ArgumentException">The set has no file of this name.</exception>
    public Stream OpenRead(string name) => Set.Files.Any(file => file.Name == name)
        ? _open(name)
        : throw new ArgumentException($"{Set.Name} has no file '{name}'. It has: {string.Join(", ", Set.Files.Select(file => file.Name))}.", nameof(name));

    /// <summary>Reads a file of the data set as UTF-8 text, with line ends unchanged.</summary>
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
                // The text is in memory twice while it is assembled.
                budget.Take(2L * 2 * count);
                text.Append(block, 0, count);
            }

            return text.ToString();
        }
        catch (DecoderFallbackException problem)
        {
            throw new DataException($"'{name}' of {Set.Name}, read from {Location}, is not UTF-8 text: {problem.Message} Convert it to UTF-8.", problem);
        }
    }
}
