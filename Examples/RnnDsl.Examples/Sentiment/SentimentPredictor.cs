using RnnDsl.Plots;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Sentiment;

/// <summary>Predicts the sentiment of sentences, with attention weights.</summary>
internal sealed class SentimentPredictor(SentimentClassifier model, ITextVocabulary vocabulary, Device device)
{
    /// <summary>The predictions for sentences of at least one word, in their order.</summary>
    public IReadOnlyList<SentimentPrediction> Read(IReadOnlyList<IReadOnlyList<string>> sentences)
    {
        using var noGrad = no_grad();
        model.eval();
        return [.. sentences.Select(Read)];
    }

    private SentimentPrediction Read(IReadOnlyList<string> words)
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

/// <summary>The prediction for a sentence.</summary>
/// <param name="Words">The words of the sentence.</param>
/// <param name="Positive">Predicted probability of the positive class.</param>
/// <param name="Attention">Attention weight of each word; their sum is 1.</param>
/// <param name="Unknown">Words outside the vocabulary.</param>
internal sealed record SentimentPrediction(IReadOnlyList<string> Words, double Positive, double[] Attention, IReadOnlyList<string> Unknown)
{
    public int Label => Positive > 0.5 ? Sentiments.Positive : 0;

    /// <summary>The sentence shaded by attention weight.</summary>
    /// <param name="label">The true label; <c>null</c> if unknown.</param>
    public ShadedText Shaded(int? label = null)
    {
        var sure = Label == Sentiments.Positive ? Positive : 1 - Positive;
        var truth = label is null ? "" : label == Label ? ", correct" : $", wrong: {Sentiments.Names[label.Value]}";
        var unknown = Unknown.Count > 0 ? $" (unknown: {string.Join(' ', Unknown)})" : "";
        return new(FormattableString.Invariant($"{Sentiments.Names[Label]} {100 * sure:0}%{truth}{unknown}"), Words, Attention, Sentiments.Colours[Label]);
    }
}
