using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnDsl.Streaming;

/// <summary>
/// A stream of an encoder-decoder: <c>Encode</c> reads a whole source, and each step of the decoder computes one output. Emitted classes derive from it: <c>Translator.Streaming</c>. It needs
/// no native library.
/// </summary>
/// <remarks>A stream is used by one thread at a time, with one source at a time. Streams of one set of weights are independent of each other.</remarks>
public abstract class StreamingEncoderDecoder : StreamingModel
{
    /// <summary>The parts of a state beside those of the decoder: the initial states, the source's length, the values, the summary vector and the tokens.</summary>
    private const int FixedParts = 4;

    private readonly StreamMemory _memory;
    private float[][] _initial = [];

    /// <param name="model">The name of the model.</param>
    /// <param name="memory">What the decoder reads of a source.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected StreamingEncoderDecoder(string model, StreamMemory memory)
        : base(model)
    {
        ArgumentNullException.ThrowIfNull(memory);
        _memory = memory;
    }

    /// <summary>One step of a decoder that reads tokens.</summary>
    /// <param name="token">The token.</param>
    /// <param name="output">Where the output goes.</param>
    protected delegate void TokenStep(int token, Span<float> output);

    /// <summary>The number of steps of the source; 0 before <c>Encode</c>.</summary>
    public int SourceLength { get; private set; }

    /// <summary>The attention weights of the last step: [positions]; zeros before the first, empty without attention.</summary>
    public ReadOnlySpan<float> AttentionWeights => _memory.Weights;

    /// <summary>Begins with a source: room for it, and states of zero.</summary>
    /// <param name="sourceLength">The number of steps of the source.</param>
    /// <param name="positions">The number of positions that attention reads.</param>
    /// <exception cref="ArgumentException">The decoder copies source tokens, and the encoder has more or fewer positions.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Begin(int sourceLength, int positions)
    {
        if (_memory.TokenCount > 0 && positions != sourceLength)
            throw new ArgumentException($"The decoder of {ModelName} copies a token of each position; the encoder makes {positions} positions of {sourceLength} tokens.");
        SourceLength = sourceLength;
        _memory.Begin(positions);
        Attach(positions);
        foreach (var state in States)
            state.Span(Row).Clear();
    }

    /// <summary>Keeps the states as those that <c>Reset</c> returns to: the initial ones of the source.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Encoded()
    {
        if (_initial.Length != States.Length)
            _initial = new float[States.Length][];
        for (var i = 0; i < States.Length; i++)
        {
            var state = States[i].Span(Row);
            if (_initial[i]?.Length == state.Length)
                state.CopyTo(_initial[i]);
            else
                _initial[i] = state.ToArray();
        }
    }

    /// <summary>Sets the rows of the states, some of which are as long as the source.</summary>
    /// <param name="positions">The number of positions that attention reads.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract void Attach(int positions);

    /// <summary>Computes the keys of the values.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract void Remember();

    /// <summary>Checks that there is a source.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void CheckEncoded()
    {
        if (SourceLength == 0)
            ThrowNoSource();
    }

    /// <summary>The number of steps of a source.</summary>
    /// <param name="length">The number of tokens, or of all features together.</param>
    /// <param name="width">The number of features of a step; 1 for tokens.</param>
    /// <exception cref="ArgumentException">There are none, or they are no whole number of steps.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected int SourceSteps(int length, int width)
    {
        var steps = Math.DivRem(length, width, out var rest);
        if (rest != 0)
            throw new ArgumentException($"The encoder of {ModelName} reads {width} features at each step; {length} numbers are no whole number of steps.");
        return steps > 0 ? steps : throw new ArgumentException($"The source is empty; the encoder of {ModelName} reads at least one step.");
    }

    /// <summary>Checks that windows of the encoder fit into a source.</summary>
    /// <param name="steps">The steps that a layer writes.</param>
    /// <param name="layer">The layer.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void CheckWindow(int steps, string layer)
    {
        if (steps < 1)
            throw new ArgumentException($"The source is too short: '{layer}' of {ModelName} reads more steps at once than there are.");
    }

    /// <summary>Checks the tokens of a source that can be copied, and replaces those beyond the vocabulary.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="vocabulary">The number of tokens of the vocabulary.</param>
    /// <param name="extra">The number of tokens beyond it.</param>
    /// <param name="unknown">The token that replaces those.</param>
    /// <exception cref="ArgumentOutOfRangeException">A token is none of them.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected static int[] KnownTokens(ReadOnlySpan<int> tokens, int vocabulary, int extra, int unknown)
    {
        var known = tokens.ToArray();
        for (var i = 0; i < known.Length; i++)
            known[i] = KnownToken(known[i], vocabulary, extra, unknown);
        return known;
    }

    /// <summary>The same for one token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="vocabulary">The number of tokens of the vocabulary.</param>
    /// <param name="extra">The number of tokens beyond it.</param>
    /// <param name="unknown">The token that replaces those.</param>
    /// <exception cref="ArgumentOutOfRangeException">The token is none of them.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected static int KnownToken(int token, int vocabulary, int extra, int unknown)
    {
        if ((uint)token >= (uint)(vocabulary + extra))
            throw new ArgumentOutOfRangeException(nameof(token), token, $"The vocabulary has {vocabulary} tokens and {extra} beyond them, 0 to {vocabulary + extra - 1}.");
        return token < vocabulary ? token : unknown;
    }

    /// <summary>Greedy decoding of the source: the most probable token at each step, the first of equals.</summary>
    /// <param name="step">One step of the decoder.</param>
    /// <param name="vocabulary">The number of scores.</param>
    /// <param name="options">The begin and end tokens and the length limits.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Hypothesis Greedy(TokenStep step, int vocabulary, DecodingOptions options)
    {
        CheckEncoded();
        return new StreamSearch(this, (token, output) => step(token, output), vocabulary, options).Greedy();
    }

    /// <summary>Beam search for the source: follows the most probable hypotheses and returns the best finished ones.</summary>
    /// <param name="step">One step of the decoder.</param>
    /// <param name="vocabulary">The number of scores.</param>
    /// <param name="options">The beam width, the penalties and the number of hypotheses.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected IReadOnlyList<Hypothesis> BeamSearch(TokenStep step, int vocabulary, BeamSearchOptions options)
    {
        CheckEncoded();
        return new StreamSearch(this, (token, output) => step(token, output), vocabulary, options).BeamSearch(options);
    }

    /// <summary>The numbers of the decoder's states.</summary>
    internal int StateSize
    {
        get
        {
            var size = 0;
            foreach (var state in States)
                size += state.Width;
            return size;
        }
    }

    /// <summary>Copies the decoder's states.</summary>
    internal void CopyStates(Span<float> target)
    {
        foreach (var state in States)
        {
            state.Span(Row).CopyTo(target);
            target = target[state.Width..];
        }
    }

    /// <summary>Continues with states that <see cref="CopyStates"/> copied.</summary>
    internal void RestoreStates(ReadOnlySpan<float> source)
    {
        foreach (var state in States)
        {
            source[..state.Width].CopyTo(state.Span(Row));
            source = source[state.Width..];
        }
    }

    private protected override StreamState GetState()
    {
        CheckEncoded();
        var parts = new List<float[]>();
        foreach (var state in States)
            parts.Add(state.Span(Row).ToArray());
        parts.AddRange(_initial);
        parts.Add([BitConverter.Int32BitsToSingle(SourceLength), BitConverter.Int32BitsToSingle(_memory.Positions)]);
        var values = new float[_memory.Positions * _memory.ValueSize];
        if (values.Length > 0)
            _memory.Values.CopyTo(values, 0, _memory.Positions);
        parts.Add(values);
        parts.Add(_memory.Summary.Width == 0 ? [] : _memory.Summary.Span(0).ToArray());
        parts.Add([.. _memory.Tokens.Select(BitConverter.Int32BitsToSingle)]);
        return StreamState.Of(ModelName, parts);
    }

    private protected override void SetState(StreamState state)
    {
        var before = SourceLength == 0 ? null : GetState();
        if (TrySet(state))
            return;
        if (before is null)
            SourceLength = 0;
        else
            TrySet(before);
        throw new ArgumentException($"The state is one of {state.Model}, in {state.Widths.Count} parts of other sizes than those of {ModelName}. Take the state of a stream of the same model and sizes.");
    }

    /// <summary>Sets a state, if it is one of this model and its sizes.</summary>
    private bool TrySet(StreamState state)
    {
        var count = (state.Widths.Count - FixedParts) / 2;
        if (state.Model != ModelName || count < 0 || state.Widths.Count != (2 * count) + FixedParts || state.Widths[2 * count] != 2)
            return false;
        var lengths = state.Values(2 * count);
        var (sourceLength, positions) = (BitConverter.SingleToInt32Bits(lengths[0]), BitConverter.SingleToInt32Bits(lengths[1]));
        var values = state.Values((2 * count) + 1);
        var summary = state.Values((2 * count) + 2);
        var tokens = MemoryMarshal.Cast<float, int>(state.Values((2 * count) + 3));
        if (sourceLength < 1 || positions != (_memory.ValueSize == 0 ? 0 : values.Length / _memory.ValueSize) || values.Length != positions * _memory.ValueSize
            || summary.Length != _memory.Summary.Width || (_memory.TokenCount == 0 ? tokens.Length > 0 : tokens.Length != positions || positions != sourceLength) || (tokens.Length > 0 && tokens.ContainsAnyExceptInRange(0, _memory.TokenCount - 1)))
        {
            return false;
        }

        Begin(sourceLength, positions);
        if (States.Length != count)
            return false;
        for (var i = 0; i < count; i++)
        {
            if (state.Widths[i] != States[i].Width || state.Widths[count + i] != States[i].Width)
                return false;
        }

        for (var p = 0; p < positions; p++)
            values.Slice(p * _memory.ValueSize, _memory.ValueSize).CopyTo(_memory.Values.Span(p));
        if (summary.Length > 0)
            summary.CopyTo(_memory.Summary.Span(0));
        if (tokens.Length > 0)
            _memory.KeepTokens(tokens);
        Remember();
        for (var i = 0; i < count; i++)
            state.Values(count + i).CopyTo(States[i].Span(Row));
        Encoded();
        for (var i = 0; i < count; i++)
            state.Values(i).CopyTo(States[i].Span(Row));
        return true;
    }

    private protected override void ToInitialState()
    {
        for (var i = 0; i < _initial.Length; i++)
            _initial[i].CopyTo(States[i].Span(Row));
        _memory.ClearWeights();
    }

    private void ThrowNoSource() => throw new InvalidOperationException($"{ModelName} has read no source yet: call Encode first.");
}
