using RnnDsl.Examples.Shakespeare;

namespace RnnDsl.Playground.Text;

/// <summary>A stream of a character model, independent of its architecture.</summary>
internal sealed class TextStream
{
    public delegate void StepOfToken(int token, Span<float> scores);

    public delegate void BlockOfTokens(ReadOnlySpan<int> tokens, Span<float> scores);

    private readonly Func<TextStream> _start;

    private TextStream(StepOfToken step, BlockOfTokens process, int outputSize, Func<TextStream> start) => (Step, Process, OutputSize, _start) = (step, process, outputSize, start);

    /// <summary>Computes the scores of the next token, one step.</summary>
    public StepOfToken Step { get; }

    /// <summary>Computes several steps.</summary>
    public BlockOfTokens Process { get; }

    /// <summary>The number of scores.</summary>
    public int OutputSize { get; }

    /// <summary>Another stream on the same weights, in the initial state.</summary>
    public TextStream NewStream() => _start();

    public static TextStream Of(CharLstm.Streaming stream) => new(stream.Step, stream.Process, stream.OutputSize, () => Of(stream.NewStream()));

    public static TextStream Of(RegularisedCharLstm.Streaming stream) => new(stream.Step, stream.Process, stream.OutputSize, () => Of(stream.NewStream()));

    public static TextStream Of(SmallCharGru.Streaming stream) => new(stream.Step, stream.Process, stream.OutputSize, () => Of(stream.NewStream()));
}
