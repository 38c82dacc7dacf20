using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Schedule;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>How a loop writes the values of its step, and which of them its code has mentioned so far: only those are declared.</summary>
internal sealed class LoopNames
{
    private readonly HashSet<string> _arrays = new(StringComparer.Ordinal);
    private readonly HashSet<LoopRegion> _wholes = [];

    /// <summary>Whether the code reads the steps of an array.</summary>
    public bool Reads(string array) => _arrays.Contains(array);

    /// <summary>Whether the code reads a region over all steps.</summary>
    public bool ReadsWhole(LoopRegion region) => _wholes.Contains(region);

    /// <summary>A value at step t: [batch, width].</summary>
    public string Step(Place place) => place switch
    {
        RegionPlace { Region: var region } => Step(region),
        StatePlace { IsNext: true } next => Array(next.State.Name) + "[t + 1]",
        StatePlace previous => Array(previous.State.Name) + "[t]",
        InputPlace input => Array(AtSteps(input.Node)) + "[t]",
        WeightPlace weight => weight.Node.Name,
        TemporaryPlace temporary => temporary.Node.Name,
        ColumnsPlace columns => $"{Step(columns.Of)}.narrow(1, {columns.First}, {columns.Extent})",
        _ => throw new InvalidOperationException($"A {place.GetType().Name} has no code."),
    };

    /// <summary>A region at step t.</summary>
    public string Step(LoopRegion region) => Array(region.Of[0] is ProjectedNode projected ? AtSteps(projected) : ArrayOf(region)) + "[t]";

    /// <summary>A value over all steps: [time, batch, width].</summary>
    public string Whole(Place place)
    {
        switch (place)
        {
            case RegionPlace { Region: { Width: null } region }:
                return NameOf(region.Buffer);

            case RegionPlace { Region: var region }:
                _wholes.Add(region);
                return All(ArrayOf(region));

            case StatePlace state:
                return $"{All(state.State.Name)}.narrow(0, {(state.IsNext ? "1" : "0")}, steps)";

            case InputPlace input:
                return input.Node.Name;

            case WeightPlace weight:
                return weight.Node.Name;

            default:
                throw new InvalidOperationException($"A {place.GetType().Name} does not outlive its step.");
        }
    }

    /// <summary>The array of a region's steps. Neighbours are named together: iAndF.</summary>
    public static string ArrayOf(LoopRegion region) =>
        string.Join(LoopScope.Names.Conjunction, region.Of.Select((value, i) => i == 0 ? value.Name : Identifiers.ToPascalCase(value.Name)));

    /// <summary>The array of an input's steps.</summary>
    public static string AtSteps(LeafNode input) => input.Name + "At";

    public static string NameOf(LoopBuffer buffer) => buffer.IsInput ? buffer.Of.Name : All(buffer.Of.Name);

    /// <summary>The tensor over all steps of an array.</summary>
    public static string All(string array) => "all" + Identifiers.ToPascalCase(array);

    /// <summary>Columns of a tensor over all steps.</summary>
    public static string Columns(string buffer, CellExtent first, CellExtent? width) => width is null ? buffer : $"{buffer}.narrow(2, {first}, {width})";

    private string Array(string name)
    {
        _arrays.Add(name);
        return name;
    }
}
