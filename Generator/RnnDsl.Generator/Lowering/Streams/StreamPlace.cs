using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Streams;

/// <summary>Columns of a row.</summary>
/// <param name="Column">The number of columns before them.</param>
internal abstract record StreamPlace(Polynomial Column);

/// <summary>Columns of a row of a stream's own.</summary>
internal sealed record RowsPlace(StreamRows Rows, StreamRow Row, Polynomial Column) : StreamPlace(Column)
{
    /// <summary>The first row.</summary>
    public static RowsPlace First(StreamRows rows) => new(rows, StreamRow.First, 0);
}

/// <summary>The summary vector of the source, in the memory of an encoder-decoder.</summary>
internal sealed record SummaryPlace(Polynomial Column) : StreamPlace(Column);

/// <summary>Which row it is.</summary>
internal abstract record StreamRow
{
    /// <summary>The row of the step; of a state the one after it.</summary>
    public static readonly StreamRow OfStep = new RowOfStep();

    /// <summary>The row of a state before the step.</summary>
    public static readonly StreamRow BeforeStep = new RowBeforeStep();

    /// <summary>The first row.</summary>
    public static readonly StreamRow First = new FirstRow();
}

/// <inheritdoc cref="StreamRow.OfStep"/>
internal sealed record RowOfStep : StreamRow;

/// <inheritdoc cref="StreamRow.BeforeStep"/>
internal sealed record RowBeforeStep : StreamRow;

/// <inheritdoc cref="StreamRow.First"/>
internal sealed record FirstRow : StreamRow;

/// <summary>The row of the step in a state that runs from the end of a sequence.</summary>
internal sealed record RowFromTheEnd(StreamCount Steps) : StreamRow;

/// <summary>The row after all steps.</summary>
internal sealed record LastRow(StreamCount Steps) : StreamRow;

/// <summary>A number of steps.</summary>
/// <param name="Name">What it is called, where nothing else is called so; empty for one step.</param>
internal sealed record StreamCount(string Name)
{
    /// <summary>The steps of the input.</summary>
    public static readonly StreamCount OfInput = new("steps");

    public static readonly StreamCount One = new("");

    public bool IsOne => Name.Length == 0;
}

/// <summary>The steps that one call computes.</summary>
internal enum StreamSpan
{
    /// <summary>Some steps of a sequence that continues.</summary>
    Block,

    /// <summary>A whole sequence.</summary>
    Sequence,

    /// <summary>One step of a decoder.</summary>
    Step,
}
