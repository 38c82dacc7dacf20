using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Lowering.Schedule;

/// <summary>Where a value of a time step lies while the loop runs.</summary>
internal abstract record Place;

/// <summary>An input of the loop, given for every step, which nothing modifies.</summary>
internal sealed record InputPlace(LeafNode Node) : Place;

/// <summary>A vector of weights, the same at every step.</summary>
internal sealed record WeightPlace(VectorNode Node) : Place;

/// <summary>A state before the step or after it; the states of all steps are saved.</summary>
internal sealed record StatePlace(CellState State, bool IsNext) : Place;

/// <summary>A region of a tensor over all steps.</summary>
/// <param name="Region">The region.</param>
internal sealed record RegionPlace(LoopRegion Region) : Place
{
    /// <summary>Whether the value overwrites an operand, which nothing reads afterwards.</summary>
    public bool Overwrites { get; init; }
}

/// <summary>Columns of a value that exists during the step only.</summary>
internal sealed record ColumnsPlace(Place Of, CellExtent First, CellExtent Extent) : Place;

/// <summary>A tensor that exists during the step only.</summary>
internal sealed record TemporaryPlace(CellNode Node) : Place;

/// <summary>A tensor over all steps: [time, batch, width]. Buffers are compared by reference.</summary>
/// <param name="of">The value that it is allocated for.</param>
internal sealed class LoopBuffer(CellNode of)
{
    public CellNode Of => of;

    public CellExtent Width => of.Extent;

    /// <summary>Whether it is the input projection, which the loop is given and may overwrite.</summary>
    public bool IsInput => of is ProjectedNode;
}

/// <summary>Columns of a tensor over all steps.</summary>
/// <param name="Of">The values that lie there; several for neighbours that one operation computes.</param>
/// <param name="Buffer">The tensor.</param>
/// <param name="First">The number of columns before them.</param>
/// <param name="Width">The number of columns; null for all.</param>
internal sealed record LoopRegion(IReadOnlyList<CellNode> Of, LoopBuffer Buffer, CellExtent First, CellExtent? Width)
{
    public bool IsSameAs(LoopRegion other) => (Buffer, First, Width) == (other.Buffer, other.First, other.Width);
}

/// <summary>Neighbouring gates with the same function, which one operation computes.</summary>
/// <param name="Gates">The gates, in the order of their columns.</param>
/// <param name="Region">Where they lie.</param>
internal sealed record GateGroup(IReadOnlyList<FunctionNode> Gates, LoopRegion Region);
