using RnnDsl.Examples.Translate;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Playground;

/// <summary>The run of a small translator with random weights, as the examples save it, and what its module translates.</summary>
internal sealed class TranslatorRun : IDisposable
{
    private static readonly WordVocabulary French = new(["je", "suis", "fatigué", "tu", "es", "ici", ".", "?", "un", "chat"]);
    private static readonly WordVocabulary English = new(["i", "am", "tired", "you", "are", "here", ".", "?", "a", "cat"]);

    private readonly Translator _module;

    /// <param name="runs">The folder of runs.</param>
    /// <param name="settings">The content of its settings.</param>
    public TranslatorRun(string runs, string settings = """{"attention": true, "subwords": false, "embedding": 8, "hidden": 8, "readout": 8}""")
    {
        using var generator = random.manual_seed(3);
        _module = new Translator(sourceWords: French.Count, embedding: 8, hidden: 8, targetWords: English.Count, readout: 8);
        _module.eval();

        // Sentences that do not end with their first word.
        using (var still = no_grad())
        {
            using Scalar low = -4;
            _module.Decoder.Linear.bias!.narrow(0, SpecialTokens.End, 1).fill_(low);
        }

        Folder = Path.Combine(runs, "translate");
        var checkpoint = Path.Combine(Folder, "checkpoint", "step-00000007");
        Directory.CreateDirectory(checkpoint);
        File.WriteAllText(Path.Combine(Folder, "checkpoint", "latest"), "step-00000007\n");
        File.WriteAllText(Path.Combine(Folder, "settings.json"), settings);
        _module.SaveSafetensors(Path.Combine(checkpoint, "weights.safetensors"));
        French.Save(Path.Combine(Folder, "vocabulary-french.json"));
        English.Save(Path.Combine(Folder, "vocabulary-english.json"));
    }

    public string Folder { get; }

    /// <summary>The English words of known French ones, with the end of the sentence if it was found, and their attention weights.</summary>
    public (string[] Words, float[,] Attention) Translate(params string[] words)
    {
        using var scope = NewDisposeScope();
        var source = tensor(French.Encode(words).Append(SpecialTokens.End).ToArray()).reshape(1, words.Length + 1);
        var options = new BeamSearchOptions
        {
            Begin = SpecialTokens.Begin,
            End = SpecialTokens.End,
            BeamWidth = 5,
            LengthPenalty = LengthPenalty.Wu(1),
            MaximumLength = LengthLimit.RelativeToSource(2, 10),
        };
        var best = SequenceDecoder.BeamSearch(_module, source, null, options)[0][0];
        return ([.. best.TokensAndEnd(SpecialTokens.End).Select(token => English[token])], best.Attention!);
    }

    public void Dispose() => _module.Dispose();
}
