using System.Diagnostics;
using System.Globalization;
using System.Text;
using RnnDsl.Examples.Shakespeare;
using RnnDsl.Sampling;
using RnnDsl.Streaming;
using RnnDsl.Text;

// Writes text character by character from the files of `RnnDsl.Examples shakespeare`: the weights and the vocabulary.
if (args is not [var weights, var vocabularyFile, .. var rest] || rest.Length > 3)
{
    Console.Error.WriteLine("Usage: EdgeStreaming WEIGHTS.safetensors VOCABULARY.json [CHARACTERS = 500] [TEMPERATURE = 0.8] [Float32 | BFloat16 | Int8]");
    return 2;
}

try
{
    var started = Stopwatch.GetTimestamp();
    var characters = rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 500;
    var options = new SamplingOptions { Temperature = rest.Length > 1 ? double.Parse(rest[1], CultureInfo.InvariantCulture) : 0.8 };
    WeightFormat? format = rest.Length > 2 ? Enum.Parse<WeightFormat>(rest[2], ignoreCase: true) : null;

    var vocabulary = CharacterVocabulary.Load(vocabularyFile);
    var stream = CharLstm.Streaming.Load(weights, format);
    var scores = new float[stream.OutputSize];
    if (vocabulary.Count != scores.Length)
    {
        Console.Error.WriteLine($"{vocabularyFile} has {vocabulary.Count} characters, and the model of {weights} has {scores.Length}: they are not of one training.");
        return 1;
    }

    using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true };
    var random = new RandomSource(Environment.TickCount64);
    var token = vocabulary.TryGetToken(new Rune('\n'), out var newline) ? newline : 0;
    var first = TimeSpan.Zero;
    for (var i = 0; i < characters; i++)
    {
        stream.Step((int)token, scores);
        token = Sampler.Sample(scores, options, random);
        output.Write(vocabulary[token].ToString());
        if (i == 0)
            first = Stopwatch.GetElapsedTime(started);
    }

    var all = Stopwatch.GetElapsedTime(started);
    Console.Error.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"\nfirst character after {first.TotalMilliseconds:f1} ms; {characters / all.TotalSeconds:f0} characters a second; {Environment.WorkingSet / (1024.0 * 1024):f0} MiB of memory"));
    return 0;
}
catch (Exception exception) when (exception is IOException or InvalidDataException or FormatException or ArgumentException or OverflowException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
