using RnnDsl.Generator.Emit.Kernels;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Inference;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Streaming;

/// <summary>Writes the layers of a streaming model, from the input to the output. Operations that have no streaming form have been refused by the rules.</summary>
/// <param name="members">The members that they add.</param>
/// <param name="span">The steps that one call computes.</param>
internal sealed partial class StreamingLayers(StreamingMembers members, StreamingSpan span) : IOperationVisitor<Action<StatelessLayer>>
{
    private readonly Dictionary<string, StreamingRecurrence> _recurrences = [];
    private readonly string _first = span switch { StreamingSpan.Block => "first", StreamingSpan.Step => "t", _ => "0" };
    private string _steps = span == StreamingSpan.Step ? "1" : "steps";

    /// <summary>The rows that the last layer wrote; null before the first.</summary>
    public StreamingRows? Current { get; private set; }

    /// <summary>The number of steps of <see cref="Current"/>.</summary>
    public string Steps => _steps;

    /// <summary>The table of the tokens; null for a model without tokens.</summary>
    public StreamingWeight? TokenTable { get; private set; }

    /// <summary>The row of <see cref="Current"/> with the first step.</summary>
    public string FirstRow => Current!.IndexOf(_first);

    /// <summary>A recurrent layer that has been added.</summary>
    public StreamingRecurrence Of(RecurrentLayer layer) => _recurrences[layer.Key];

    /// <summary>Adds a layer.</summary>
    public void Add(Layer layer)
    {
        if (Current is null && layer.Input is SequenceShape input)
        {
            var width = members.Size(input.Features);
            Current = members.AddRows(layer.Property, input.Features, StreamingExtent.Block, $"{layer.Key}: the input");
            Section($"{layer.Key}: the input.");
            EachStep(t => $"{InputOf(t, width)}.CopyTo({Current.Field}.Span({t}));");
        }

        CaptureToken(layer);
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
        ReadFeed(layer);
        var recurrence = new StreamingRecurrence(layer, _steps);
        _recurrences.Add(layer.Key, recurrence);
        for (var number = 0; number < layer.Layers; number++)
        {
            var read = Current!;
            var title = layer.Layers == 1 ? layer.Key : $"{layer.Key}, layer {Literal.Of(number + 1)} of {Literal.Of(layer.Layers)}";
            var prefix = AddDirections(layer, number, title, recurrence);
            if (layer.Options.Residual)
            {
                var sum = members.AddRows(prefix + "Residual", Current!.Width, StreamingExtent.Block, $"{layer.Key}: output plus input");
                Elementwise(prefix + "AddInput", $"Residual connection: output plus input of {title}.", [Current, read], sum, rows => $"{rows[0]} + {rows[1]}");
            }
        }

        _output = Current!;
    }

    public Action<StatelessLayer> Visit(LookupOperation operation) => layer =>
    {
        var table = members.AddWeight("StreamTable", layer.Property, $"reader.Table({members.Tensor(layer.Key + ".weight", operation.Vocabulary, operation.Features)})", $"[{operation.Vocabulary}, {operation.Features}]");
        Current = members.AddRows(layer.Property, operation.Features, StreamingExtent.Block, $"{layer.Key}: a row of the table for each token");
        Section($"{layer.Key}: table lookup.");
        EachStep(t => $"_weights.{table.Field}.Read<TLane>({TokenOf(t)}, {Current.Field}, {t});");
        TokenTable = table;
    };

    public Action<StatelessLayer> Visit(LinearOperation operation) => layer =>
    {
        var (name, own) = operation.TiedTo is { } table ? (table.Key + ".weight", layer.Key + ".weight") : (layer.Key + ".weight", null);
        if (own is not null)
        {
            members.Whole.Ties.Add((members.TensorName(name), members.Key + own));
        }

        var matrix = members.AddWeight("StreamMatrix", layer.Property, $"reader.Matrix({members.Tensor(name, operation.OutputSize, operation.InputSize)})", $"[{operation.OutputSize}, {members.Note(operation.InputSize)}]");
        var bias = Vector(layer.Property + "Bias", layer.Key + ".bias", operation.OutputSize);
        var result = AddRows(layer, operation.OutputSize, $"{layer.Key}: linear projection");
        Section($"{layer.Key}: linear projection, {members.Note(operation.InputSize)} → {operation.OutputSize}.");
        Multiply(matrix, bias, Current!, result);
        Current = result;
    };

    public Action<StatelessLayer> Visit(ActivationOperation operation) => layer =>
    {
        var source = Current!;
        var result = AddRows(layer, WidthOf(layer.Output), $"{layer.Key}: {operation.Function}");
        var function = operation.Function is ActivationFunction.Tanh or ActivationFunction.Sigmoid or ActivationFunction.Relu or ActivationFunction.Softplus
            ? $"{members.Types["Lanes"]}.{operation.Function}"
            : $"{members.Types["StreamFunctions"]}.{operation.Function}";
        if (operation.Function is ActivationFunction.Softmax or ActivationFunction.LogSoftmax)
        {
            Section($"{layer.Key}: {operation.Function} over the features.");
            EachStep(t => $"{function}<TLane>(ref {source.Field}.Row({source.IndexOf(t)}), ref {result.Field}.Row({result.IndexOf(t)}), {members.Size(result.Width)});");
            Current = result;
            return;
        }

        Elementwise(layer.Property + "Pass", $"{layer.Key}: {operation.Function}, elementwise.", [source], result, rows => $"{function}({rows[0]})");
    };

    public Action<StatelessLayer> Visit(NormalizationOperation operation) => layer =>
    {
        var (source, width) = (Current!, members.Size(operation.Features));
        var gain = Vector(layer.Property + "Gain", layer.Key + ".weight", operation.Features);
        var bias = Vector(layer.Property + "Bias", layer.Key + ".bias", operation.Features);
        var result = AddRows(layer, operation.Features, $"{layer.Key}: layer normalisation");
        Current = result;
        Section($"{layer.Key}: layer normalisation over the features.");
        EachStep(t => $"{members.Types["StreamFunctions"]}.Normalise<TLane>(ref {source.Field}.Row({source.IndexOf(t)}), ref _weights.{gain.Field}.Row(0), ref _weights.{bias.Field}.Row(0), ref {result.Field}.Row({result.IndexOf(t)}), {width}, 1);");
    };

    public Action<StatelessLayer> Visit(DropoutOperation operation) => _ => { };

    public Action<StatelessLayer> Visit(FlattenOperation operation) => Refused(operation);

    public Action<StatelessLayer> Visit(UserMethodOperation operation) => Refused(operation);

    public Action<StatelessLayer> Visit(UserModuleOperation operation) => Refused(operation);

    private static Polynomial WidthOf(Shape shape) => shape is VectorShape vector ? vector.Features : ((SequenceShape)shape).Features;

    private static Action<StatelessLayer> Refused(Operation operation) => throw new InvalidOperationException($"A {operation.GetType().Name} does not stream.");

    private StreamingWeight Vector(string name, string tensor, Polynomial length) =>
        members.AddWeight("StreamRows", name, $"{members.Types["WeightReader"]}.Vector({members.Tensor(tensor, length)})", $"[{members.Note(length)}]");

    private StreamingWeight Matrix(string name, string tensor, Polynomial outputs, Polynomial inputs) =>
        members.AddWeight("StreamMatrix", name, $"reader.Matrix({members.Tensor(tensor, outputs, inputs)})", $"[{members.Note(outputs)}, {members.Note(inputs)}]");

    /// <summary>Rows for the output of a layer: one for each step, or one for a vector.</summary>
    private StreamingRows AddRows(Layer layer, Polynomial width, string note) =>
        members.AddRows(layer.Property, width, layer.Output is VectorShape && span == StreamingSpan.Sequence ? StreamingExtent.Step : StreamingExtent.Block, note);

    /// <summary>A product of all steps.</summary>
    private void Multiply(StreamingWeight matrix, StreamingWeight? bias, StreamingRows source, StreamingRows target) => members.Body.Add(
        $"_weights.{matrix.Field}.Multiply<TLane>({At(source)}, {(bias is null ? "" : $"_weights.{bias.Field}, ")}{At(target)}, {_steps});");

    /// <summary>Rows from that of the first step on.</summary>
    private string At(StreamingRows rows) => $"{rows.Field}.At({rows.IndexOf(_first)})";

    private string TokenOf(string step) => span switch
    {
        StreamingSpan.Block => $"tokens[done + {step} - first]",
        StreamingSpan.Step => "token",
        _ => $"source[{step}]",
    };

    private string InputOf(string step, string width) => span switch
    {
        StreamingSpan.Block => $"inputs.Slice((done + {step} - first) * {width}, {width})",
        StreamingSpan.Step => "input",
        _ => $"source.Slice({step} * {width}, {width})",
    };

    /// <summary>A statement for each step.</summary>
    private void EachStep(Func<string, string> statement)
    {
        if (_steps == "1")
        {
            members.Body.Add(statement(_first));
            return;
        }

        members.Body.Add($"for (var t = {_first}; t < {(_first == "0" ? _steps : $"{_first} + {_steps}")}; t++)");
        members.Body.Add("    " + statement("t"));
    }

    /// <summary>A loop over the columns of rows, in a method of its own.</summary>
    private void Elementwise(string method, string note, IReadOnlyList<StreamingRows> sources, StreamingRows target, Func<IReadOnlyList<string>, string> compute)
    {
        var name = members.MethodName(method);
        Section(note);
        EachStep(t => $"{name}<TLane>({t});");
        members.Methods.Add(
        [
            $"/// <summary>{Xml.Text(note)}</summary>",
            .. StreamingCell.PassHeader(name, members.Types),
            "{",
            .. sources.Select((source, i) => $"    ref var source{Literal.Of(i + 1)} = ref {source.Field}.Row({source.Index});"),
            $"    ref var target = ref {target.Field}.Row({target.Index});",
            $"    for (nuint j = 0; j < {members.Bound(target.Width)}; j += (nuint)TLane.Count)",
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

/// <summary>The steps that one call of a body computes.</summary>
internal enum StreamingSpan
{
    /// <summary>Some steps of a sequence that continues.</summary>
    Block,

    /// <summary>A whole sequence.</summary>
    Sequence,

    /// <summary>One step of a decoder.</summary>
    Step,
}
