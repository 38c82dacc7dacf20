using System.Globalization;
using RnnDsl.Audio;
using RnnDsl.Examples.Common;
using RnnDsl.Files;

namespace RnnDsl.Examples.Speech;

/// <summary>Options of <c>speech predict</c>.</summary>
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

/// <summary>Transcribes a recording.</summary>
internal sealed class SpeechPrediction(PredictOptions options)
{
    /// <summary>Order of the digit n-grams.</summary>
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
        var numbers = options.Numbers is { } file ? DigitLanguageModel.Read(file, Order) : null;
        var (sound, reference) = (options.File, options.Index) switch
        {
            ({ } path, null) => (ReadSound(path), null),
            (null, { } number) => TestString(number),
            _ => throw new UsageException("Give a WAV file, or the index of a test string with --index: one of the two."),
        };

        using var recognition = new Recognition(SpeechSettings.Load(_folder.Settings).Hidden, device);
        recognition.Model.LoadSafetensors(weights);
        recognition.Model.eval();
        var logProbabilities = recognition.LogProbabilities([sound])[0];
        Print(logProbabilities, recognition, numbers);
        if (options.Save is { } saved)
            AtomicFile.Write(saved, stream => WavFile.Write(stream, sound, SpokenDigits.SampleRate));
        if (options.Picture is { } picture)
            SpeechPicture.Save(picture, recognition, sound, logProbabilities, reference);
        return ExitCode.Success;
    }

    private static float[] ReadSound(string path)
    {
        if (!File.Exists(path))
            throw new UsageException($"There is no file '{path}'.");
        var wav = WavFile.Read(path);
        if (wav.Duration > Longest)
            throw new UsageException($"'{path}' is {wav.Duration.TotalMinutes.ToString("F1", CultureInfo.InvariantCulture)} minutes long; the maximum is {Longest.TotalMinutes}. Cut it into pieces.");
        var channels = wav.Channels == 1 ? "mono" : $"{wav.Channels} channels";
        Show.Line($"{path}: {wav.Duration.TotalSeconds.ToString("F2", CultureInfo.InvariantCulture)} seconds, {Show.Count(wav.SampleRate)} Hz, {channels}, {wav.Format}");
        var sound = new Resampler(wav.SampleRate, SpokenDigits.SampleRate).Apply(wav.ToMono());
        return sound.Length >= new LogMelOptions().Window
            ? sound
            : throw new UsageException($"'{path}' is too short for a digit: {Show.Count(wav.Frames)} samples at {Show.Count(wav.SampleRate)} Hz, and one frame takes 32 ms.");
    }

    private (float[] Sound, DigitString? Reference) TestString(int number)
    {
        var test = SpeechData.Read(options.Data, validation: 1, test: number + 1).Test[number];
        Show.Line($"Test string {Show.Count(number)}: speaker {test.Speaker}, {test.Text}");
        return (test.Samples, test);
    }

    private void Print(double[,] logProbabilities, Recognition recognition, NGramModel? numbers)
    {
        var path = CtcDecoder.Greedy(logProbabilities, Digits.Blank);
        if (options.Beam == 1)
        {
            Show.Line(Transcript(path.Labels));
        }
        else
        {
            var search = new CtcBeamOptions { BeamWidth = options.Beam, NBest = options.NBest, LanguageModel = numbers, LanguageModelWeight = options.NumbersWeight };
            foreach (var found in CtcDecoder.BeamSearch(logProbabilities, search, Digits.Blank))
                Show.Line(options.NBest == 1 ? Transcript(found.Labels) : $"{Show.Percent(Math.Exp(found.LogProbability)),8}  {Transcript(found.Labels)}");
        }

        foreach (var (step, label) in path.Steps.Zip(path.Labels))
        {
            var seconds = recognition.FirstSeconds + (step * recognition.StepSeconds);
            Show.Line($"  {seconds.ToString("F2", CultureInfo.InvariantCulture),6} s  {Digits.Names[label]}  {Show.Percent(Math.Exp(logProbabilities[step, label])),7}");
        }
    }

    private static string Transcript(IReadOnlyList<int> labels) => labels.Count > 0 ? Digits.Text(labels) : "(no digit)";
}
