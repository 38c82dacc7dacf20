using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace RnnDsl.Data;

/// <summary>Recordings of digits from an archive in the form of <see cref="DataSets.FreeSpokenDigits"/>: files <c>DIGIT_SPEAKER_INDEX.wav</c>.</summary>
public static partial class SpokenDigits
{
    /// <summary>The sample rate of the recordings.</summary>
    public const int SampleRate = 8_000;

    private const int LargestRecording = 16 << 20;

    /// <summary>Reads all recordings; converts other rates to <see cref="SampleRate"/> and several channels to their mean.</summary>
    /// <param name="data">The data set.</param>
    /// <returns>The recordings in the order of digit, speaker and index.</returns>
    /// <exception cref="DataException">The archive or a recording cannot be read, a recording occurs twice, or there is none.</exception>
    /// <exception cref="ReadLimitException">The recordings take more than <see cref="ReadLimits.MemoryBytes"/>.</exception>
    public static IReadOnlyList<SpokenDigit> Read(ResolvedData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var file = data.Set.Files[0].Name;
        using var stream = data.OpenRead(file);

        // Entries that the checksum does not cover are not verified, and ignored. An archive from the user has no checksum, and may have other folders.
        return Read(stream, DataContent.NameOf(data, file, stream), data.IsVerified ? data.Set.Files[0].Covers : static _ => true);
    }

    /// <summary>Reads all recordings of a zip archive.</summary>
    /// <param name="stream">The archive.</param>
    /// <param name="name">The name in messages.</param>
    /// <inheritdoc cref="Read(ResolvedData)"/>
    public static IReadOnlyList<SpokenDigit> Read(Stream stream, string name) => Read(stream, name, static _ => true);

    private static List<SpokenDigit> Read(Stream stream, string name, Func<ZipArchiveEntry, bool> counts) => DataContent.Read(name, () =>
    {
        var budget = new ReadBudget(name);
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
        var recordings = archive.Entries
            .Where(counts)
            .Select(entry => (Entry: entry, Name: RecordingName().Match(entry.Name)))
            .Where(static pair => pair.Name.Success)
            .Select(pair => ReadOne(pair.Entry, pair.Name, name, budget))
            .OrderBy(static recording => recording.Digit).ThenBy(static recording => recording.Speaker, StringComparer.Ordinal).ThenBy(static recording => recording.Index)
            .ToList();
        if (recordings.Count == 0)
            throw new DataException($"The archive '{name}' has no recording: among its {archive.Entries.Count.Invariant()} files none has a name such as 7_george_12.wav (digit, speaker, index).");
        if (recordings.CountBy(static recording => (recording.Digit, recording.Speaker, recording.Index)).FirstOrDefault(static pair => pair.Value > 1) is { Value: > 1 } twice)
            throw new DataException($"The archive '{name}' has {twice.Key.Digit}_{twice.Key.Speaker}_{twice.Key.Index}.wav {twice.Value} times.");
        return recordings;
    });

    private static SpokenDigit ReadOne(ZipArchiveEntry entry, Match parts, string archive, ReadBudget budget)
    {
        if (entry.Length > LargestRecording)
            throw new DataException($"'{archive}/{entry.FullName}' has {entry.Length.Invariant()} bytes: too many for one digit, of which {LargestRecording.Invariant()} are read at most.");
        using var stream = DataContent.Open(entry, archive);
        var wav = WavFile.Read(stream, $"{archive}/{entry.FullName}");
        budget.TakeArray<float>(wav.Samples.Length);
        return new(
            int.Parse(parts.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
            parts.Groups[2].Value,
            int.Parse(parts.Groups[3].ValueSpan, CultureInfo.InvariantCulture),
            wav.SampleRate == SampleRate ? wav.ToMono() : new Resampler(wav.SampleRate, SampleRate).Apply(wav.ToMono()));
    }

    [GeneratedRegex(@"^([0-9])_([A-Za-z][A-Za-z0-9-]*)_([0-9]{1,6})\.wav$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RecordingName();
}
