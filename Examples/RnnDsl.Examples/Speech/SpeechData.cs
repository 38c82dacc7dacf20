using System.Runtime.InteropServices;
using System.Security.Cryptography;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Speech;

/// <summary>The recordings of one run: those to learn from, and strings of others to look at on the way and to judge by in the end.</summary>
internal sealed class SpeechData
{
    /// <summary>The set's own split: recordings 0 to 4 of each digit and speaker are to test with.</summary>
    private const int TestRecordings = 5;

    /// <summary>Of the others the first are held out as well, to look at on the way.</summary>
    private const int ValidationRecordings = 5;

    private const int HeldOut = TestRecordings + ValidationRecordings;

    // What is held out is the same in every run, whatever its weights are drawn from.
    private const long TestSeed = 2006;
    private const long ValidationSeed = 2007;

    private readonly IReadOnlyList<SpokenDigit> _recordings;

    private SpeechData(IReadOnlyList<SpokenDigit> recordings, int validation, int test)
    {
        _recordings = recordings;
        Training = new(Recordings(HeldOut, int.MaxValue));
        Validation = new StringMaker(Recordings(TestRecordings, HeldOut)).DrawSome(validation, ValidationSeed);
        Test = new StringMaker(Recordings(0, TestRecordings)).DrawSome(test, TestSeed);
    }

    /// <summary>Makes strings to learn from.</summary>
    public StringMaker Training { get; }

    public IReadOnlyList<DigitString> Validation { get; }

    public IReadOnlyList<DigitString> Test { get; }

    public int Speakers => _recordings.Select(static recording => recording.Speaker).Distinct().Count();

    public int TrainingRecordings => Recordings(HeldOut, int.MaxValue).Count();

    public int HeldOutRecordings => _recordings.Count - TrainingRecordings;

    /// <summary>Tells these recordings from others (SHA-256).</summary>
    public string Fingerprint
    {
        get
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var recording in _recordings)
                hash.AppendData(MemoryMarshal.AsBytes(recording.Samples.AsSpan()));
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    /// <summary>Finds the recordings, or tones that stand in, says which, and makes the strings that are held out.</summary>
    /// <exception cref="UsageException">A speaker lacks recordings.</exception>
    public static SpeechData Read(string? path, int validation, int test)
    {
        var data = DataFinder.Find(DataSets.FreeSpokenDigits with { Sample = DigitTones.Open }, path);
        Show.Line(data.Origin == DataOrigin.Sample
            ? "Recordings: generated tones. Results do not compare with speech."
            : $"Recordings from {data.Place}");
        var recordings = SpokenDigits.Read(data);
        CheckComplete(recordings, data.Place);
        return new(recordings, validation, test);
    }

    private IEnumerable<SpokenDigit> Recordings(int from, int to) => _recordings.Where(recording => recording.Index >= from && recording.Index < to);

    /// <summary>Every speaker must have said every digit in each of the three parts.</summary>
    private static void CheckComplete(IReadOnlyList<SpokenDigit> recordings, string place)
    {
        (string Name, int From, int To)[] parts =
        [
            ("0 to 4, the test set", 0, TestRecordings),
            ("5 to 9, the validation set", TestRecordings, HeldOut),
            ("from 10, the training set", HeldOut, int.MaxValue),
        ];
        foreach (var speaker in recordings.GroupBy(static recording => recording.Speaker))
        {
            foreach (var (name, from, to) in parts)
            {
                var said = speaker.Where(recording => recording.Index >= from && recording.Index < to).Select(static recording => recording.Digit).ToHashSet();
                if (Enumerable.Range(0, Digits.Count).Where(digit => !said.Contains(digit)).ToList() is [var missing, ..])
                    throw new UsageException($"{place} has no recording {name}, of the digit {missing} by {speaker.Key}: every speaker needs every digit with such numbers.");
            }
        }
    }
}
