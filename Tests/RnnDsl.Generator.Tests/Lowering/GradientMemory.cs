using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Schedule;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>The gradients of a backward pass as its schedule allocates them. As in <see cref="LoopMemory"/>, a read too early or too late shows in the results.</summary>
internal sealed class GradientMemory
{
    private readonly Sizes _sizes;
    private readonly Dictionary<GradientBuffer, Rows[]> _buffers = [];
    private readonly Dictionary<GradientValue, Rows> _step = [];

    public GradientMemory(CellGraph cell, BackwardSchedule schedule, Sizes sizes)
    {
        _sizes = sizes;
        foreach (var buffer in schedule.Buffers)
        {
            _buffers.Add(buffer, [.. Enumerable.Range(0, Sizes.Steps).Select(_ => Rows.Constant(double.NaN, Sizes.Batch, sizes.Of(buffer.Width)))]);
        }

        States = cell.States.ToDictionary(state => state, state => new Rows(Sizes.Batch, sizes.Of(state.Extent)));
    }

    /// <summary>The gradients of the states, carried from step to step.</summary>
    public Dictionary<CellState, Rows> States { get; }

    public Rows Read(GradientValue value, int t) => value switch
    {
        StateGradient state => States[state.State],
        SavedGradient saved => Read(saved.Region, t),
        _ when _step.TryGetValue(value, out var found) => found,
        _ => throw new InvalidOperationException($"{value} does not exist."),
    };

    public Rows Read(GradientRegion region, int t) =>
        region.Width is { } width ? _buffers[region.Buffer][t].Columns(_sizes.Of(region.First), _sizes.Of(width)) : _buffers[region.Buffer][t].Copy();

    /// <summary>Writes a gradient. The columns of a step are written once: a target may put factors there beforehand.</summary>
    public void Save(GradientRegion region, int t, Rows gradient)
    {
        var before = Read(region, t);
        if (before.Width != gradient.Width || !Array.TrueForAll(before.Values, double.IsNaN))
        {
            throw new InvalidOperationException($"{gradient} is written into {before.Width} columns of the gradient of '{region.Of.Name}', which must be free.");
        }

        Set(region, t, gradient);
    }

    public void Add(GradientRegion region, int t, Rows gradient) => Set(region, t, Read(region, t) + gradient);

    /// <summary>A gradient that exists during the step only.</summary>
    public void Write(GradientValue value, Rows gradient) => _step[value] = gradient;

    /// <summary>Ends a step: what is not saved is lost.</summary>
    public void EndStep() => _step.Clear();

    private void Set(GradientRegion region, int t, Rows gradient) => _buffers[region.Buffer][t].SetColumns(_sizes.Of(region.First), gradient);
}
