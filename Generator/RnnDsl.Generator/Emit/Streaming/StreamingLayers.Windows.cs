using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Streaming;

/// <content>Windows over time, and pooling over the steps so far. A window that reads earlier steps only keeps them as a state; others read whole sequences.</content>
internal sealed partial class StreamingLayers
{
    public Action<StatelessLayer> Visit(ConvolutionOperation operation) => layer =>
    {
        var (read, window) = (Current!, operation.Window);
        var (kernel, dilation) = (Literal.Of(window.Kernel), Literal.Of(window.Dilation));
        var tensor = members.Tensor(layer.Key + ".weight", operation.OutputSize, operation.InputSize, window.Kernel);
        var matrix = members.AddWeight("StreamMatrix", layer.Property, $"reader.Matrix({tensor}.InOrderOfWindow({kernel}))", $"[{operation.OutputSize}, {members.Note(window.Kernel * operation.InputSize)}]");
        var bias = Vector(layer.Property + "Bias", layer.Key + ".bias", operation.OutputSize);
        var windows = read;
        var comment = $"{layer.Key}: convolution, {layer.Note}.";
        if (window.IsPointwise)
        {
            Section(comment);
        }
        else if (span == StreamingSpan.Sequence)
        {
            var steps = After(layer, window, comment);
            windows = members.AddRows(layer.Property + "Windows", window.Kernel * read.Width, StreamingExtent.Block, $"{layer.Key}: windows of {kernel} steps");
            members.Body.Add($"{members.Types["StreamWindows"]}.Gather({At(read)}, {_steps}, {windows.Field}, {steps}, {kernel}, {Literal.Of(window.Stride)}, {dilation}, {Literal.Of(window.Before)});");
            _steps = steps;
        }
        else
        {
            windows = members.AddRows(layer.Property + "Windows", window.Kernel * read.Width, StreamingExtent.Block, $"{layer.Key}: windows of {kernel} steps");
            var past = members.AddRows(layer.Property + "Past", window.Before * read.Width, StreamingExtent.State, $"{layer.Key}: the inputs of earlier steps, the state before each step and after it");
            Section(comment);
            EachStep(t => $"{members.Types["StreamWindows"]}.Causal(ref {past.Field}.Row({t}), ref {read.Field}.Row({read.IndexOf(t)}), ref {windows.Field}.Row({t}), ref {past.Field}.Row({past.IndexOf(t)}), {members.Size(read.Width)}, {kernel}, {dilation});");
        }

        var result = members.AddRows(layer.Property, operation.OutputSize, StreamingExtent.Block, $"{layer.Key}: convolution");
        Multiply(matrix, bias, windows, result);
        Current = result;
    };

    public Action<StatelessLayer> Visit(PoolingOperation operation) => layer =>
    {
        var (read, window) = (Current!, operation.Window);
        var steps = After(layer, window, $"{layer.Key}: {layer.Note}.");
        var result = members.AddRows(layer.Property, read.Width, StreamingExtent.Block, $"{layer.Key}: {layer.Note}");
        members.Body.Add($"{members.Types["StreamWindows"]}.Average<TLane>({At(read)}, {result.Field}, {steps}, {Literal.Of(window.Kernel)}, {Literal.Of(window.Stride)});");
        (Current, _steps) = (result, steps);
    };

    public Action<StatelessLayer> Visit(ReductionOperation operation) => layer =>
    {
        var (read, pooling) = (Current!, members.Types["StreamPooling"]);
        var isMax = operation.Kind == PoolingKind.Max;
        var what = isMax ? "maximum" : "sum";
        var count = members.AddRows(layer.Property + "Count", 2, StreamingExtent.State, $"{layer.Key}: the number of steps");
        var kept = members.AddRows(layer.Property + (isMax ? "Maximum" : "Sum"), read.Width, StreamingExtent.State, $"{layer.Key}: the {what} of the steps so far");
        Section($"{layer.Key}: {(isMax ? "maximum of each feature" : "mean")} over the steps so far.");
        if (isMax)
        {
            EachStep(t => $"{pooling}.Max({Kept(count, t)}, {Kept(kept, t)}, ref {read.Field}.Row({read.IndexOf(t)}), {members.Size(read.Width)});");
            Current = LastOf(layer, kept);
            return;
        }

        var lost = members.AddRows(layer.Property + "Lost", read.Width, StreamingExtent.State, $"{layer.Key}: what roundings added to the sum");
        var result = members.AddRows(layer.Property, read.Width, StreamingExtent.Block, $"{layer.Key}: the mean of the steps so far");
        EachStep(t => $"{pooling}.Mean<TLane>({Kept(count, t)}, {Kept(kept, t)}, {Kept(lost, t)}, ref {read.Field}.Row({read.IndexOf(t)}), ref {result.Field}.Row({t}), {members.Size(read.Width)});");
        Current = LastOf(layer, result);
    };

    public Action<StatelessLayer> Visit(AttentionPoolingOperation operation) => layer =>
    {
        var read = Current!;
        var matrix = Matrix(layer.Property, layer.Key + ".hidden.weight", operation.Size, operation.Features);
        var bias = Vector(layer.Property + "Bias", layer.Key + ".hidden.bias", operation.Size);
        var score = Matrix(layer.Property + "Score", layer.Key + ".score.weight", 1, operation.Size);
        var hidden = members.AddRows(layer.Property + "Hidden", operation.Size, StreamingExtent.Block, $"{layer.Key}: tanh(W h + b)");
        var scores = members.AddRows(layer.Property + "Scores", 1, StreamingExtent.Block, $"{layer.Key}: the attention score");
        var kept = members.AddRows(layer.Property + "Kept", 4, StreamingExtent.State, $"{layer.Key}: the largest score, the sum of the weights and the number of steps");
        var sum = members.AddRows(layer.Property + "Sum", read.Width, StreamingExtent.State, $"{layer.Key}: the weighted sum of the steps so far");
        var result = members.AddRows(layer.Property, read.Width, StreamingExtent.Block, $"{layer.Key}: the weighted mean of the steps so far");
        Section($"{layer.Key}: attention pooling over the steps so far.");
        Multiply(matrix, bias, read, hidden);
        EachStep(t => $"{members.Types["StreamFunctions"]}.Tanh<TLane>(ref {hidden.Field}.Row({t}), {members.Size(hidden.Width)});");
        Multiply(score, null, hidden, scores);
        EachStep(t => $"{members.Types["StreamPooling"]}.Attend<TLane>({Kept(kept, t)}, {Kept(sum, t)}, {scores.Field}.Row({t}), ref {read.Field}.Row({read.IndexOf(t)}), ref {result.Field}.Row({t}), {members.Size(read.Width)});");
        Current = LastOf(layer, result);
    };

    /// <summary>The number of steps after a window over a whole sequence, in a local of its own.</summary>
    private string After(StatelessLayer layer, Window window, string comment)
    {
        var local = Identifiers.ToCamelCase(layer.Property) + "Steps";
        Section(comment);
        var rest = window.Shrink == 0 ? _steps : window.Shrink > 0 ? $"{_steps} - {Literal.Of(window.Shrink)}" : $"{_steps} + {Literal.Of(-window.Shrink)}";
        members.Body.Add($"var {local} = {(window.Stride == 1 ? rest : $"({rest} + {Literal.Of(window.Stride - 1)}) / {Literal.Of(window.Stride)}")};");
        if (window.Shrink > 0)
        {
            members.Body.Add($"CheckWindow({(window.Stride == 1 ? local : rest)}, {Literal.Of(layer.Key)});");
        }

        return local;
    }

    /// <summary>The rows of a state before and after a step, by reference.</summary>
    private static string Kept(StreamingRows rows, string step) => $"ref {rows.Field}.Row({step}), ref {rows.Field}.Row({rows.IndexOf(step)})";

    /// <summary>What a reduction gives: over a whole sequence the row of its last step.</summary>
    private StreamingRows LastOf(StatelessLayer layer, StreamingRows rows)
    {
        if (span != StreamingSpan.Sequence)
        {
            return rows;
        }

        var last = members.AddRows(layer.Property + "Vector", rows.Width, StreamingExtent.Step, $"{layer.Key}: the vector of the sequence");
        members.Body.Add($"{members.Types["StreamFunctions"]}.Copy(ref {rows.Field}.Row({(rows.Extent == StreamingExtent.State ? _steps : $"{_steps} - 1")}), ref {last.Field}.Row(0), {members.Size(rows.Width)});");
        _steps = "1";
        return last;
    }
}
