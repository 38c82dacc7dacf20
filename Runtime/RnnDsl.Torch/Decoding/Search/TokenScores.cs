using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <summary>Runs the step function and returns the log-probabilities of the next token, −∞ for suppressed tokens.</summary>
internal sealed class TokenScores<TState>(DecodingStep<TState> step, DecodingOptions options)
    where TState : IHypotheses<TState>
{
    /// <param name="frontier">The step's input, with [sources, width] rows.</param>
    /// <param name="generated">The number of generated tokens of each row.</param>
    /// <returns>Log-probabilities [sources, width, vocabulary], the state after the step, and the attention weights [sources × width, positions].</returns>
    public (Tensor LogProbabilities, TState State, Tensor? Weights) Next(Frontier<TState> frontier, long generated)
    {
        var (sources, width) = (frontier.Tokens.size(0), frontier.Tokens.size(1));
        var (output, state, weights) = Step(frontier, generated);
        if (output.dim() != 2 || output.size(0) != sources * width || output.size(1) == 0)
        {
            throw new ArgumentException(
                $"The step returned scores of [{string.Join(", ", output.shape)}] for {sources * width} rows; they must be [rows, vocabulary].");
        }

        if (weights is not null && (weights.dim() != 2 || weights.size(0) != sources * width))
        {
            throw new ArgumentException(
                $"The step returned attention weights of [{string.Join(", ", weights.shape)}] for {sources * width} rows; they must be [rows, positions].");
        }

        options.CheckTokens(output.size(1));
        var logProbabilities = TokenScores.LogSoftmax(output).view(sources, width, -1);
        if (options.End is { } end && generated < options.MinimumLength)
            logProbabilities.select(2, end).fill_(Scalars.NegativeInfinity);
        foreach (var token in options.SuppressedTokens)
            logProbabilities.select(2, token).fill_(Scalars.NegativeInfinity);
        if (options.NoRepeatNGram is { } length && frontier.History is { } history && generated >= length)
            logProbabilities = logProbabilities.masked_fill(RepeatedNGrams.Completions(history, length, output.size(1)), Scalars.NegativeInfinity);
        return (logProbabilities, state, weights);
    }

    private (Tensor Output, TState State, Tensor? Weights) Step(Frontier<TState> frontier, long generated)
    {
        try
        {
            return step(frontier.Tokens.flatten(), frontier.State);
        }
        catch (ExternalException thrown) when (
            generated == 0 && options.Begin is not null && thrown.Message.Contains("index out of range", StringComparison.Ordinal))
        {
            // The embedding lookup fails before the scores show the vocabulary size.
            throw new ArgumentOutOfRangeException(
                $"Begin is {options.Begin}, and the network's first step found an index out of range: it must be a token of the vocabulary.", thrown);
        }
    }
}

/// <summary>Converts scores to log-probabilities.</summary>
internal static class TokenScores
{
    /// <summary>
    /// The log-softmax over the last dimension, in float32 at least. A row of −∞ stays −∞; a row with a
    /// NaN or +∞ contains NaN.
    /// </summary>
    public static Tensor LogSoftmax(Tensor scores)
    {
        var precise = scores.dtype == ScalarType.Float64 ? scores : scores.to(ScalarType.Float32);
        return nn.functional.log_softmax(precise, -1).masked_fill(precise.isneginf(), Scalars.NegativeInfinity);
    }
}
