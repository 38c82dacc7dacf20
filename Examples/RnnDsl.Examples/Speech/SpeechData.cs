using System.Runtime.InteropServices;
using System.Security.Cryptography;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Speech;

/// <summary>The recordings of one run: a generator of training strings, the validation set and the test set.</summary>
internal sealed class SpeechData
{
    /// <summary>Recordings 0 to 4 of each digit and speaker are the test set, as defined by the data set.</summary>
    private const int TestRecordings = 5;

    /// <summary>Recordings 5 to 9 are the validation set.</summary>
    private const int ValidationRecordings = 5;

    private const int FirstTraining = TestRecordings + ValidationRecordings;

    // Validation and test sets are the same in every run, independent of the seed.
    private const long TestSeed = 2006;
    private const long ValidationSeed = 2007;

    private readonly IReadOnlyList<SpokenDigit> _recordings;

    private SpeechData(IReadOnlyList<SpokenDigit> recordings, int validation, int test)
    {
        _recordings = recordings;
        Training = new(Recordings(FirstTraining, int.MaxValue));
        Validation = new DigitStringGenerator(Recordings(TestRecordings, FirstTraining)).Generate(validation, ValidationSeed);
        Test = new DigitStringGenerator(Recordings(0, TestRecordings)).Generate(test, TestSeed);
    }

    /// <summary>Generates training strings.</summary>
    public DigitStringGenerator Training { get; }

    public IReadOnlyList<DigitString> Validation { get; }

    public IReadOnlyList<DigitString> Test { get; }

    public int Speakers => _recordings.Select(static recording => recording.Speaker).Distinct().Count();

    public int TrainingRecordings => Recordings(FirstTraining, int.MaxValue).Count();

    public int EvaluationRecordings => _recordings.Count - TrainingRecordings;

    /// <summary>SHA-256 of the recordings, which identifies the data.</summary>
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

    /// <summary>Finds the recordings or generated tones, prints which, and generates the validation and test sets.</summary>
    /// <exception cref="UsageException">A speaker lacks recordings.</exception>
    public static SpeechData Read(string? path, int validation, int test)
    {
        var data = DataFinder.Find(DataSets.FreeSpokenDigits with { Sample = DigitTones.Open }, path);
        Show.Line(data.Origin == DataOrigin.Sample
            ? "Recordings: generated tones. Results do not compare with speech."
            : $"Recordings from {data.Location}");
        var recordings = SpokenDigits.Read(data);
        CheckComplete(recordings, data.Location);
        return new(recordings, validation, test);
    }

    private IEnumerable<SpokenDigit> Recordings(int from, int to) => _recordings.Where(recording => recording.Index >= from && recording.Index < to);

    /// <summary>Every speaker needs every digit in each of the three sets.</summary>
    private static void CheckComplete(IReadOnlyList<SpokenDigit> recordings, string place)
    {
        (string Name, int From, int To)[] parts =
        [
            ("0 to 4, the test set", 0, TestRecordings),
            ("5 to 9, the validation set", TestRecordings, FirstTraining),
            ("from 10, the training set", FirstTraining, int.MaxValue),
        ];
        foreach (var speaker in recordings.GroupBy(static recording => recording.Speaker))
        {
            foreach (var (name, from, to) in parts)
            {
                var recorded = speaker.Where(recording => recording.Index >= from && recording.Index < to).Select(static recording => recording.Digit).ToHashSet();
                if (Enumerable.Range(0, Digits.Count).Where(digit => !recorded.Contains(digit)).ToList() is [var missing, ..])
                    throw new UsageException($"{place} has no recording {name}, of the digit {missing} by {speaker.Key}: every speaker needs every digit in this set.");
            }
        }
    }
}
