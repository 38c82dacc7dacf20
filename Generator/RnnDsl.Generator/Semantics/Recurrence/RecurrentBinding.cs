using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>Computes the shapes of a recurrent layer. Invalid options are removed, so that the rest can be checked.</summary>
internal static class RecurrentBinding
{
    public static RecurrentLayer Bind(RecurrentDeclaration declaration, int index, string key, Polynomial features, SizeTable sizes, TargetNames targets, DiagnosticBag diagnostics)
    {
        var hidden = sizes[declaration.HiddenSize];
        var projection = declaration.ProjectionSize is { } size ? sizes[size] : default(Polynomial?);
        var merge = declaration.Bidirectional && Enum.IsDefined(typeof(MergeKind), declaration.Merge) ? (MergeKind)declaration.Merge : MergeKind.Concat;
        if (projection is { } length && (length == hidden || sizes.Known(length) >= sizes.Known(hidden)))
        {
            diagnostics.Add(Rules.ProjectionTooLong, DiagnosticLocation.Layer(index, "ProjectionSize"), sizes.Print(length), sizes.Print(hidden));
        }

        var isAlone = declaration is { LayerNorm: true, UserCell: null } && !diagnostics.HasErrors && sizes.Known(hidden) == 1;
        if (isAlone)
        {
            diagnostics.Add(Rules.NormalisedAlone, DiagnosticLocation.Layer(index, "LayerNorm"), declaration.Attribute, "has LayerNorm = true and 1 unit, and normalises 1 feature", "0", "Give it at least 2 units, or remove LayerNorm.");
        }

        if (declaration.Residual)
        {
            CheckResidual(declaration, index, features, merge, projection ?? hidden, diagnostics);
        }

        var layer = new RecurrentLayer(key, declaration.Cell, features, hidden, projection, Math.Max(declaration.Layers, 1), declaration.Bidirectional, new RecurrentOptions
        {
            Merge = merge,
            Reverse = declaration is { Reverse: true, Bidirectional: false },
            Dropout = declaration.Dropout,
            LockedDropout = declaration.LockedDropout,
            RecurrentDropout = declaration.RecurrentDropout,
            WeightDrop = declaration.WeightDrop,
            Zoneout = declaration.Zoneout,
            LayerNorm = declaration.LayerNorm && !isAlone,
            Residual = declaration.Residual,
            Initialization = (InitializationKinds)declaration.Initialization,
            ChronoLength = declaration.ChronoLength ?? 0,
            Relu = declaration is { Cell: CellKind.Rnn, Activation: (int)ActivationFunction.Relu },
            Peepholes = declaration.Peepholes,
            ResetAfter = declaration.ResetAfter,
        });
        return declaration.UserCell is null ? layer : UserCellBinding.Bind(layer, declaration, index, sizes, targets, diagnostics);
    }

    private static void CheckResidual(RecurrentDeclaration declaration, int index, Polynomial features, MergeKind merge, Polynomial state, DiagnosticBag diagnostics)
    {
        var output = (declaration.Bidirectional && merge == MergeKind.Concat ? 2 : 1) * state;
        if (features != output)
        {
            diagnostics.Add(Rules.ResidualWidths, DiagnosticLocation.Layer(index, "Residual"), declaration.Attribute, Messages.Count(features, "feature"), output.ToString());
        }
    }
}
