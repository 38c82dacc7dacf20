using RnnDsl.Generator.Equations.Options;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Lowering.Equations;

/// <summary>The options of a layer that change the equations of its cell.</summary>
internal static class CellOptions
{
    /// <summary>The equations of a user-defined cell with the options of its layer.</summary>
    public static TypedCell Apply(RecurrentLayer layer)
    {
        var (userCell, options) = (layer.UserCell!, layer.Options);
        var cell = options.RecurrentDropout > 0 ? RecurrentDropout.Apply(userCell.Typed) : userCell.Typed;
        return options.Zoneout > 0 ? Zoneout.Apply(cell, state => !options.WithoutZoneout.Contains(userCell.PropertyOf(state))) : cell;
    }
}
