using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
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
        _ => "emitted loop",
    };

    private static string Recognised(RecurrenceOperation layer) => layer.UserCell?.Recognised switch
    {
        null => "",
        { HasKernel: false } cell => $" (its equations are {WithArticle(cell)}, which no fused kernel computes)",
        var cell => $" (its equations are {WithArticle(cell)})",
    };
}
