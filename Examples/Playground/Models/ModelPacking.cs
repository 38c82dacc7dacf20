using System.Runtime.InteropServices;
using RnnDsl.Safetensors;

namespace RnnDsl.Playground.Models;

/// <summary>Writes trained models as the files that the program embeds.</summary>
internal static class ModelPacking
{
    /// <summary>Packs the models of a folder of runs.</summary>
    /// <param name="models">The folder of runs.</param>
    /// <param name="output">The folder of the files.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="IOException">A run is missing or cannot be read.</exception>
    public static int Pack(string models, string output)
    {
        Directory.CreateDirectory(output);
        var text = Run(models, ModelFolder.TextRun);
        Convert(text.Weights, Path.Combine(output, ModelFolder.TextWeights));
        CharacterVocabulary.Load(text.Vocabulary).Save(Path.Combine(output, ModelFolder.TextVocabulary));
        Convert(Run(models, ModelFolder.DigitRun).Weights, Path.Combine(output, ModelFolder.DigitWeights));

        // A model that the program cannot load does not become part of it.
        ModelFolder.Load(models);
        foreach (var file in new[] { ModelFolder.TextWeights, ModelFolder.TextVocabulary, ModelFolder.DigitWeights })
            Console.Out.WriteLine($"{Path.Combine(output, file)}: {new FileInfo(Path.Combine(output, file)).Length:N0} bytes");
        return 0;
    }

    private static TrainedRun Run(string models, string name) => new TrainedRun(Path.Combine(models, name)) is { HasCheckpoint: true } run
        ? run
        : throw new IOException($"{Path.Combine(models, name)} holds no checkpoint. '--help' has the command that trains the model.");

    /// <summary>Rounds the weights to bfloat16, ties to even.</summary>
    private static void Convert(string source, string target)
    {
        using var file = SafetensorsFile.Open(source);
        SafetensorsFile.Write(target, [.. file.Entries.Select(entry =>
        {
            var rounded = Array.ConvertAll(file.ReadSingles(entry), static value =>
            {
                var bits = BitConverter.SingleToUInt32Bits(value);
                return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
            });
            return new SafetensorsTensor(entry.Name, SafetensorsType.BF16, entry.Shape, stream => stream.Write(MemoryMarshal.AsBytes(rounded.AsSpan())));
        })]);
    }
}
