using RnnDsl.Tests;

namespace RnnDsl.Runtime.Tests.Recurrence;

/// <summary>
/// The options of recurrent layers in few declarations. For every cell: one layer with each option alone and with all of them, and declarations that
/// have every pair of two options' values, once on libtorch's kernels and once in emitted loops.
/// </summary>
internal static class OptionGrid
{
    private const string Header =
        """
        // Written by OptionGrid: to write it anew, run OptionGridTests with RNNDSL_WRITE_MODELS=1.
        namespace RnnDsl.Runtime.Tests.Recurrence.Grid;


        """;

    /// <summary>Every combination of options that the language has.</summary>
    public static IEnumerable<OptionDeclaration> All(OptionCell cell, bool isLast) =>
        from layers in isLast ? new[] { 1, 2 } : [1, 2, 3]
        from direction in Enum.GetValues<OptionDirection>()
        from between in layers == 1 ? new[] { 0 } : [0, 1, 2]
        from flags in Enumerable.Range(0, cell == OptionCell.Lstm ? 128 : 32)
        let residual = (flags & 16) > 0
        where !(isLast && residual)
        select new OptionDeclaration(cell, layers, direction)
        {
            IsLast = isLast,
            Dropout = between == 1,
            LockedDropout = between == 2,
            RecurrentDropout = (flags & 1) > 0,
            WeightDrop = (flags & 2) > 0,
            Zoneout = (flags & 4) > 0,
            LayerNorm = (flags & 8) > 0,
            Residual = residual,
            Projection = (flags & 32) > 0,
            Peepholes = (flags & 64) > 0,
        };

    /// <summary>The file with all declarations.</summary>
    public static string Source() => Header + string.Join('\n', Enum.GetValues<OptionCell>().SelectMany(Declarations).Select(declaration => declaration.Source));

    private static IEnumerable<OptionDeclaration> Declarations(OptionCell cell)
    {
        var all = All(cell, isLast: false).ToList();
        var alone = all.Where(declaration => declaration is { Layers: 1, Direction: OptionDirection.Forward } && (declaration.OptionCount <= 1 || declaration.HasEverything));

        // Without an option two layers, and two directions, are one kernel's.
        var plain = all.Where(declaration => declaration is { OptionCount: 0 } and ({ Layers: 2, Direction: OptionDirection.Forward } or { Layers: 1, Direction: OptionDirection.Concat }));
        return [.. CoveringSet.Of(all, declaration => declaration.Pairs, [.. alone, .. plain]), .. CoveringSet.Of([.. All(cell, isLast: true)], declaration => declaration.LastItems)];
    }
}
