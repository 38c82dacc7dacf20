using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Streams;

/// <content>The layers of a decoder: attention, the summary vector, readouts and copying. A decoder computes one step at a time.</content>
internal sealed partial class StreamBuilder
{
    /// <summary>What the token has become where something first reads it.</summary>
    private StreamRows? _token;
    private StreamRows? _output;
    private StreamRows? _feed;
    private (StreamPlace Place, Polynomial Width)? _context;

    /// <summary>Where the statements of an attention belong that reads the state of a layer below it, and the column of its context vector.</summary>
    private (string Of, StreamRows Joined, int Place, Polynomial Column)? _waiting;

    /// <summary>The attention; null without one.</summary>
    public StreamAttention? Attention { get; private set; }

    public Action<Layer> Visit(CurrentStateAttentionOperation operation) => layer =>
    {
        var read = Current;
        var joined = JoinContext(layer, operation);
        _steps.AddRange(Attention!.Attend(OfStep(read), OfStep(joined, read.Width)));
    };

    public Action<Layer> Visit(PreviousStateAttentionOperation operation) => layer =>
    {
        var column = Current.Width;
        _waiting = (operation.Of, JoinContext(layer, operation), _steps.Count, column);
    };

    /// <summary>Copies the input of an attention beside its context vector.</summary>
    private StreamRows JoinContext(Layer layer, AttentionOperation operation)
    {
        var read = Current;
        var joined = items.AddRows(layer.Property, read.Width + operation.ContextSize, StreamExtent.Block, $"{layer.Key}: input and context vector");
        _context = (OfStep(joined, read.Width), operation.ContextSize);
        Attention = new StreamAttention(layer.Reference, operation, items);
        Note($"{layer.Key}: input and context vector, concatenated.");
        Copy(OfStep(read), OfStep(joined), read.Width);
        return _current = joined;
    }

    public Action<Layer> Visit(ContextOperation operation) => layer =>
    {
        var read = Current;
        var joined = items.AddRows(layer.Property, read.Width + operation.SummarySize, StreamExtent.Block, $"{layer.Key}: input and the summary vector of the source");
        Note($"{layer.Key}: input and the summary vector of the source, concatenated.");
        Copy(OfStep(read), OfStep(joined), read.Width);
        Copy(new SummaryPlace(0), OfStep(joined, read.Width), operation.SummarySize);
        _current = joined;
    };

    public Action<Layer> Visit(ReadoutOperation operation) => layer =>
    {
        List<(StreamPlace Place, Polynomial Width)> parts = [(OfStep(Current), Current.Width)];
        if (operation.AddsContext)
        {
            parts.Add(_context!.Value);
        }

        if (operation.AddsSummary)
        {
            parts.Add((new SummaryPlace(0), MemorySizes.SummaryFeatures));
        }

        if (operation.AddsToken)
        {
            parts.Add((OfStep(_token!), _token!.Width));
        }

        // A row that is shorter than its matrix would be read beyond its end.
        if (parts.Aggregate((Polynomial)0, (sum, part) => sum + items.Size(part.Width)) is var width && width != items.Size(operation.InputSize))
        {
            throw new InvalidOperationException($"The inputs of '{layer.Key}' have {width} features, and its matrix {operation.InputSize}.");
        }

        var matrix = Matrix(layer.Property, layer.Key + ".weight", operation.ProjectionSize, operation.InputSize);
        var bias = Vector(layer.Property + "Bias", layer.Key + ".bias", operation.ProjectionSize);
        var read = parts.Count == 1 ? Current : Concatenate(layer, $"{layer.Key}: {operation.Parts}, concatenated", parts);
        var projection = items.AddRows(layer.Property, operation.ProjectionSize, StreamExtent.Block, $"{layer.Key}: readout of {operation.Parts}");
        Note($"{layer.Key}: readout of {operation.Parts}, {items.Size(operation.InputSize)} → {operation.ProjectionSize}.");
        Multiply(matrix, bias, read, projection);
        _current = projection;
        switch (operation.Function)
        {
            case ReadoutFunction.Tanh:
                _steps.Add(new TanhRows(OfStep(projection), _count));
                break;

            case ReadoutFunction.Maxout:
                _current = items.AddRows(layer.Property + "Maxout", WidthOf(layer.Output), StreamExtent.Block, $"{layer.Key}: maxout");
                _steps.Add(new MaxoutRows(OfStep(projection), OfStep(Current), _count));
                break;
        }

        if (operation.IsFedBack)
        {
            Copy(OfStep(Current), OfStep(_feed!), _feed!.Width);
        }
    };

    public Action<Layer> Visit(CopyOperation operation) => layer =>
    {
        var scores = Current;
        var matrix = Matrix(layer.Property + "Gate", layer.Key + ".gate.weight", 1, operation.GateInputSize);
        var bias = Vector(layer.Property + "GateBias", layer.Key + ".gate.bias", 1);
        var read = Concatenate(layer, $"{layer.Key}: state, context and token, concatenated", [(OfStep(_output!), _output!.Width), _context!.Value, (OfStep(_token!), _token!.Width)]);
        var gate = items.AddRows(layer.Property + "Gate", 1, StreamExtent.Block, $"{layer.Key}: the gate's pre-activation");
        var result = items.AddRows(layer.Property, WidthOf(layer.Output), StreamExtent.Block, $"{layer.Key}: log-probabilities");
        Note($"{layer.Key}: log-probabilities, a mixture of generation from the vocabulary and copying from the source.");
        Multiply(matrix, bias, read, gate);
        _steps.Add(new MixCopies(OfStep(scores), OfStep(gate), OfStep(result)));
        _current = result;
    };

    /// <summary>Input feeding: the readout of the step before is an input of the first recurrent layer.</summary>
    private void ReadFeed(Layer layer, FedBackOutput fedBack)
    {
        _feed = items.AddRows(nameof(DecoderStateKind.AttentionalFeed), fedBack.Size, StreamExtent.State, $"{fedBack.Layer}: the readout of the previous step, and of this one");
        _current = Concatenate(layer, $"{layer.Key}: input and the readout of the previous step, concatenated", [(OfStep(Current), Current.Width), (new RowsPlace(_feed, StreamRow.BeforeStep, 0), _feed.Width)]);
    }

    private StreamRows Concatenate(Layer layer, string note, IReadOnlyList<(StreamPlace Place, Polynomial Width)> parts)
    {
        var joined = items.AddRows(layer.Property + "Input", parts.Aggregate((Polynomial)0, (sum, part) => sum + part.Width), StreamExtent.Block, note);
        Note(note + ".");
        var before = (Polynomial)0;
        foreach (var (place, width) in parts)
        {
            Copy(place, OfStep(joined, before), width);
            before += items.Size(width);
        }

        return joined;
    }

    private void Copy(StreamPlace source, StreamPlace target, Polynomial width) => _steps.Add(new CopyColumns(source, target, items.Size(width), _count));

    /// <summary>Adds an attention whose query is the previous state of a layer, which now has rows.</summary>
    private void Attend(LayerReference layer, int number, StreamCell cell)
    {
        if (_waiting is { } waiting && waiting.Of == layer.Key && number == 0)
        {
            _steps.InsertRange(waiting.Place, Attention!.Attend(new RowsPlace(cell.Output, StreamRow.BeforeStep, 0), OfStep(waiting.Joined, waiting.Column)));
            _waiting = null;
        }
    }
}
