using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Streams;

internal partial interface IStreamStepVisitor<out T>
{
    T Visit(CountWindows step);

    T Visit(GatherWindows step);

    T Visit(ContinueWindow step);

    T Visit(AverageWindows step);

    T Visit(RunningMaximum step);

    T Visit(RunningMean step);

    T Visit(RunningAttention step);

    T Visit(MeanOfRows step);
}

/// <summary>The number of windows over a whole sequence.</summary>
/// <param name="Layer">The layer, which refuses a sequence that is too short.</param>
/// <param name="Window">The window.</param>
/// <param name="Before">The number of steps.</param>
/// <param name="After">The number of windows.</param>
internal sealed record CountWindows(string Layer, Window Window, StreamCount Before, StreamCount After) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>Copies the steps of each window of a whole sequence into a row.</summary>
internal sealed record GatherWindows(Window Window, RowsPlace Source, StreamCount Before, StreamRows Target, StreamCount After) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>Copies the window that ends at each step into a row. It keeps the inputs of earlier steps.</summary>
/// <param name="Window">The window.</param>
/// <param name="Past">The state with the inputs of earlier steps.</param>
internal sealed record ContinueWindow(Window Window, StreamRows Past, RowsPlace Source, StreamRows Target, StreamCount Count) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The mean of each window of a whole sequence.</summary>
internal sealed record AverageWindows(Window Window, RowsPlace Source, StreamRows Target, StreamCount After) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The maximum of each column over the steps so far.</summary>
/// <param name="Steps">The state with the number of steps.</param>
/// <param name="Maximum">The state with the maximum.</param>
internal sealed record RunningMaximum(StreamRows Steps, StreamRows Maximum, RowsPlace Source, StreamCount Count) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The mean of each column over the steps so far.</summary>
/// <param name="Steps">The state with the number of steps.</param>
/// <param name="Sum">The state with the sum.</param>
/// <param name="Lost">The state with what roundings added to the sum.</param>
internal sealed record RunningMean(StreamRows Steps, StreamRows Sum, StreamRows Lost, RowsPlace Source, StreamRows Target, StreamCount Count) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The mean over the steps so far with the weights of attention pooling.</summary>
/// <param name="Scale">The state with the largest score, the sum of the weights and the number of steps.</param>
/// <param name="Sum">The state with the weighted sum.</param>
/// <param name="Scores">The attention score of each step.</param>
internal sealed record RunningAttention(StreamRows Scale, StreamRows Sum, StreamRows Scores, RowsPlace Source, StreamRows Target, StreamCount Count) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The mean of all rows.</summary>
internal sealed record MeanOfRows(RowsPlace Source, StreamCount Rows, RowsPlace Target) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}
