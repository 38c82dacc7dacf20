using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnDsl.Kernels;

namespace RnnDsl.Streaming;

/// <summary>The table of an embedding: a row of features for each token.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StreamTable
{
    // Reads of the last lane go beyond the last row.
    private const int Slack = 64;

    private readonly byte[] _memory;
    private readonly float[] _scales;
    private readonly WeightFormat _format;

    private StreamTable(int vocabulary, int width, WeightFormat format, byte[] memory, float[] scales)
    {
        (Vocabulary, Width, _format) = (vocabulary, width, format);
        (_memory, _scales) = (memory, scales);
    }

    /// <summary>The number of tokens.</summary>
    public int Vocabulary { get; }

    /// <summary>The features of a token.</summary>
    public int Width { get; }

    /// <summary>Stores a table.</summary>
    /// <param name="elements">The elements, token by token.</param>
    /// <param name="vocabulary">The number of tokens.</param>
    /// <param name="width">The features of a token.</param>
    /// <param name="format">How the elements are stored.</param>
    /// <exception cref="ArgumentException">There are not as many elements as the sizes say, or the table is larger than an array; or the format is none of <see cref="WeightFormat"/>.</exception>
    public static StreamTable Pack(ReadOnlySpan<float> elements, int vocabulary, int width, WeightFormat format)
    {
        if (!Enum.IsDefined(format))
            throw new ArgumentOutOfRangeException(nameof(format), format, "The format of weights is Float32, BFloat16 or Int8.");
        if (elements.Length != (long)vocabulary * width)
            throw new ArgumentException($"A table of {vocabulary} × {width} has {(long)vocabulary * width} elements; {elements.Length} were given.", nameof(elements));
        return Pack(elements, vocabulary, width, format, format == WeightFormat.Int8 ? StoredElements.ScalesOf(elements, vocabulary, width) : []);
    }

    /// <summary>The same with given scales of the rows; none in formats without scales.</summary>
    internal static StreamTable Pack(ReadOnlySpan<float> elements, int vocabulary, int width, WeightFormat format, float[] scales)
    {
        var bytes = (long)vocabulary * width * StoredElements.Bytes(format);
        if (bytes > Array.MaxLength - Slack)
            throw new ArgumentException($"The table of {vocabulary} × {width} takes {bytes:N0} bytes, more than an array holds.", nameof(elements));

        var memory = new byte[bytes + Slack];
        for (var token = 0; token < vocabulary; token++)
        {
            var row = elements.Slice(token * width, width);
            var scale = format == WeightFormat.Int8 ? scales[token] : 1;
            for (var i = 0; i < width; i++)
                StoredElements.Write(row[i], scale, format, ref memory[((token * width) + i) * StoredElements.Bytes(format)]);
        }

        return new StreamTable(vocabulary, width, format, memory, scales);
    }

    /// <summary>Checks a token.</summary>
    /// <param name="token">The token, from 0 to <see cref="Vocabulary"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Check(int token)
    {
        if ((uint)token >= (uint)Vocabulary)
            ThrowNoToken(token, "");
    }

    /// <summary>Checks tokens.</summary>
    /// <param name="tokens">The tokens, each from 0 to <see cref="Vocabulary"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such token.</exception>
    public void Check(ReadOnlySpan<int> tokens)
    {
        for (var t = 0; t < tokens.Length; t++)
        {
            if ((uint)tokens[t] >= (uint)Vocabulary)
                ThrowNoToken(tokens[t], $"At step {t}: ");
        }
    }

    /// <summary>Reads the features of a token, which has been checked.</summary>
    /// <typeparam name="TLane">The widest lane of this machine.</typeparam>
    /// <param name="token">The token.</param>
    /// <param name="target">Where they go.</param>
    /// <param name="step">The row there.</param>
    public void Read<TLane>(int token, StreamRows target, int step) where TLane : struct, ILane<TLane, float>
    {
        switch (_format)
        {
            case WeightFormat.Float32:
                Read<TLane, StoredFloat32>(token, 1, ref target.Row(step));
                break;
            case WeightFormat.BFloat16:
                Read<TLane, StoredBFloat16>(token, 1, ref target.Row(step));
                break;
            default:
                Read<TLane, StoredInt8>(token, _scales[token], ref target.Row(step));
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Read<TLane, TElement>(int token, float scale, ref float target)
        where TLane : struct, ILane<TLane, float>
        where TElement : struct, IStoredElement
    {
        ref var row = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_memory), (nint)token * Width * TElement.Bytes);
        var factor = TLane.Create(scale);
        for (nuint i = 0; i < (nuint)Width; i += (nuint)TLane.Count)
        {
            var values = TElement.Load<TLane>(in row, i * (nuint)TElement.Bytes);
            TLane.Store(typeof(TElement) == typeof(StoredInt8) ? values * factor : values, ref target, i);
        }
    }

    private void ThrowNoToken(int token, string where) =>
        throw new ArgumentOutOfRangeException(nameof(token), token, $"{where}The vocabulary has {Vocabulary} tokens, 0 to {Vocabulary - 1}.");
}
