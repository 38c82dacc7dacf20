using RnnDsl.Generator.Equations.Options;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Lowering.Equations;

/// <summary>The options of a layer that are rewrites of the equations of its cell.</summary>
internal static class CellOptions
{
    /// <summary>The size of the output of a cell with a projection.</summary>
    public const string ProjectedSize = "state";

    /// <summary>The equations of a user-defined cell with the options of its layer.</summary>
    public static TypedCell Apply(RecurrenceOperation layer) => Apply(layer, layer.UserCell!.Typed);

    /// <summary>The equations of a cell with the options of its layer.</summary>
    public static TypedCell Apply(RecurrenceOperation layer, TypedCell cell)
    {
        var options = layer.Options;
        cell = options.RecurrentDropout > 0 ? RecurrentDropout.Apply(cell) : cell;
        cell = layer.Projection is not null ? Projection.Apply(cell, ProjectedSize) : cell;
        return options.Zoneout > 0 ? Zoneout.Apply(cell, state => HasZoneout(layer, state)) : cell;
    }

    /// <summary>The equations of a cell with the options of its layer in evaluation mode: dropout does nothing, and zoneout has its probability in place of a mask.</summary>
    public static TypedCell ApplyForInference(RecurrenceOperation layer, TypedCell cell)
    {
        cell = layer.Projection is not null ? Projection.Apply(cell, ProjectedSize) : cell;
        return layer.Options.Zoneout > 0 ? Zoneout.Apply(cell, state => HasZoneout(layer, state), layer.Options.Zoneout) : cell;
    }

    private static bool HasZoneout(RecurrenceOperation layer, CellStateSymbol state) => layer.UserCell is not { } userCell || !layer.Options.WithoutZoneout.Contains(userCell.StateNames[state]);
}
