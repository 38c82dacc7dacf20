using RnnDsl.Generator.Emit.Kernels;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Inference;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Streaming;

/// <summary>Writes the layers of a streaming model, from the input to the output. Operations that have no streaming form have been refused by the rules.</summary>
internal sealed class StreamingLayers(StreamingMembers members) : IOperationVisitor<Action<StatelessLayer>>
{
    private readonly Dictionary<string, StreamingRows> _finalStates = [];

    /// <summary>The rows that the last layer wrote; null before the first.</summary>
    public StreamingRows? Current { get; private set; }

    /// <summary>Adds a layer.</summary>
    public void Add(Layer layer)
    {
        if (Current is null && layer.Input is SequenceShape input)
        {
            var width = StreamingMembers.Size(input.Features);
            Current = members.AddRows(layer.Property, input.Features, StreamingExtent.Block, $"{layer.Key}: the input");
            Section($"{layer.Key}: the input.");
            members.Body.Add("for (var t = first; t < first + steps; t++)");
            members.Body.Add($"    inputs.Slice((done + t - first) * {width}, {width}).CopyTo({Current.Field}.Span(t));");
        }

        switch (layer)
        {
            case RecurrentLayer recurrent:
                Add(recurrent);
                break;

            case StatelessLayer stateless:
                foreach (var operation in stateless.Operations)
                {
                    operation.Accept(this)(stateless);
                }

                break;
        }
    }

    private void Add(RecurrentLayer layer)
    {
        for (var number = 0; number < layer.Layers; number++)
        {
            var read = Current!;
            var cell = new StreamingCell(layer, number, InferenceCell.Of(layer), read, members);
            Section(layer.Layers == 1 ? $"{layer.Key}." : $"{layer.Key}, layer {Literal.Of(number + 1)} of {Literal.Of(layer.Layers)}.");
            members.Body.Add(cell.Call);
            Current = _finalStates[layer.Key] = cell.Output;
            if (layer.Options.Residual)
            {
                var sum = members.AddRows(cell.Prefix + "Residual", Current.Width, StreamingExtent.Block, $"{layer.Key}: output plus input");
                Elementwise(cell.Prefix + "AddInput", $"Residual connection: output plus input of {cell.Title}.", [Current, read], sum, rows => $"{rows[0]} + {rows[1]}");
            }
        }
    }

    public Action<StatelessLayer> Visit(LookupOperation operation) => layer =>
    {
        var table = members.AddWeight("StreamTable", layer.Property, $"reader.Table({members.Tensor(layer.Key + ".weight", operation.Vocabulary, operation.Features)})", $"[{operation.Vocabulary}, {operation.Features}]");
        Current = members.AddRows(layer.Property, operation.Features, StreamingExtent.Block, $"{layer.Key}: a row of the table for each token");
        Section($"{layer.Key}: table lookup.");
        members.Body.Add("for (var t = first; t < first + steps; t++)");
        members.Body.Add($"    _weights.{table.Field}.Read<TLane>(tokens[done + t - first], {Current.Field}, t);");
        TokenTable = table;
    };

    /// <summary>The table of the tokens; null for a model without tokens.</summary>
    public StreamingWeight? TokenTable { get; private set; }

    public Action<StatelessLayer> Visit(LinearOperation operation) => layer =>
    {
        var (name, own) = operation.TiedTo is { } table ? (table.Key + ".weight", layer.Key + ".weight") : (layer.Key + ".weight", null);
        if (own is not null)
        {
            members.Ties.Add((name, own));
        }

        var matrix = members.AddWeight("StreamMatrix", layer.Property, $"reader.Matrix({members.Tensor(name, operation.OutputSize, operation.InputSize)})", $"[{operation.OutputSize}, {operation.InputSize}]");
        var bias = members.AddWeight("StreamRows", layer.Property + "Bias", $"{members.Types["WeightReader"]}.Vector({members.Tensor(layer.Key + ".bias", operation.OutputSize)})", $"[{operation.OutputSize}]");
        var result = members.AddRows(layer.Property, operation.OutputSize, StreamingExtent.Block, $"{layer.Key}: linear projection");
        Section($"{layer.Key}: linear projection, {operation.InputSize} → {operation.OutputSize}.");
        members.Body.Add($"_weights.{matrix.Field}.Multiply<TLane>({First(Current!)}, _weights.{bias.Field}, {result.Field}.At(first), steps);");
        Current = result;
    };

    public Action<StatelessLayer> Visit(ActivationOperation operation) => layer =>
    {
        var source = Current!;
        var result = members.AddRows(layer.Property, WidthOf(layer.Output), StreamingExtent.Block, $"{layer.Key}: {operation.Function}");
        var function = operation.Function is ActivationFunction.Tanh or ActivationFunction.Sigmoid or ActivationFunction.Relu or ActivationFunction.Softplus
            ? $"{members.Types["Lanes"]}.{operation.Function}"
            : $"{members.Types["StreamFunctions"]}.{operation.Function}";
        if (operation.Function is ActivationFunction.Softmax or ActivationFunction.LogSoftmax)
        {
            Section($"{layer.Key}: {operation.Function} over the features.");
            members.Body.Add("for (var t = first; t < first + steps; t++)");
            members.Body.Add($"    {function}<TLane>(ref {source.Field}.Row({source.Index}), ref {result.Field}.Row(t), {StreamingMembers.Size(result.Width)});");
            Current = result;
            return;
        }

        Elementwise(layer.Property + "Pass", $"{layer.Key}: {operation.Function}, elementwise.", [source], result, rows => $"{function}({rows[0]})");
    };

    public Action<StatelessLayer> Visit(NormalizationOperation operation) => layer =>
    {
        var (source, width) = (Current!, StreamingMembers.Size(operation.Features));
        var gain = members.AddWeight("StreamRows", layer.Property + "Gain", $"{members.Types["WeightReader"]}.Vector({members.Tensor(layer.Key + ".weight", operation.Features)})", $"[{operation.Features}]");
        var bias = members.AddWeight("StreamRows", layer.Property + "Bias", $"{members.Types["WeightReader"]}.Vector({members.Tensor(layer.Key + ".bias", operation.Features)})", $"[{operation.Features}]");
        Current = members.AddRows(layer.Property, operation.Features, StreamingExtent.Block, $"{layer.Key}: layer normalisation");
        Section($"{layer.Key}: layer normalisation over the features.");
        members.Body.Add("for (var t = first; t < first + steps; t++)");
        members.Body.Add($"    {members.Types["StreamFunctions"]}.Normalise<TLane>(ref {source.Field}.Row({source.Index}), ref _weights.{gain.Field}.Row(0), ref _weights.{bias.Field}.Row(0), ref {Current.Field}.Row(t), {width}, 1);");
    };

    public Action<StatelessLayer> Visit(DropoutOperation operation) => _ => { };

    public Action<StatelessLayer> Visit(FinalStateOperation operation) => _ => Current = _finalStates[operation.Of];

    public Action<StatelessLayer> Visit(AttentionOperation operation) => Refused(operation);

    public Action<StatelessLayer> Visit(AttentionPoolingOperation operation) => Refused(operation);

    public Action<StatelessLayer> Visit(ContextOperation operation) => Refused(operation);

    public Action<StatelessLayer> Visit(ConvolutionOperation operation) => Refused(operation);

    public Action<StatelessLayer> Visit(CopyOperation operation) => Refused(operation);

    public Action<StatelessLayer> Visit(FlattenOperation operation) => Refused(operation);

    public Action<StatelessLayer> Visit(PoolingOperation operation) => Refused(operation);

    public Action<StatelessLayer> Visit(ReadoutOperation operation) => Refused(operation);

    public Action<StatelessLayer> Visit(ReductionOperation operation) => Refused(operation);

    public Action<StatelessLayer> Visit(UserMethodOperation operation) => Refused(operation);

    public Action<StatelessLayer> Visit(UserModuleOperation operation) => Refused(operation);

    /// <summary>Rows from that of the first step on.</summary>
    private static string First(StreamingRows rows) => $"{rows.Field}.At({(rows.Extent == StreamingExtent.State ? "first + 1" : "first")})";

    private static Polynomial WidthOf(Shape shape) => shape is VectorShape vector ? vector.Features : ((SequenceShape)shape).Features;

    private static Action<StatelessLayer> Refused(Operation operation) => throw new InvalidOperationException($"A {operation.GetType().Name} does not stream.");

    /// <summary>A loop over the columns of rows, in a method of its own.</summary>
    private void Elementwise(string method, string note, IReadOnlyList<StreamingRows> sources, StreamingRows target, Func<IReadOnlyList<string>, string> compute)
    {
        var name = members.MethodName(method);
        Section(note);
        members.Body.Add("for (var t = first; t < first + steps; t++)");
        members.Body.Add($"    {name}<TLane>(t);");
        members.Methods.Add(
        [
            $"/// <summary>{Xml.Text(note)}</summary>",
            .. StreamingCell.PassHeader(name, members.Types),
            "{",
            .. sources.Select((source, i) => $"    ref var source{Literal.Of(i + 1)} = ref {source.Field}.Row({source.Index});"),
            $"    ref var target = ref {target.Field}.Row({target.Index});",
            $"    for (nuint j = 0; j < {StreamingCell.Bound(target.Width)}; j += (nuint)TLane.Count)",
            $"        TLane.Store({compute([.. sources.Select((_, i) => $"TLane.Load(in source{Literal.Of(i + 1)}, j)")])}, ref target, j);",
            "}",
        ]);
        Current = target;
    }

    private void Section(string comment)
    {
        if (members.Body.Count > 0)
        {
            members.Body.Add("");
        }

        members.Body.Add("// " + comment);
    }
}
