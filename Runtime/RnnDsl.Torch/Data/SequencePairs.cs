using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Pairs of sentences as tokens, kept on the host, and batches of them on a device.</summary>
public sealed class SequencePairs
{
    private readonly long[][] _sources;
    private readonly long[][] _targets;
    private readonly Device _device;

    /// <summary>Pairs of tokens, neither with a beginning or an end.</summary>
    /// <param name="pairs">The tokens of each source and of its target.</param>
    /// <param name="sourceEnd">Whether sources end with <see cref="SpecialTokens.End"/>, which also leaves none empty.</param>
    /// <param name="device">Where batches are made; <c>null</c> is the CPU.</param>
    public SequencePairs(IEnumerable<(long[] Source, long[] Target)> pairs, bool sourceEnd = true, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        (long[] Source, long[] Target)[] all = [.. pairs];
        _sources = Array.ConvertAll(all, pair => sourceEnd ? [.. pair.Source, SpecialTokens.End] : pair.Source);
        _targets = Array.ConvertAll(all, static pair => pair.Target);
        _device = device ?? CPU;
        Lengths = [.. _sources.Zip(_targets, static (source, target) => (source.Length, target.Length + 1))];
    }

    /// <summary>The number of pairs.</summary>
    public int Count => _sources.Length;

    /// <summary>How many tokens of a batch each pair takes: of its source with its end, and of its target with one more. For <see cref="LengthBuckets"/>.</summary>
    public IReadOnlyList<(int Source, int Target)> Lengths { get; }

    /// <summary>The pairs of the given numbers, in this order.</summary>
    /// <returns>The tensors belong to the enclosing dispose scope.</returns>
    /// <exception cref="ArgumentException">There is no number.</exception>
    public SequencePairBatch Batch(ReadOnlySpan<long> numbers)
    {
        if (numbers.IsEmpty)
            throw new ArgumentException("A batch needs at least one pair.", nameof(numbers));

        var (sourceTime, targetTime) = (0, 0);
        foreach (var number in numbers)
            (sourceTime, targetTime) = (Math.Max(sourceTime, Lengths[(int)number].Source), Math.Max(targetTime, Lengths[(int)number].Target));

        // New arrays are zeros, and zero is the padding.
        var (sources, sourceLengths) = (new long[numbers.Length * sourceTime], new long[numbers.Length]);
        var (inputs, targets, targetLengths) = (new long[numbers.Length * targetTime], new long[numbers.Length * targetTime], new long[numbers.Length]);
        for (var row = 0; row < numbers.Length; row++)
        {
            var (source, target) = (_sources[numbers[row]], _targets[numbers[row]]);
            source.CopyTo(sources, row * sourceTime);
            sourceLengths[row] = source.Length;
            inputs[row * targetTime] = SpecialTokens.Begin;
            target.CopyTo(inputs, (row * targetTime) + 1);
            target.CopyTo(targets, row * targetTime);
            targets[(row * targetTime) + target.Length] = SpecialTokens.End;
            targetLengths[row] = target.Length + 1;
        }

        return new SequencePairBatch(
            tensor(sources, [numbers.Length, sourceTime], device: _device),
            tensor(sourceLengths, device: _device),
            tensor(inputs, [numbers.Length, targetTime], device: _device),
            tensor(targets, [numbers.Length, targetTime], device: _device),
            tensor(targetLengths, device: _device));
    }
}
