using System.Buffers;
using System.Globalization;
using System.Numerics.Tensors;

namespace RnnDsl;

/// <summary>Chooses the next token from the scores of a network.</summary>
public static class Sampler
{
    /// <summary>Draws one token. Allocates nothing: its buffers come from the shared pool.</summary>
    /// <param name="logits">[vocabulary], unnormalised log-probabilities. A score of −∞ rules its token out.</param>
    /// <param name="options">Temperature, top-k, top-p and suppressed tokens.</param>
    /// <param name="random">Where the chance comes from; greedy choice draws nothing from it.</param>
    /// <returns>The token: an index into <paramref name="logits"/>.</returns>
    /// <exception cref="ArgumentException">There are no scores, one is NaN or +∞, every token is ruled out, or one is excluded that has no score.</exception>
    public static int Sample(ReadOnlySpan<float> logits, SamplingOptions options, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        var buffer = ArrayPool<float>.Shared.Rent(logits.Length);
        try
        {
            var weights = buffer.AsSpan(0, logits.Length);
            var allowed = Allowed(logits, options, weights);
            var largest = LargestOf(allowed);
            if (options.Temperature == 0)
                return allowed.IndexOf(largest);

            var total = Weigh(allowed, largest, options, weights);
            return Draw(weights, random.NextDouble() * total);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }
    }

    /// <summary>The distribution that <see cref="Sample"/> draws from.</summary>
    /// <param name="logits">[vocabulary], unnormalised log-probabilities. A score of −∞ rules its token out.</param>
    /// <param name="options">Temperature, top-k, top-p and suppressed tokens.</param>
    /// <param name="probabilities">[vocabulary], takes the probabilities; they add up to 1.</param>
    /// <exception cref="ArgumentException">There are no scores, one is NaN or +∞, every token is ruled out, one is excluded that has no score, or the lengths differ.</exception>
    public static void Probabilities(ReadOnlySpan<float> logits, SamplingOptions options, Span<float> probabilities)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (probabilities.Length != logits.Length)
            throw new ArgumentException($"There are {logits.Length} scores and room for {probabilities.Length} probabilities.", nameof(probabilities));

        var allowed = Allowed(logits, options, probabilities);
        var largest = LargestOf(allowed);
        if (options.Temperature == 0)
        {
            var likeliest = allowed.IndexOf(largest);
            probabilities.Clear();
            probabilities[likeliest] = 1;
        }
        else
        {
            var total = Weigh(allowed, largest, options, probabilities);
            TensorPrimitives.Divide(probabilities, (float)total, probabilities);
        }
    }

    /// <summary>The scores, those of excluded tokens −∞: as they are where none is excluded, else a copy.</summary>
    private static ReadOnlySpan<float> Allowed(ReadOnlySpan<float> logits, SamplingOptions options, Span<float> copy)
    {
        var excluded = options.Excluded;
        if (excluded.Count == 0)
            return logits;

        logits.CopyTo(copy);
        for (var i = 0; i < excluded.Count; i++)
        {
            if (excluded[i] >= logits.Length)
                throw new ArgumentException($"Token {excluded[i]} is excluded, and there are scores of {logits.Length} tokens, numbered from 0.", nameof(options));
            copy[(int)excluded[i]] = float.NegativeInfinity;
        }
        return copy;
    }

    private static float LargestOf(ReadOnlySpan<float> logits)
    {
        if (logits.IsEmpty)
            throw new ArgumentException("There is nothing to choose from: the scores are empty.", nameof(logits));

        // The maximum is NaN as soon as one score is.
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
            throw new ArgumentException($"All {logits.Length} tokens are ruled out: every score is -Infinity, or its token excluded.", nameof(logits));
        return largest;
    }

    /// <summary>Probabilities up to a common factor: the most likely token weighs 1, so nothing overflows. Returns their sum.</summary>
    private static double Weigh(ReadOnlySpan<float> logits, float largest, SamplingOptions options, Span<float> weights)
    {
        TensorPrimitives.Subtract(logits, largest, weights);
        if (options.Temperature != 1)
        {
            // In double, since a temperature below the smallest float would divide 0 by 0.
            foreach (ref var weight in weights)
                weight = (float)(weight / options.Temperature);
        }

        TensorPrimitives.Exp(weights, weights);
        if (options.TopK < logits.Length || options.TopP < 1)
            KeepMostProbable(weights, options.TopK ?? logits.Length, options.TopP ?? 1);
        return Sum(weights);
    }

    /// <summary>Sets the weights of all but the likeliest tokens to 0.</summary>
    private static void KeepMostProbable(Span<float> weights, int topK, double topP)
    {
        var buffer = ArrayPool<ulong>.Shared.Rent(weights.Length);
        try
        {
            // The bits of a float that is not negative grow with its value. Inverted above the index, they sort as plain
            // integers into what is wanted: the heaviest first, and of equals the one that comes first.
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

    /// <summary>The token in whose stretch of the summed weights the point lies.</summary>
    private static int Draw(ReadOnlySpan<float> weights, double point)
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

        // Rounding may put the point on the very end of the last stretch.
        return last;
    }
}
