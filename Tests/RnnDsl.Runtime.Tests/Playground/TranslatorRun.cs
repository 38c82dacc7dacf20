using RnnDsl.Examples.Translate;
using RnnDsl.Runtime.Tests.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Playground;

/// <summary>The run of a small translator with random weights, as the examples save it, and what its stream translates.</summary>
internal sealed class TranslatorRun
{
    /// <summary>The argument of the program with which it writes the weights.</summary>
    public const string Name = "translator";

    private static readonly WordVocabulary French = new(["je", "suis", "fatigué", "tu", "es", "ici", ".", "?", "un", "chat"]);
    private static readonly WordVocabulary English = new(["i", "am", "tired", "you", "are", "here", ".", "?", "a", "cat"]);

    /// <param name="runs">The folder of runs.</param>
    /// <param name="settings">The content of its settings.</param>
    public TranslatorRun(string runs, string settings = """{"attention": true, "subwords": false, "embedding": 8, "hidden": 8, "readout": 8}""")
    {
        Folder = Path.Combine(runs, "translate");
        Directory.CreateDirectory(Path.GetDirectoryName(Weights)!);
        File.WriteAllText(Path.Combine(Folder, "checkpoint", "latest"), "step-00000007\n");
        File.WriteAllText(Path.Combine(Folder, "settings.json"), settings);
        French.Save(Path.Combine(Folder, "vocabulary-french.json"));
        English.Save(Path.Combine(Folder, "vocabulary-english.json"));

        // A module draws its weights from the random numbers of the process, which other tests seed meanwhile.
        KernelTestProcess.Run([Name, Weights], []).GetAwaiter().GetResult();
    }

    public string Folder { get; }

    private string Weights => Path.Combine(Folder, "checkpoint", "step-00000007", "weights.safetensors");

    /// <summary>Writes the weights, in a process of its own.</summary>
    public static int Write(string path)
    {
        using var generator = random.manual_seed(3);
        using var module = new Translator(sourceWords: French.Count, embedding: 8, hidden: 8, targetWords: English.Count, readout: 8);

        // Sentences that do not end with their first word.
        using (var still = no_grad())
        {
            using Scalar low = -4;
            module.Decoder.Linear.bias!.narrow(0, SpecialTokens.End, 1).fill_(low);
        }

        module.SaveSafetensors(path);
        return 0;
    }

    /// <summary>The English words of known French ones, with the end of the sentence if it was found, and their attention weights.</summary>
    public (string[] Words, float[,] Attention) Translate(params string[] words)
    {
        var stream = Translator.Streaming.Load(Weights);
        stream.Encode([.. French.Encode(words).Append(SpecialTokens.End).Select(static token => (int)token)]);
        var best = stream.BeamSearch(new BeamSearchOptions
        {
            Begin = SpecialTokens.Begin,
            End = SpecialTokens.End,
            BeamWidth = 5,
            LengthPenalty = LengthPenalty.Wu(1),
            MaximumLength = LengthLimit.RelativeToSource(2, 10),
        })[0];
        return ([.. best.TokensAndEnd(SpecialTokens.End).Select(token => English[token])], best.Attention!);
    }
}
