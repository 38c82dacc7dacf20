using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <summary>The maximum number of steps of each source.</summary>
internal static class StepLimits
{
    /// <exception cref="ArgumentException">There are no sources, or the options do not fit them.</exception>
    public static long[] Of<TState>(DecodingStart<TState> start, DecodingOptions options)
        where TState : IHypotheses<TState>
    {
        var sources = start.Tokens.NumberOfElements;
        if (start.Tokens.dim() != 1 || sources == 0)
        {
            throw new ArgumentException(
                $"There is nothing to decode: the first tokens are [{string.Join(", ", start.Tokens.shape)}]; they must be [sources], at least one.",
                nameof(start));
        }

        // The padding mask of a single source would be broadcast over all sources.
        if (start.Padding is { } padding && (padding.dim() != 2 || padding.size(0) != sources))
        {
            throw new ArgumentException(
                $"There are {sources} sources, and the padding is [{string.Join(", ", padding.shape)}]; it must be [{sources}, positions].", nameof(start));
        }

        var limits = new long[sources];
        if (options.MaximumLength.IsRelative)
        {
            if (start.SourceLengths is not { } lengths)
            {
                throw new ArgumentException(
                    "The maximum length is relative to the source, and the lengths of the sources are unknown. Use a fixed one.", nameof(options));
            }

            if (lengths.NumberOfElements != sources)
                throw new ArgumentException($"There are {sources} sources and {lengths.NumberOfElements} lengths of sources.", nameof(start));
            var numbers = HostValues.Read(lengths);
            for (var source = 0; source < sources; source++)
                limits[source] = options.MaximumLength.Of((long)numbers[source]);
        }
        else
        {
            Array.Fill(limits, options.MaximumLength.Of(0));
            if (options.MinimumLength > limits[0])
            {
                throw new ArgumentException(
                    $"The minimum length is {options.MinimumLength} and the maximum length {limits[0]}: the minimum must not be greater.", nameof(options));
            }
        }

        return limits;
    }
}
