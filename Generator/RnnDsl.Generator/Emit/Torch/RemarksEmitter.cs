using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Torch.Equations;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>Writes the table of layers that an editor shows when the mouse rests on the class.</summary>
internal static class RemarksEmitter
{
    public static void Emit(Plan plan, SourceWriter writer)
    {
        var model = plan.Model;
        List<string[]> rows = [["layer", "output", "parameters", ""]];
        var input = model.Layers[0];
        if (input.Input is TokenShape)
        {
            rows.Add(["tokens", input.Input.ToString(), "", ""]);
        }

        rows.AddRange(model.Layers.Select(layer =>
            new[] { layer.Key, layer.Output.ToString(), layer.ParameterCount == 0 ? "" : layer.ParameterCount.ToCount(), Note(layer, plan) }));
        rows.Add(["", "total", model.ParameterCount.ToCount(), ""]);

        var widths = Enumerable.Range(0, 3).Select(column => rows.Max(row => row[column].Length)).ToArray();
        rows.Insert(1, [.. widths.Select(width => new string('-', width)), ""]);

        writer.Line("/// <remarks>").Line("/// <code>");
        foreach (var row in rows)
        {
            writer.Line("/// " + Xml.Text(string.Join("   ", row.Select((cell, column) => column < 3 ? cell.PadRight(widths[column]) : cell)).TrimEnd()));
        }

        writer.Line("/// </code>");
        if (plan.HasState)
        {
            var states = plan.Recurrences.Select(recurrence => recurrence.State).Concat(plan.ExtraState.Select(state => new EquatableArray<StateTensor>([state]))).Select(tensors =>
                string.Join(", ", tensors.GroupBy(StateShape).Select(same => $"{string.Join(" and ", same.Select(state => $"<c>{state.Name}</c>"))} {same.Key}")));
            writer.Line($"/// <para>State: {string.Join("; ", states)}.</para>");
        }

        if (plan.NoStep is { } reason)
        {
            writer.Line($"/// <para>There is no <c>Step</c>: {reason}.</para>");
        }

        writer.Line("/// </remarks>");
    }

    public static string StateShape(StateTensor state) =>
        $"[{Literal.Of(state.Rows)}, batch, {state.Size?.ToString() ?? "positions"}]";

    private static string Note(Layer layer, Plan plan) => layer switch
    {
        RecurrentLayer recurrent => string.Join(", ", RecurrentNotes(recurrent, plan)),
        StatelessLayer stateless => stateless.Note,
        _ => "",
    };

    private static IEnumerable<string> RecurrentNotes(RecurrentLayer layer, Plan plan) =>
        DescribeOptions(layer).Prepend(Describe(layer)).Append(plan.AttentionRecurrence?.Layer == layer ? "emitted loop" : plan.Of(layer).IsStepped ? "step by step" : plan.Of(layer).Kernel switch
        {
            Kernel.FusedSequence => "fused kernel",
            Kernel.FusedLayers => "one fused kernel per layer",
            _ => "emitted loop",
        } + layer.UserCell?.Recognised switch
        {
            null => "",
            { HasKernel: false } known => $" (its equations are {KernelWeightsEmitter.Article(known.Name)}, which no fused kernel computes)",
            var known => $" (its equations are {KernelWeightsEmitter.Article(known.Name)})",
        });

    /// <summary>The options that act, in words.</summary>
    public static IEnumerable<string> DescribeOptions(RecurrentLayer layer)
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
    public static string Describe(RecurrentLayer layer)
    {
        var cell = layer.Cell switch
        {
            CellKind.Recurrent => layer.UserCell?.Name ?? "Recurrent",
            CellKind.Lstm => "LSTM",
            CellKind.Gru => "GRU",
            _ => layer.Options.Relu ? "Elman (relu)" : "Elman",
        };
        var form = layer.ResetsBefore ? " (reset gate before the recurrent projection)" : "";
        return $"{Literal.Of(layer.Layers)} {(layer.Bidirectional ? "bidirectional " : "")}{cell} {(layer.Layers == 1 ? "layer" : "layers")}{form}";
    }
}
