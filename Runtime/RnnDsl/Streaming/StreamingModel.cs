using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace RnnDsl.Streaming;

/// <summary>
/// A stream: a model that runs one time step at a time, with its states. Emitted classes derive from it: <c>CharLstm.Streaming</c>. It needs no native library.
/// </summary>
/// <remarks>A stream is used by one thread at a time. Streams of one set of weights are independent of each other.</remarks>
public abstract class StreamingModel
{
    /// <summary>The most steps of a block: <c>Process</c> takes longer ones in several.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected const int LargestBlock = 32;

    /// <summary>The rows of a stream that has computed no block yet.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected const int SmallestBlock = 4;

    private readonly string _model;
    private StreamRows[] _states = [];

    /// <param name="model">The name of the model.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected StreamingModel(string model) => _model = model;

    /// <summary>The state after the last step: a copy. To set it continues from there.</summary>
    /// <exception cref="ArgumentException">The state is one of another model, or has other sizes.</exception>
    public StreamState State
    {
        get => GetState();
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            SetState(value);
        }
    }

    /// <summary>Returns to the initial state: zeros; of an encoder-decoder that after <c>Encode</c>.</summary>
    public void Reset() => ToInitialState();

    private protected string ModelName => _model;

    /// <summary>The states before the next step.</summary>
    private protected ReadOnlySpan<StreamRows> States => _states;

    private protected virtual StreamState GetState() => StreamState.Of(_model, _states, Row);

    private protected virtual void SetState(StreamState state) => state.CopyTo(_model, _states, Row);

    private protected virtual void ToInitialState()
    {
        foreach (var state in _states)
            state.Span(Row).Clear();
    }

    /// <summary>The row of the states before the next step.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected int Row
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get;
        private set;
    }

    /// <summary>The rows of the states, layer by layer. The next step reads the first.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void SetStates(params StreamRows[] states) => (_states, Row) = (states, 0);

    /// <summary>Continues behind some steps: the state after the last one is that before the next.</summary>
    /// <param name="steps">The number of steps.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void Advance(int steps)
    {
        Row += steps;

        // Rows take their turn, so that most steps copy no state; few of them, so that they stay in the first cache.
        if (Row >= SmallestBlock)
            ReturnToFirst();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReturnToFirst()
    {
        foreach (var state in _states)
            state.Span(Row).CopyTo(state.Span(0));
        Row = 0;
    }

    /// <summary>The number of steps of a block of inputs.</summary>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="width">The number of features of a step; 1 for tokens.</param>
    /// <param name="output">The number of places for outputs.</param>
    /// <param name="outputWidth">The number of features of an output.</param>
    /// <exception cref="ArgumentException">The inputs are no whole number of steps, or there are not as many places for outputs as steps.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected int StepsOf(int inputs, int width, int output, int outputWidth)
    {
        var steps = Math.DivRem(inputs, width, out var rest);
        if (rest != 0)
            throw new ArgumentException($"{_model} reads {width} features at each step; {inputs} numbers are no whole number of steps.");
        if (output != (long)steps * outputWidth)
            throw new ArgumentException($"{_model} writes {outputWidth} features at each step, {(long)steps * outputWidth} for {steps} {(steps == 1 ? "step" : "steps")}; there is room for {output}.");
        return steps;
    }

    /// <summary>Checks the room for an output.</summary>
    /// <param name="length">The number of places.</param>
    /// <param name="width">The number of features of an output.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void CheckOutput(int length, int width)
    {
        if (length != width)
            Throw($"{_model} writes {width} features; there is room for {length}.");
    }

    /// <summary>Checks an input.</summary>
    /// <param name="length">The number of features.</param>
    /// <param name="width">The number that the model reads.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void CheckInput(int length, int width)
    {
        if (length != width)
            Throw($"{_model} reads {width} features; {length} were given.");
    }

    private static void Throw(string message) => throw new ArgumentException(message);
}
