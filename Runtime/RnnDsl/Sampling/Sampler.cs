using System.Buffers;
using System.Globalization;
using System.Numerics.Tensors;

namespace RnnDsl.Sampling;

/// <summary>Samples the next token from the scores of a network.</summary>
public static class Sampler
{
    /// <summary>Samples one token. Allocates nothing: its buffers come from the shared pool.</summary>
    /// <param name="logits">[vocabulary], unnormalised log-probabilities. A score of −∞ suppresses its token.</param>
    /// <param name="options">Temperature, top-k, top-p and suppressed tokens.</param>
    /// <param name="random">The random source; greedy choice does not use it.</param>
    /// <returns>The token: an index into <paramref name="logits"/>.</returns>
    /// <exception cref="ArgumentException">There are no scores, one is NaN or +∞, every token is suppressed, or a suppressed token has no score.</exception>
    public static int Sample(ReadOnlySpan<float> logits, SamplingOptions options, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        var buffer = ArrayPool<float>.Shared.Rent(logits.Length);
        try
        {
            var weights = buffer.AsSpan(0, logits.Length);
            var allowed = Suppress(logits, options, weights);
            var largest = LargestOf(allowed);
            if (options.Temperature == 0)
                return allowed.IndexOf(largest);

            var total = RelativeProbabilities(allowed, largest, options, weights);
            return TokenAt(weights, random.NextDouble() * total);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }
    }

    /// <summary>The distribution from which <see cref="Sample"/> samples.</summary>
    /// <param name="logits">[vocabulary], unnormalised log-probabilities. A score of −∞ suppresses its token.</param>
    /// <param name="options">Temperature, top-k, top-p and suppressed tokens.</param>
    /// <param name="probabilities">[vocabulary], receives the probabilities, which sum to 1.</param>
    /// <exception cref="ArgumentException">The errors of <see cref="Sample"/>, or the lengths differ.</exception>
    public static void Probabilities(ReadOnlySpan<float> logits, SamplingOptions options, Span<float> probabilities)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (probabilities.Length != logits.Length)
            throw new ArgumentException($"There are {logits.Length} scores and room for {probabilities.Length} probabilities.", nameof(probabilities));

        var allowed = Suppress(logits, options, probabilities);
        var largest = LargestOf(allowed);
        if (options.Temperature == 0)
        {
            var mostProbable = allowed.IndexOf(largest);
            probabilities.Clear();
            probabilities[mostProbable] = 1;
        }
        else
        {
            var total = RelativeProbabilities(allowed, largest, options, probabilities);
            TensorPrimitives.Divide(probabilities, (float)total, probabilities);
        }
    }

    /// <summary>The scores, with −∞ for suppressed tokens: a copy if there are any, otherwise the scores themselves.</summary>
    private static ReadOnlySpan<float> Suppress(ReadOnlySpan<float> logits, SamplingOptions options, Span<float> copy)
    {
        var suppressed = options.SuppressedTokens;
        if (suppressed.Count == 0)
            return logits;

        logits.CopyTo(copy);
        for (var i = 0; i < suppressed.Count; i++)
        {
            if (suppressed[i] >= logits.Length)
                throw new ArgumentException($"Token {suppressed[i]} is suppressed, but there are only {logits.Length} scores, for tokens 0 to {logits.Length - 1}.", nameof(options));
            copy[(int)suppressed[i]] = float.NegativeInfinity;
        }
        return copy;
    }

    private static float LargestOf(ReadOnlySpan<float> logits)
    {
        if (logits.IsEmpty)
            throw new ArgumentException("There is nothing to choose from: the scores are empty.", nameof(logits));

        // Max returns NaN if one score is NaN.
        var largest = TensorPrimitives.Max(logits);
        if (float.IsNaN(largest) || float.IsPositiveInfinity(largest))
        {
            var index = 0;
            while (!float.IsNaN(logits[index]) && !float.IsPositiveInfinity(logits[index]))
                index++;
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The score of token {index} (of {logits.Length}) is {logits[index]}, so there is no distribution to sample from. Did training diverge?"),
                nameof(logits));
        }

        if (float.IsNegativeInfinity(largest))
            throw new ArgumentException($"All {logits.Length} tokens are suppressed: every score is -Infinity, or its token is among SuppressedTokens.", nameof(logits));
        return largest;
    }

    /// <summary>Probabilities up to a common factor, relative to the most probable token, so that nothing overflows. Returns their sum.</summary>
    private static double RelativeProbabilities(ReadOnlySpan<float> logits, float largest, SamplingOptions options, Span<float> weights)
    {
        TensorPrimitives.Subtract(logits, largest, weights);
        if (options.Temperature != 1)
        {
            // In float64, because a temperature below the smallest float32 would divide 0 by 0.
            foreach (ref var weight in weights)
                weight = (float)(weight / options.Temperature);
        }

        TensorPrimitives.Exp(weights, weights);
        if (options.TopK < logits.Length || options.TopP < 1)
            KeepMostProbable(weights, options.TopK ?? logits.Length, options.TopP ?? 1);
        return Sum(weights);
    }

    /// <summary>Zeros the weights of all but the most probable tokens.</summary>
    private static void KeepMostProbable(Span<float> weights, int topK, double topP)
    {
        var buffer = ArrayPool<ulong>.Shared.Rent(weights.Length);
        try
        {
            // The bits of a non-negative float are monotonic in its value. Inverted and combined with the index, they sort as
            // integers by descending weight, then by ascending index.
            var ranking = buffer.AsSpan(0, weights.Length);
            for (var i = 0; i < weights.Length; i++)
                ranking[i] = ((ulong)~BitConverter.SingleToUInt32Bits(weights[i]) << 32) | (uint)i;
            ranking.Sort();

            var kept = ranking[..Math.Min(topK, ranking.Length)];
            var total = 0.0;
            foreach (var rank in kept)
                total += weights[(int)(uint)rank];

            var count = 0;
            var sum = 0.0;
            while (count < kept.Length && (count == 0 || sum < topP * total))
                sum += weights[(int)(uint)kept[count++]];

            foreach (var rank in ranking[count..])
                weights[(int)(uint)rank] = 0;
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(buffer);
        }
    }

    private static double Sum(ReadOnlySpan<float> weights)
    {
        var sum = 0.0;
        foreach (var weight in weights)
            sum += weight;
        return sum;
    }

    /// <summary>The token whose interval of the cumulative weights contains the point.</summary>
    private static int TokenAt(ReadOnlySpan<float> weights, double point)
    {
        var sum = 0.0;
        var last = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] == 0)
                continue;
            last = i;
            sum += weights[i];
            if (point < sum)
                return i;
        }

        // Rounding may put the point at the end of the last interval.
        return last;
    }
}
