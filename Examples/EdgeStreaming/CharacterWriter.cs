using System.Text;
using RnnDsl.Examples.Shakespeare;
using RnnDsl.Sampling;
using RnnDsl.Text;

namespace RnnDsl.Examples.Edge;

/// <summary>Writes text character by character from the files of <c>RnnDsl.Examples shakespeare</c>: the weights and the vocabulary.</summary>
internal sealed class CharacterWriter(string weights, string vocabularyFile, Arguments arguments)
{
    public void Run()
    {
        var footprint = new Footprint();
        var vocabulary = CharacterVocabulary.Load(vocabularyFile);
        var stream = CharLstm.Streaming.Load(weights, arguments.Format);
        var scores = new float[stream.OutputSize];
        if (vocabulary.Count != scores.Length)
            throw new InvalidDataException($"{vocabularyFile} has {vocabulary.Count} characters, and the model of {weights} has {scores.Length}: they are not of one training.");

        using var output = Console.OpenStandardOutput();
        Span<byte> character = stackalloc byte[4];
        var options = new SamplingOptions { Temperature = arguments.Temperature };
        var random = new RandomSource(arguments.Seed ?? Environment.TickCount64);
        var token = vocabulary.TryGetToken(new Rune('\n'), out var newline) ? newline : 0;
        for (var i = 0; i < arguments.Characters; i++)
        {
            stream.Step((int)token, scores);
            token = Sampler.Sample(scores, options, random);
            output.Write(character[..vocabulary[token].EncodeToUtf8(character)]);
            footprint.Add();
        }

        output.WriteByte((byte)'\n');
        footprint.Report("characters");
    }
}
