using RnnDsl.Generator.Lowering.Streams;

namespace RnnDsl.Generator.Emit.Streaming;

/// <summary>How rows of a stream are written.</summary>
/// <param name="members">The members of the stream.</param>
internal sealed class StreamingPlaces(StreamingClass members)
{
    /// <summary>The row of a step; of a state the one after it.</summary>
    public static string IndexOf(StreamRows rows, string step) => rows.Extent switch
    {
        StreamExtent.State or StreamExtent.Positions => step == "0" ? "1" : $"{step} + 1",
        StreamExtent.Step => "0",
        _ => step,
    };

    /// <summary>A number of steps.</summary>
    public static string CodeOf(StreamCount count) => count.IsOne ? "1" : count.Name;

    /// <summary>Columns by value.</summary>
    public string Value(StreamPlace place, string step) => place switch
    {
        RowsPlace rows => $"{members[rows.Rows]}.Row({IndexOf(rows, step)}{ColumnOf(place)})",
        SummaryPlace => $"_memory.Summary.Row(0{ColumnOf(place)})",
        _ => throw new InvalidOperationException($"A {place.GetType().Name} has no code."),
    };

    /// <summary>Columns by reference.</summary>
    public string Reference(StreamPlace place, string step) => "ref " + Value(place, step);

    /// <summary>Rows from that of a step on.</summary>
    public string From(RowsPlace place, string step) => place is { Row: FirstRow, Column: var column } && column == 0 ? members[place.Rows] : $"{members[place.Rows]}.At({IndexOf(place, step)}{ColumnOf(place)})";

    /// <summary>The rows of a state before and after a step, by reference.</summary>
    public string State(StreamRows rows, string step) => $"ref {members[rows]}.Row({step}), ref {members[rows]}.Row({IndexOf(rows, step)})";

    private static string IndexOf(RowsPlace place, string step) => place.Row switch
    {
        RowOfStep => IndexOf(place.Rows, step),
        RowBeforeStep => step,
        FirstRow => "0",
        RowFromTheEnd end => $"{CodeOf(end.Steps)} - {step}",
        LastRow last => place.Rows.Extent == StreamExtent.State ? CodeOf(last.Steps) : $"{CodeOf(last.Steps)} - 1",
        var row => throw new InvalidOperationException($"A {row.GetType().Name} has no code."),
    };

    private static string ColumnOf(StreamPlace place) => place.Column == 0 ? "" : ", " + StreamingClass.Size(place.Column);
}
