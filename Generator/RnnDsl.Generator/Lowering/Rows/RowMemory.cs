using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Schedule;

namespace RnnDsl.Generator.Lowering.Rows;

/// <summary>What holds a row of numbers at each time step.</summary>
internal abstract record RowMemory;

/// <summary>An input or a mask, given for every step. The input projection may be overwritten.</summary>
internal sealed record GivenRow(LeafNode Input) : RowMemory;

/// <summary>A state before the step, or after it.</summary>
internal sealed record StateRow(CellState State, bool IsNext) : RowMemory;

/// <summary>A tensor over all steps that the forward pass saves.</summary>
internal sealed record SavedRow(LoopBuffer Buffer) : RowMemory;

/// <summary>A vector of weights: the same row at every step.</summary>
internal sealed record WeightRow(CellWeight Weight) : RowMemory;

/// <summary>A tensor over all steps that holds gradients.</summary>
internal sealed record GradientRow(GradientBuffer Buffer) : RowMemory;

/// <summary>The gradient of a state that the backward pass carries from step to step: that of its value after the step, or before it.</summary>
internal sealed record CarriedRow(CellState State, bool IsNext) : RowMemory;

/// <summary>The gradient of a state's output at the step, as autograd hands it in.</summary>
internal sealed record OutputGradientRow(CellState State) : RowMemory;

/// <summary>A row that exists during the step only.</summary>
/// <param name="Of">The value, or the value whose gradient it is.</param>
/// <param name="IsGradient">Whether it is a gradient.</param>
internal sealed record StepRow(CellNode Of, bool IsGradient) : RowMemory;

/// <summary>Columns of a row.</summary>
/// <param name="Memory">The row.</param>
/// <param name="First">The number of columns before them.</param>
internal sealed record RowLocation(RowMemory Memory, CellExtent First)
{
    public static RowLocation Of(RowMemory memory) => new(memory, CellExtent.Zero);

    /// <summary>Columns further right.</summary>
    public RowLocation From(CellExtent first) => this with { First = First + first };
}
