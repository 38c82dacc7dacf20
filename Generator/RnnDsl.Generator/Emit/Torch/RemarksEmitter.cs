using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>Writes the table of layers that an editor shows when the mouse rests on the class.</summary>
internal static class RemarksEmitter
{
    public static void Emit(Plan plan, SourceWriter writer)
    {
        var model = plan.Model;
        List<string[]> rows = [["layer", "output", "parameters", ""]];
        var input = model.Layers[0];
        if (input is EmbeddingLayer)
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
            writer.Line("/// " + string.Join("   ", row.Select((cell, column) => column < 3 ? cell.PadRight(widths[column]) : cell)).TrimEnd());
        }

        writer.Line("/// </code>");
        if (plan.HasState)
        {
            var states = plan.Recurrences.Select(recurrence =>
                $"{string.Join(" and ", recurrence.State.Select(state => $"<c>{state.Name}</c>"))} {StateShape(recurrence.Layer)}");
            writer.Line($"/// <para>State: {string.Join("; ", states)}.</para>");
        }

        if (plan.NoStep is { } reason)
        {
            writer.Line($"/// <para>There is no <c>Step</c>: {reason}.</para>");
        }

        writer.Line("/// </remarks>");
    }

    public static string StateShape(RecurrentLayer layer) => $"[{Literal.Of(layer.Layers * layer.Directions)}, batch, {layer.HiddenSize}]";

    private static string Note(Layer layer, Plan plan) => layer switch
    {
        RecurrentLayer recurrent => string.Join(", ", RecurrentNotes(recurrent, plan)),
        ActivationLayer activation => activation.Function.ToString().ToLowerInvariant(),
        LastStateLayer { Of.Bidirectional: true } => "final state of both directions",
        LastStateLayer => "final state",
        _ => LayerNotes.Of(layer),
    };

    private static IEnumerable<string> RecurrentNotes(RecurrentLayer layer, Plan plan)
    {
        yield return Describe(layer);
        if (layer.Dropout > 0)
        {
            yield return $"dropout {Messages.Number(layer.Dropout)} between them";
        }

        yield return plan.Recurrences.First(recurrence => recurrence.Layer == layer).Kernel switch
        {
            Kernel.FusedSequence => "fused kernel",
            _ => "emitted loop",
        };
    }

    /// <summary>"2 bidirectional LSTM layers"</summary>
    public static string Describe(RecurrentLayer layer)
    {
        var cell = layer.Cell switch
        {
            CellKind.Lstm => "LSTM",
            CellKind.Gru => "GRU",
            _ => "Elman",
        };
        var form = layer.ResetsBefore ? " (reset before the product)" : "";
        return $"{Literal.Of(layer.Layers)} {(layer.Bidirectional ? "bidirectional " : "")}{cell} {(layer.Layers == 1 ? "layer" : "layers")}{form}";
    }
}
