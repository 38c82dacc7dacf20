using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Streams;

/// <summary>What a stream does: a statement for each of some steps, or one for all of them.</summary>
internal abstract record StreamStep
{
    public abstract T Accept<T>(IStreamStepVisitor<T> visitor);
}

/// <summary>A result for each step. The files of steps add their methods, so that a target which does not print one does not compile.</summary>
internal partial interface IStreamStepVisitor<out T>
{
    T Visit(StreamNote step);

    T Visit(ReadInput step);

    T Visit(ReadTable step);

    T Visit(MultiplyRows step);

    T Visit(RunPass step);

    T Visit(NormaliseRows step);

    T Visit(SoftmaxRows step);

    T Visit(TanhRows step);

    T Visit(MaxoutRows step);

    T Visit(CopyColumns step);

    T Visit(AddColumns step);

    T Visit(RunCell step);

    T Visit(ReverseRows step);
}

/// <summary>What the steps below it compute.</summary>
internal sealed record StreamNote(string Text) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>Reads the inputs, each into a row.</summary>
internal sealed record ReadInput(StreamRows Target, StreamCount Count) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>Reads a row of a table for each token.</summary>
internal sealed record ReadTable(StreamWeight Table, StreamRows Target, StreamCount Count) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The products of rows with a matrix, from the rows of the first step on.</summary>
/// <param name="Bias">The vector that is added; null without one.</param>
/// <param name="Count">The number of rows.</param>
internal sealed record MultiplyRows(StreamWeight Matrix, StreamWeight? Bias, RowsPlace Source, RowsPlace Target, StreamCount Count) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>A loop over the columns of each step.</summary>
internal sealed record RunPass(StreamPass Pass, StreamCount Count) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>Layer normalisation of each row.</summary>
internal sealed record NormaliseRows(StreamWeight Gain, StreamWeight Bias, RowsPlace Source, RowsPlace Target, StreamCount Count) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The softmax of each row, or its logarithm.</summary>
internal sealed record SoftmaxRows(bool IsLog, RowsPlace Source, RowsPlace Target, StreamCount Count) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The hyperbolic tangent of each row, in its place.</summary>
internal sealed record TanhRows(RowsPlace Rows, StreamCount Count) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The larger of every two columns of each row.</summary>
internal sealed record MaxoutRows(RowsPlace Source, RowsPlace Target, StreamCount Count) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>Copies columns.</summary>
/// <param name="Width">The number of columns.</param>
internal sealed record CopyColumns(StreamPlace Source, StreamPlace Target, Polynomial Width, StreamCount Count) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>Adds columns, or takes their mean.</summary>
/// <param name="Width">The number of columns.</param>
internal sealed record AddColumns(StreamPlace Left, StreamPlace Right, bool IsMean, StreamPlace Target, Polynomial Width, StreamCount Count) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>All steps of a layer of a recurrence.</summary>
internal sealed record RunCell(StreamCell Cell, StreamCount Count) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>Copies rows in the opposite order.</summary>
internal sealed record ReverseRows(RowsPlace Source, StreamRows Target, StreamCount Count) : StreamStep
{
    public override T Accept<T>(IStreamStepVisitor<T> visitor) => visitor.Visit(this);
}
