using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Inference;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Streaming;

/// <content>Layers that read sequences from their end, and those that reduce them.</content>
internal sealed partial class StreamingLayers
{
    /// <summary>Adds the directions of a stacked layer, and merges two of them; the prefix of its members is returned.</summary>
    private string AddDirections(RecurrentLayer layer, int number, string title, StreamingRecurrence recurrence)
    {
        var read = Current!;
        var forward = layer.Options.Reverse ? null : new StreamingCell(layer, number, InferenceCell.Of(layer), read, members);
        if (forward is not null)
        {
            Attend(layer, number, forward);
            Section(title + ".");
            members.Body.Add(forward.Call(_first, _steps));
            Current = forward.Output;
            if (!layer.Bidirectional)
            {
                recurrence.Add(forward, null);
                return forward.Prefix;
            }
        }

        var name = layer.Property + (layer.Layers > 1 ? Literal.Of(number + 1) : "");
        var reversed = members.AddRows(name + "Reversed", read.Width, StreamingExtent.Block, $"{layer.Key}: the input from the end");
        var reverse = new StreamingCell(layer, number, InferenceCell.Of(layer), reversed, members, isReverse: layer.Bidirectional);
        recurrence.Add(forward, reverse);
        Section($"{title}, from the end.");
        members.Body.Add($"{At(read)}.CopyReversed({reversed.Field}, {_steps});");
        members.Body.Add(reverse.Call(_first, _steps));

        // The state after the step at t is in row steps - t.
        var (width, functions) = (members.Size(layer.StateSize), members.Types["StreamFunctions"]);
        var result = members.AddRows(name, layer.JoinedDirections * layer.StateSize, StreamingExtent.Block, $"{layer.Key}: {(forward is null ? "the output in the order of the input" : "both directions")}");
        string Reverse(string t) => $"ref {reverse.Output.Field}.Row({_steps} - {t})";
        if (forward is null)
        {
            Section($"{title}: the output in the order of the input.");
            EachStep(t => $"{functions}.Copy({Reverse(t)}, ref {result.Field}.Row({t}), {width});");
        }
        else if (layer.Options.Merge == MergeKind.Concat)
        {
            Section($"{title}: both directions, concatenated.");
            EachStep(t => $"{functions}.Copy(ref {forward.Output.Field}.Row({t} + 1), ref {result.Field}.Row({t}), {width});");
            EachStep(t => $"{functions}.Copy({Reverse(t)}, ref {result.Field}.Row({t}, {width}), {width});");
        }
        else
        {
            Section($"{title}: the {(layer.Options.Merge == MergeKind.Sum ? "sum" : "mean")} of both directions.");
            EachStep(t => $"{functions}.Add<TLane>(ref {forward.Output.Field}.Row({t} + 1), {Reverse(t)}, {FactorOf(layer)}, ref {result.Field}.Row({t}), {width});");
        }

        Current = result;
        return name;
    }

    /// <summary>The factor of the sum of two directions.</summary>
    public static string FactorOf(RecurrentLayer layer) => layer.Options.Merge == MergeKind.Mean ? "0.5f" : "1";

    public Action<StatelessLayer> Visit(FinalStateOperation operation) => layer =>
    {
        var recurrence = _recurrences[operation.Of];
        if (span != StreamingSpan.Sequence)
        {
            Current = recurrence.State(recurrence.Count - 1, 0);
            return;
        }

        var result = members.AddRows(layer.Property, WidthOf(layer.Output), StreamingExtent.Step, $"{layer.Key}: the final hidden state");
        Section($"{layer.Key}: the final hidden state.");
        CopyFinal(recurrence, recurrence.Count - 1, 0, $"{result.Field}.Row(0", members, members.Body);
        (Current, _steps) = (result, "1");
    };

    /// <summary>Copies a final state, with both directions merged as in the output.</summary>
    /// <param name="recurrence">The layer.</param>
    /// <param name="number">Which of its stacked layers.</param>
    /// <param name="state">Which of its states.</param>
    /// <param name="row">The beginning of the target's row as code, up to the column.</param>
    /// <param name="members">The members of the layer.</param>
    /// <param name="body">Receives the statements.</param>
    public static void CopyFinal(StreamingRecurrence recurrence, int number, int state, string row, StreamingMembers members, List<string> body)
    {
        var (layer, functions) = (recurrence.Layer, members.Types["StreamFunctions"]);
        var final = recurrence.Final(number, state).ToList();
        var width = members.Size(final[0].Rows.Width);
        var rows = final.Select(one => $"ref {one.Rows.Field}.Row({one.Row})").ToList();
        if (final.Count == 1)
        {
            body.Add($"{functions}.Copy({rows[0]}, ref {row}), {width});");
        }
        else if (layer.Options.Merge == MergeKind.Concat)
        {
            body.Add($"{functions}.Copy({rows[0]}, ref {row}), {width});");
            body.Add($"{functions}.Copy({rows[1]}, ref {row}, {width}), {width});");
        }
        else
        {
            body.Add($"{functions}.Add<TLane>({rows[0]}, {rows[1]}, {FactorOf(layer)}, ref {row}), {width});");
        }
    }
}
