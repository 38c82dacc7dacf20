using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Schedule;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>
/// The tensors of a forward pass as its schedule allocates them. What has not been written is NaN, and a value that exists during its step only is gone after it, so that a
/// read too early or too late shows in the results.
/// </summary>
internal sealed class LoopMemory
{
    private readonly LoopInputs _inputs;
    private readonly Sizes _sizes;
    private readonly Dictionary<LoopBuffer, Rows[]> _buffers = [];
    private readonly Dictionary<CellState, Rows[]> _states = [];
    private readonly Dictionary<CellNode, Rows> _temporaries = [];

    public LoopMemory(CellGraph cell, ForwardSchedule schedule, LoopInputs inputs, Sizes sizes)
    {
        (_inputs, _sizes) = (inputs, sizes);
        foreach (var buffer in schedule.Buffers)
        {
            _buffers.Add(buffer, [.. Enumerable.Range(0, Sizes.Steps).Select(_ => Empty(buffer.Width))]);
        }

        foreach (var projected in cell.Sequences.OfType<ProjectedNode>())
        {
            _buffers.Add(((RegionPlace)schedule[projected]).Region.Buffer, [.. inputs.Tensors.Sequences[projected].Select(static step => step.Copy())]);
        }

        foreach (var state in cell.States)
        {
            _states.Add(state, [inputs.Tensors.States[state].Copy(), .. Enumerable.Range(0, Sizes.Steps).Select(_ => Empty(state.Extent))]);
        }
    }

    /// <summary>A state before the first step and after every step.</summary>
    public IReadOnlyList<Rows> this[CellState state] => _states[state];

    public Rows Read(Place place, int t) => place switch
    {
        InputPlace input => _inputs[input.Node, t],
        WeightPlace weight => _inputs[weight.Node, t],
        StatePlace state => _states[state.State][state.IsNext ? t + 1 : t],
        RegionPlace { Region: var region } => Read(region, t),
        ColumnsPlace columns => Read(columns.Of, t).Columns(_sizes.Of(columns.First), _sizes.Of(columns.Extent)),
        TemporaryPlace { Node: var node } => _temporaries.TryGetValue(node, out var value) ? value : throw new InvalidOperationException($"'{node.Name}' does not exist."),
        _ => throw new InvalidOperationException($"A {place.GetType().Name} is not interpreted."),
    };

    public Rows Read(LoopRegion region, int t) =>
        region.Width is { } width ? _buffers[region.Buffer][t].Columns(_sizes.Of(region.First), _sizes.Of(width)) : _buffers[region.Buffer][t].Copy();

    public void Write(CellNode node, Place place, int t, Rows value)
    {
        switch (place)
        {
            case TemporaryPlace:
                _temporaries[node] = value;
                break;

            case StatePlace { IsNext: true } state:
                Write(_states[state.State][t + 1], CellExtent.Zero, null, value);
                break;

            case RegionPlace { Region: var region }:
                Write(region, t, value);
                break;

            default:
                throw new InvalidOperationException($"'{node.Name}' is written into a {place.GetType().Name}.");
        }
    }

    public void Write(LoopRegion region, int t, Rows value) => Write(_buffers[region.Buffer][t], region.First, region.Width, value);

    /// <summary>Ends a step: what is not saved is lost.</summary>
    public void EndStep() => _temporaries.Clear();

    private Rows Empty(CellExtent width) => Rows.Constant(double.NaN, Sizes.Batch, _sizes.Of(width));

    private void Write(Rows target, CellExtent first, CellExtent? width, Rows value)
    {
        var expected = width is null ? target.Width : _sizes.Of(width);
        if (value.Width != expected)
        {
            throw new InvalidOperationException($"{value} is written into {expected} columns.");
        }

        target.SetColumns(_sizes.Of(first), value);
    }
}
