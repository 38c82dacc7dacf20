using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Lowering.Scans;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Lowering;

/// <summary>What notes and comments print of a recurrent layer.</summary>
internal static class RecurrenceNotes
{
    /// <summary>The note in the layer table: the layers, the options, and how they are computed.</summary>
    public static string Table(Recurrence recurrence, bool attends) => string.Join(", ", [Describe(recurrence.Operation), .. Options(recurrence.Operation), Computation(recurrence, attends) + Recognised(recurrence.Operation)]);

    /// <summary>The note on the computation of a whole sequence: "2 LSTM layers, all time steps by fused kernels."</summary>
    public static string Sequence(Recurrence recurrence) => Note(recurrence.Operation, recurrence.Kernel == Kernel.EmittedLoop ? "all time steps in an emitted loop" : "all time steps by fused kernels");

    /// <summary>The note on a single step.</summary>
    public static string Step(Recurrence recurrence) => Note(recurrence.Operation, recurrence.StepsByCellOperation ? "one step, fused cell operation" : "one step");

    /// <summary>The options that act, in words.</summary>
    public static IEnumerable<string> Options(RecurrenceOperation layer)
    {
        var options = layer.Options;
        if (options.Reverse)
        {
            yield return "from the end";
        }

        if (options.Merge != MergeKind.Concat)
        {
            yield return options.Merge == MergeKind.Sum ? "directions added" : "directions averaged";
        }

        if (options.Dropout > 0)
        {
            yield return $"dropout {Messages.Number(options.Dropout)} between them";
        }

        if (options.LockedDropout > 0)
        {
            yield return $"dropout {Messages.Number(options.LockedDropout)} between them with one mask per sequence";
        }

        if (options.Residual)
        {
            yield return "residual";
        }

        if (layer.Projection is { } projection)
        {
            yield return $"projected to {projection}";
        }

        if (options.Peepholes)
        {
            yield return "peepholes";
        }

        if (options.LayerNorm)
        {
            yield return "normalised";
        }

        if (options.RecurrentDropout > 0)
        {
            yield return $"recurrent dropout {Messages.Number(options.RecurrentDropout)}";
        }

        if (options.WeightDrop > 0)
        {
            yield return $"recurrent weights dropped {Messages.Number(options.WeightDrop)}";
        }

        if (options.Zoneout > 0)
        {
            yield return $"zoneout {Messages.Number(options.Zoneout)}";
        }
    }

    /// <summary>"2 bidirectional LSTM layers"</summary>
    public static string Describe(RecurrenceOperation layer)
    {
        var cell = layer.Cell switch
        {
            CellKind.Recurrent => layer.UserCell?.Name ?? "Recurrent",
            CellKind.Lstm => "LSTM",
            CellKind.Gru => "GRU",
            _ => layer.Options.Relu ? "Elman (relu)" : "Elman",
        };
        var form = layer.ResetsBefore ? " (reset gate before the recurrent projection)" : "";
        return $"{Messages.Number(layer.Layers)} {(layer.Bidirectional ? "bidirectional " : "")}{cell} {(layer.Layers == 1 ? "layer" : "layers")}{form}";
    }

    /// <summary>an LSTM, a GRU</summary>
    public static string WithArticle(RecognisedCell cell) => (cell.Name[0] is 'L' or 'E' ? "an " : "a ") + cell.Name;

    private static string Note(RecurrenceOperation layer, string how) => string.Join(", ", [Describe(layer), how, .. Options(layer)]) + ".";

    private static string Computation(Recurrence recurrence, bool attends) => attends ? "emitted loop" : recurrence.IsStepped ? "step by step" : recurrence.Kernel switch
    {
        Kernel.FusedSequence => "fused kernel",
        Kernel.FusedLayers => "one fused kernel per layer",
        _ => "emitted loop" + Linearity(recurrence),
    };

    /// <summary>"; linear in c_{t-1}, h_{t-1}: a scan on accelerators", or what a loop of a user-defined cell without products on states is none by.</summary>
    private static string Linearity(Recurrence recurrence)
    {
        if (recurrence is not { Operation.UserCell: not null, Loop: { } loop })
        {
            return "";
        }

        if (loop.Scans is { } scans)
        {
            var states = scans.Where(group => group.Factors.Any(factors => factors.Any(factor => !factor.IsZero)))
                .SelectMany(group => group.States.Select(state => $"{state.Symbol}_{{t-1}}{(group.IsClipped ? " between bounds" : "")}")).ToList();
            return states.Count == 0 ? "; a scan on accelerators" : $"; linear in {string.Join(", ", states)}: a scan on accelerators";
        }

        return LinearStates.ObstacleOf(loop.Cell) is not { } obstacle ? "" : obstacle switch
        {
            FunctionNode function => $"; no scan, by {function.Function.ToString().ToLowerInvariant()} of a state",
            TimesNode => "; no scan, by a product of two values of states",
            QuotientNode => "; no scan, by a quotient by a value of states",
            SelectNode => "; no scan, by a selection between values of states",
            RemainderNode => "; no scan, by a remainder of a state",
            SumNode or DifferenceNode or LerpNode or ExtremeNode => "; no scan, by a sum of a bounded value and a state",
            OuterNode or ContractedNode => "; no scan, by a product of vectors of states",
            PreviousNode previous => $"; no scan, as more than two states read each other, {previous.State.Symbol}_{{t-1}} among them",
            _ => "",
        };
    }

    private static string Recognised(RecurrenceOperation layer) => layer.UserCell?.Recognised switch
    {
        null => "",
        { HasKernel: false } cell => $" (its equations are {WithArticle(cell)}, which no fused kernel computes)",
        var cell => $" (its equations are {WithArticle(cell)})",
    };
}
