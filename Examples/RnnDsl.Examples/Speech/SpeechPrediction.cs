using System.Globalization;
using RnnDsl.Audio;
using RnnDsl.Examples.Common;
using RnnDsl.Files;

namespace RnnDsl.Examples.Speech;

/// <summary>What is to be recognised, with which network and how.</summary>
internal sealed record PredictOptions
{
    public required string? File { get; init; }

    public required int? Index { get; init; }

    public required string Model { get; init; }

    public required int Beam { get; init; }

    public required int NBest { get; init; }

    public required string? Numbers { get; init; }

    public required double NumbersWeight { get; init; }

    public required string? Picture { get; init; }

    public required string? Save { get; init; }

    public required string? Data { get; init; }

    public required string Device { get; init; }
}

/// <summary><c>speech predict</c> at work.</summary>
internal sealed class SpeechPrediction(PredictOptions options)
{
    /// <summary>How many digits an n-gram of likely numbers has.</summary>
    private const int Order = 3;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly RunFolder _folder = new(options.Model);

    public int Run()
    {
        if (options.NBest > options.Beam)
            throw new UsageException($"--nbest {options.NBest}: a beam of {options.Beam} has at most {options.Beam} transcriptions. Take a larger --beam.");
        if (options is { Beam: 1, Numbers: not null })
            throw new UsageException("--numbers needs beam search: take a --beam above 1.");
        var device = Devices.Resolve(options.Device);
        var weights = _folder.TrainedWeights($"--model {options.Model}", $"speech --out {options.Model}");
        var numbers = options.Numbers is { } file ? LikelyNumbers.Read(file, Order) : null;
        var (sound, said) = (options.File, options.Index) switch
        {
            ({ } path, null) => (ReadSound(path), null),
            (null, { } number) => TestString(number),
            _ => throw new UsageException("Give a WAV file, or the index of a test string with --index: one of the two."),
        };

        using var recognition = new Recognition(SpeechSettings.Load(_folder.Settings).Hidden, device);
        recognition.Model.LoadSafetensors(weights);
        recognition.Model.eval();
        var heard = recognition.LogProbabilities([sound])[0];
        Print(heard, recognition, numbers);
        if (options.Save is { } saved)
            AtomicFile.Write(saved, stream => WavFile.Write(stream, sound, SpokenDigits.SampleRate));
        if (options.Picture is { } picture)
            SpeechPicture.Save(picture, recognition, sound, heard, said);
        return ExitCode.Success;
    }

    private static float[] ReadSound(string path)
    {
        if (!File.Exists(path))
            throw new UsageException($"There is no file '{path}'.");
        var wav = WavFile.Read(path);
        if (wav.Duration > Longest)
            throw new UsageException($"'{path}' is {wav.Duration.TotalMinutes.ToString("F1", CultureInfo.InvariantCulture)} minutes long; up to {Longest.TotalMinutes} are read at once. Cut it into pieces.");
        var channels = wav.Channels == 1 ? "mono" : $"{wav.Channels} channels";
        Show.Line($"{path}: {wav.Duration.TotalSeconds.ToString("F2", CultureInfo.InvariantCulture)} seconds, {Show.Count(wav.SampleRate)} samples a second, {channels}, {wav.Format}");
        var sound = new Resampler(wav.SampleRate, SpokenDigits.SampleRate).Apply(wav.ToMono());
        return sound.Length >= new LogMelOptions().Window
            ? sound
            : throw new UsageException($"'{path}' is too short to hold a digit: {Show.Count(wav.Frames)} samples at {Show.Count(wav.SampleRate)} a second, and one frame takes 32 ms.");
    }

    private (float[] Sound, DigitString? Said) TestString(int number)
    {
        var test = SpeechData.Read(options.Data, validation: 1, test: number + 1).Test[number];
        Show.Line($"Test string {Show.Count(number)}: {test.Speaker} says {test.Text}");
        return (test.Samples, test);
    }

    private void Print(double[,] heard, Recognition recognition, NGramModel? numbers)
    {
        var path = CtcDecoder.Greedy(heard, Digits.Blank);
        if (options.Beam == 1)
        {
            Show.Line(Reading(path.Labels));
        }
        else
        {
            var search = new CtcBeamOptions { BeamWidth = options.Beam, NBest = options.NBest, LanguageModel = numbers, LanguageModelWeight = options.NumbersWeight };
            foreach (var found in CtcDecoder.BeamSearch(heard, search, Digits.Blank))
                Show.Line(options.NBest == 1 ? Reading(found.Labels) : $"{Show.Share(Math.Exp(found.LogProbability)),8}  {Reading(found.Labels)}");
        }

        foreach (var (step, label) in path.Steps.Zip(path.Labels))
        {
            var seconds = recognition.FirstSeconds + (step * recognition.StepSeconds);
            Show.Line($"  {seconds.ToString("F2", CultureInfo.InvariantCulture),6} s  {Digits.Names[label]}  {Show.Share(Math.Exp(heard[step, label])),7}");
        }
    }

    private static string Reading(IReadOnlyList<int> labels) => labels.Count > 0 ? Digits.Text(labels) : "(no digit)";
}
