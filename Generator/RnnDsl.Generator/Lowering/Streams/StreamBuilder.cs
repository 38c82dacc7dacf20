using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Streams;

/// <summary>Plans the layers of a stream, from the input to the output. Operations that do not stream have been refused by the rules.</summary>
/// <param name="items">Receives what they declare.</param>
/// <param name="span">The steps that one call computes.</param>
internal sealed partial class StreamBuilder(StreamItems items, StreamSpan span) : IOperationVisitor<Action<Layer>>
{
    private readonly Dictionary<string, StreamRecurrence> _recurrences = [];
    private readonly List<StreamStep> _steps = [];
    private StreamCount _count = span == StreamSpan.Step ? StreamCount.One : StreamCount.OfInput;
    private StreamRows? _current;
    private StreamWeight? _table;

    /// <summary>The rows that the last layer writes.</summary>
    public StreamRows Current => _current ?? throw new InvalidOperationException("Nothing has been computed.");

    /// <summary>A recurrent layer that has been added.</summary>
    public StreamRecurrence Of(RecurrentLayer layer) => _recurrences[layer.Key];

    /// <summary>The layers of a model.</summary>
    public StreamSide Build(Model model)
    {
        foreach (var layer in model.Layers)
        {
            Add(layer, readsToken: layer.Key == model.TokenReader?.Key);
        }

        return new StreamSide(span, model.Input, items.All, _steps, Current, _count, _table);
    }

    private void Add(Layer layer, bool readsToken)
    {
        if (_current is null && layer.Input is SequenceShape input)
        {
            _current = items.AddRows(layer.Property, input.Features, StreamExtent.Block, $"{layer.Key}: the input");
            Note($"{layer.Key}: the input.");
            _steps.Add(new ReadInput(Current, _count));
        }

        if (readsToken)
        {
            _token = _current;
        }

        foreach (var operation in layer.Operations)
        {
            operation.Accept(this)(layer);
        }
    }

    public Action<Layer> Visit(RecurrenceOperation operation) => layer =>
    {
        if (operation.FedBack is { } fedBack)
        {
            ReadFeed(layer, fedBack);
        }

        var recurrence = new StreamRecurrence(operation, _count);
        _recurrences.Add(layer.Key, recurrence);
        for (var number = 0; number < operation.Layers; number++)
        {
            var read = Current;
            var title = operation.Layers == 1 ? layer.Key : $"{layer.Key}, layer {Messages.Number(number + 1)} of {Messages.Number(operation.Layers)}";
            AddDirections(layer.Reference, operation, number, title, recurrence);
            if (operation.Options.Residual)
            {
                var prefix = StreamCell.PrefixOf(layer.Reference, operation, number);
                var sum = items.AddRows(prefix + "Residual", Current.Width, StreamExtent.Block, $"{layer.Key}: output plus input");
                Pass(prefix + "AddInput", $"Residual connection: output plus input of {title}.", [Current, read], sum, null);
            }
        }

        _output = Current;
    };

    public Action<Layer> Visit(LookupOperation operation) => layer =>
    {
        _table = items.AddWeight(layer.Property, StreamWeightKind.Table, items.Tensor(layer.Key + ".weight", operation.Vocabulary, operation.Features), $"[{operation.Vocabulary}, {operation.Features}]");
        _current = items.AddRows(layer.Property, operation.Features, StreamExtent.Block, $"{layer.Key}: a row of the table for each token");
        Note($"{layer.Key}: table lookup.");
        _steps.Add(new ReadTable(_table, Current, _count));
    };

    public Action<Layer> Visit(LinearOperation operation) => layer =>
    {
        var (name, other) = operation.TiedTo is { } table ? (table.Key + ".weight", layer.Key + ".weight") : (layer.Key + ".weight", null);
        if (other is not null)
        {
            items.Tie(name, other);
        }

        var matrix = Matrix(layer.Property, name, operation.OutputSize, operation.InputSize);
        var bias = Vector(layer.Property + "Bias", layer.Key + ".bias", operation.OutputSize);
        var result = AddRows(layer, operation.OutputSize, $"{layer.Key}: linear projection");
        Note($"{layer.Key}: linear projection, {items.Size(operation.InputSize)} → {operation.OutputSize}.");
        Multiply(matrix, bias, Current, result);
        _current = result;
    };

    public Action<Layer> Visit(ActivationOperation operation) => layer =>
    {
        var source = Current;
        var result = AddRows(layer, WidthOf(layer.Output), $"{layer.Key}: {operation.Function}");
        if (operation.Function is ActivationFunction.Softmax or ActivationFunction.LogSoftmax)
        {
            Note($"{layer.Key}: {operation.Function} over the features.");
            _steps.Add(new SoftmaxRows(operation.Function == ActivationFunction.LogSoftmax, OfStep(source), OfStep(result), _count));
            _current = result;
            return;
        }

        Pass(layer.Property + "Pass", $"{layer.Key}: {operation.Function}, elementwise.", [source], result, operation.Function);
    };

    public Action<Layer> Visit(NormalizationOperation operation) => layer =>
    {
        var source = Current;
        var gain = Vector(layer.Property + "Gain", layer.Key + ".weight", operation.Features);
        var bias = Vector(layer.Property + "Bias", layer.Key + ".bias", operation.Features);
        _current = AddRows(layer, operation.Features, $"{layer.Key}: layer normalisation");
        Note($"{layer.Key}: layer normalisation over the features.");
        _steps.Add(new NormaliseRows(gain, bias, OfStep(source), OfStep(Current), _count));
    };

    // Dropout does nothing in evaluation mode.
    public Action<Layer> Visit(DropoutOperation operation) => _ => { };

    public Action<Layer> Visit(FlattenOperation operation) => Refused(operation);

    public Action<Layer> Visit(UserMethodOperation operation) => Refused(operation);

    public Action<Layer> Visit(UserModuleOperation operation) => Refused(operation);

    private static Polynomial WidthOf(Shape shape) => shape is VectorShape vector ? vector.Features : ((SequenceShape)shape).Features;

    private static Action<Layer> Refused(Operation operation) => throw new InvalidOperationException($"A {operation.GetType().Name} does not stream.");

    private static RowsPlace OfStep(StreamRows rows) => new(rows, StreamRow.OfStep, 0);

    private static RowsPlace OfStep(StreamRows rows, Polynomial column) => new(rows, StreamRow.OfStep, column);

    private StreamWeight Vector(string name, string tensor, Polynomial length) => items.AddVector(name, items.Tensor(tensor, length), length);

    private StreamWeight Matrix(string name, string tensor, Polynomial outputs, Polynomial inputs) => items.AddMatrix(name, items.Tensor(tensor, outputs, inputs), outputs, inputs);

    /// <summary>Rows for the output of a layer: one for each step, or one for a vector.</summary>
    private StreamRows AddRows(Layer layer, Polynomial width, string note) =>
        items.AddRows(layer.Property, width, layer.Output is VectorShape && span == StreamSpan.Sequence ? StreamExtent.Step : StreamExtent.Block, note);

    /// <summary>A product of all steps.</summary>
    private void Multiply(StreamWeight matrix, StreamWeight? bias, StreamRows source, StreamRows target) => _steps.Add(new MultiplyRows(matrix, bias, OfStep(source), OfStep(target), _count));

    /// <summary>A loop over the columns of rows.</summary>
    private void Pass(string name, string note, IReadOnlyList<StreamRows> sources, StreamRows target, ActivationFunction? function)
    {
        Note(note);
        _steps.Add(new RunPass(items.AddPass(name, note, sources, target, function), _count));
        _current = target;
    }

    private void Note(string text) => _steps.Add(new StreamNote(text));
}
