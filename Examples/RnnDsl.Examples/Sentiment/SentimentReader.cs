using RnnDsl.Plots;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Sentiment;

/// <summary>Sentences in, verdicts out, with what was attended to.</summary>
internal sealed class SentimentReader(SentimentClassifier model, ITextVocabulary vocabulary, Device device)
{
    /// <summary>The verdicts on sentences of one word or more, in their order.</summary>
    public IReadOnlyList<Verdict> Read(IReadOnlyList<IReadOnlyList<string>> sentences)
    {
        using var quiet = no_grad();
        model.eval();
        return [.. sentences.Select(Read)];
    }

    private Verdict Read(IReadOnlyList<string> words)
    {
        using var scope = NewDisposeScope();
        var tokens = vocabulary.Encode(words);
        var sentence = tensor(tokens, [1, tokens.Length], device: device);
        var positive = model.call(sentence).softmax(1)[0, Sentiments.Positive].item<float>();
        var attention = model.AttentionWeights(sentence).to(ScalarType.Float64).cpu().data<double>().ToArray();
        var unknown = words.Zip(tokens).Where(static pair => pair.Second == SpecialTokens.Unknown).Select(static pair => pair.First);
        return new(words, positive, attention, [.. unknown.Distinct()]);
    }
}

/// <summary>What the network thinks of a sentence.</summary>
/// <param name="Words">The words that were read.</param>
/// <param name="Positive">How sure it is of praise, from 0 to 1.</param>
/// <param name="Attention">What it attended to, a weight for each word; together 1.</param>
/// <param name="Unknown">The words it does not know.</param>
internal sealed record Verdict(IReadOnlyList<string> Words, double Positive, double[] Attention, IReadOnlyList<string> Unknown)
{
    public int Label => Positive > 0.5 ? Sentiments.Positive : 0;

    /// <summary>The sentence in shades of attention.</summary>
    /// <param name="label">What it really is, where that is known.</param>
    public ShadedText Shaded(int? label = null)
    {
        var sure = Label == Sentiments.Positive ? Positive : 1 - Positive;
        var truth = label is null ? "" : label == Label ? ", rightly" : $", but it is {Sentiments.Names[label.Value]}";
        var unknown = Unknown.Count > 0 ? $" (unknown: {string.Join(' ', Unknown)})" : "";
        return new(FormattableString.Invariant($"{Sentiments.Names[Label]} {100 * sure:0}%{truth}{unknown}"), Words, Attention, Sentiments.Colours[Label]);
    }
}
