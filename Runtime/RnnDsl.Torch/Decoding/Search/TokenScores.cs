using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Runs a step function and says how likely each next token is, those that the options rule out with a log-probability of −∞.</summary>
internal sealed class TokenScores<TState>(DecodingStep<TState> step, DecodingOptions options)
    where TState : IHypotheses<TState>
{
    /// <param name="frontier">What the step reads, of [sources, width] rows.</param>
    /// <param name="written">How many tokens each row has already.</param>
    /// <returns>Log-probabilities [sources, width, vocabulary], the state after the step, and its weights [sources × width, positions].</returns>
    public (Tensor LogProbabilities, TState State, Tensor? Weights) Next(Frontier<TState> frontier, long written)
    {
        var (sources, width) = (frontier.Tokens.size(0), frontier.Tokens.size(1));
        var (output, state, weights) = Step(frontier, written);
        if (output.dim() != 2 || output.size(0) != sources * width || output.size(1) == 0)
        {
            throw new ArgumentException(
                $"The step gave scores of [{string.Join(", ", output.shape)}] for {sources * width} rows; they must be [rows, vocabulary].");
        }

        if (weights is not null && (weights.dim() != 2 || weights.size(0) != sources * width))
        {
            throw new ArgumentException(
                $"The step gave weights of [{string.Join(", ", weights.shape)}] for {sources * width} rows; they must be [rows, positions].");
        }

        Check(nameof(options.Begin), options.Begin, output.size(1));
        Check(nameof(options.End), options.End, output.size(1));
        foreach (var token in options.Excluded)
            Check(nameof(options.Excluded), token, output.size(1));
        var logProbabilities = TokenScores.LogSoftmax(output).view(sources, width, -1);
        if (options.End is { } end && written < options.MinimumLength)
            logProbabilities.select(2, end).fill_(Scalars.NegativeInfinity);
        foreach (var token in options.Excluded)
            logProbabilities.select(2, token).fill_(Scalars.NegativeInfinity);
        if (options.NoRepeatNGram is { } length && frontier.History is { } history && written >= length)
            logProbabilities = logProbabilities.masked_fill(RepeatedNGrams.Completions(history, length, output.size(1)), Scalars.NegativeInfinity);
        return (logProbabilities, state, weights);
    }

    private (Tensor Output, TState State, Tensor? Weights) Step(Frontier<TState> frontier, long written)
    {
        try
        {
            return step(frontier.Tokens.flatten(), frontier.State);
        }
        catch (ExternalException thrown) when (
            written == 0 && options.Begin is not null && thrown.Message.Contains("index out of range", StringComparison.Ordinal))
        {
            // An embedding looks the token up before there are scores that would tell the size of the vocabulary.
            throw new ArgumentOutOfRangeException(
                $"Begin is {options.Begin}, and the network's first step found an index out of range: it must be a token of the vocabulary.", thrown);
        }
    }

    private static void Check(string option, long? token, long vocabulary)
    {
        if (token >= vocabulary)
        {
            throw new ArgumentOutOfRangeException(
                option, $"{option} is {token}, and the network scores {vocabulary} tokens: it must be one of 0 to {vocabulary - 1}.");
        }
    }
}

/// <summary>Scores as log-probabilities.</summary>
internal static class TokenScores
{
    /// <summary>
    /// The logarithm of the softmax over the last dimension, in single precision at least. Where every score is −∞ all stay it; where one is
    /// NaN or +∞ something is NaN.
    /// </summary>
    public static Tensor LogSoftmax(Tensor scores)
    {
        var precise = scores.dtype == ScalarType.Float64 ? scores : scores.to(ScalarType.Float32);
        return nn.functional.log_softmax(precise, -1).masked_fill(precise.isneginf(), Scalars.NegativeInfinity);
    }

    /// <summary>What is said of scores that are no numbers.</summary>
    public static ArgumentException NoNumbers(long source, long step) => new(
        $"The scores of source {source} at step {step} have a NaN or a +Infinity among them, so there is nothing to choose by. Did training diverge?");
}
