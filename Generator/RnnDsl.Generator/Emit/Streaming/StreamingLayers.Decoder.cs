using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Streaming;

/// <content>The layers of a decoder: attention, the summary vector, readouts and copying. A decoder computes one step at a time.</content>
internal sealed partial class StreamingLayers
{
    private StreamingRows? _token;
    private StreamingRows? _output;
    private StreamingRows? _feed;
    private (string Row, Polynomial Width)? _context;

    /// <summary>The attention that reads the state of a layer below it, and where its statements belong.</summary>
    private (StatelessLayer Layer, AttentionOperation Operation, StreamingRows Joined, int Place, Polynomial Before)? _waiting;

    /// <summary>The readout that the first recurrent layer reads at the next step; null for a decoder without input feeding.</summary>
    public ReadoutLayer? Feed { get; init; }

    /// <summary>What an encoder-decoder makes of its memory, as arguments and as statements: see <see cref="StreamingMemory"/>.</summary>
    public StreamingMemory? Memory { get; private set; }

    public Action<StatelessLayer> Visit(AttentionOperation operation) => layer =>
    {
        var read = Current!;
        var joined = members.AddRows(layer.Property, read.Width + operation.ContextSize, StreamingExtent.Block, $"{layer.Key}: input and context vector");
        _context = ($"ref {joined.Field}.Row({joined.IndexOf(_first)}, {members.Size(read.Width)})", operation.ContextSize);
        Memory = new StreamingMemory(layer, operation, members);
        Section($"{layer.Key}: input and context vector, concatenated.");
        members.Body.Add($"{members.Types["StreamFunctions"]}.Copy(ref {read.Field}.Row({read.IndexOf(_first)}), ref {joined.Field}.Row({joined.IndexOf(_first)}), {members.Size(read.Width)});");
        var waiting = (layer, operation, joined, members.Body.Count, read.Width);
        if (operation.BeforeCell)
        {
            _waiting = waiting;
        }
        else
        {
            Attend(waiting, read.Field, read.IndexOf(_first));
        }

        Current = joined;
    };

    public Action<StatelessLayer> Visit(ContextOperation operation) => layer =>
    {
        var (read, functions) = (Current!, members.Types["StreamFunctions"]);
        var joined = members.AddRows(layer.Property, read.Width + operation.SummarySize, StreamingExtent.Block, $"{layer.Key}: input and the summary vector of the source");
        Section($"{layer.Key}: input and the summary vector of the source, concatenated.");
        members.Body.Add($"{functions}.Copy(ref {read.Field}.Row({read.IndexOf(_first)}), ref {joined.Field}.Row({joined.IndexOf(_first)}), {members.Size(read.Width)});");
        members.Body.Add($"{functions}.Copy(ref _memory.Summary.Row(0), ref {joined.Field}.Row({joined.IndexOf(_first)}, {members.Size(read.Width)}), {members.Size(operation.SummarySize)});");
        Current = joined;
    };

    public Action<StatelessLayer> Visit(ReadoutOperation operation) => layer =>
    {
        List<(string Row, Polynomial Width)> parts = [(Row(Current!), Current!.Width)];
        if (operation.AddsContext)
        {
            parts.Add(_context!.Value);
        }

        if (operation.AddsSummary)
        {
            parts.Add(("ref _memory.Summary.Row(0)", ContextLayer.SummarySize));
        }

        if (operation.AddsToken)
        {
            parts.Add((Row(_token!), _token!.Width));
        }

        // A row that is shorter than its matrix would be read beyond its end.
        if (parts.Aggregate((Polynomial)0, (sum, part) => sum + part.Width) is var width && width != operation.InputSize)
        {
            throw new InvalidOperationException($"The inputs of '{layer.Key}' have {width} features, and its matrix {operation.InputSize}.");
        }

        var matrix = Matrix(layer.Property, layer.Key + ".weight", operation.ProjectionSize, operation.InputSize);
        var bias = Vector(layer.Property + "Bias", layer.Key + ".bias", operation.ProjectionSize);
        var read = parts.Count == 1 ? Current : Concatenate(layer, "Input", $"{layer.Key}: {operation.Parts}, concatenated.", parts);
        var projection = members.AddRows(layer.Property, operation.ProjectionSize, StreamingExtent.Block, $"{layer.Key}: readout of {operation.Parts}");
        Section($"{layer.Key}: readout of {operation.Parts}, {members.Note(operation.InputSize)} → {operation.ProjectionSize}.");
        Multiply(matrix, bias, read, projection);
        Current = projection;
        switch (operation.Function)
        {
            case ReadoutFunction.Tanh:
                members.Body.Add($"{members.Types["StreamFunctions"]}.Tanh<TLane>({Row(projection)}, {members.Size(projection.Width)});");
                break;

            case ReadoutFunction.Maxout:
                Current = members.AddRows(layer.Property + "Maxout", WidthOf(layer.Output), StreamingExtent.Block, $"{layer.Key}: maxout");
                members.Body.Add($"{members.Types["StreamFunctions"]}.Maxout({Row(projection)}, {Row(Current)}, {members.Size(Current.Width)});");
                break;
        }

        if (_feed is not null && layer == Feed)
        {
            members.Body.Add($"{members.Types["StreamFunctions"]}.Copy({Row(Current)}, ref {_feed.Field}.Row({_feed.IndexOf(_first)}), {members.Size(_feed.Width)});");
        }
    };

    public Action<StatelessLayer> Visit(CopyOperation operation) => layer =>
    {
        var scores = Current!;
        var matrix = Matrix(layer.Property + "Gate", layer.Key + ".gate.weight", 1, operation.GateInputSize);
        var bias = Vector(layer.Property + "GateBias", layer.Key + ".gate.bias", 1);
        var read = Concatenate(layer, "Input", $"{layer.Key}: state, context and token, concatenated.", [(Row(_output!), _output!.Width), _context!.Value, (Row(_token!), _token!.Width)]);
        var gate = members.AddRows(layer.Property + "Gate", 1, StreamingExtent.Block, $"{layer.Key}: the gate's pre-activation");
        var result = members.AddRows(layer.Property, WidthOf(layer.Output), StreamingExtent.Block, $"{layer.Key}: log-probabilities");
        Section($"{layer.Key}: log-probabilities, a mixture of generation from the vocabulary and copying from the source.");
        Multiply(matrix, bias, read, gate);
        members.Body.Add($"_memory.Copy<TLane>({Row(scores)}, {members.Size(scores.Width)}, {gate.Field}.Row({gate.IndexOf(_first)}), {Row(result)}, {members.Size(result.Width)});");
        Current = result;
    };

    /// <summary>The row of the step, by reference.</summary>
    private string Row(StreamingRows rows) => $"ref {rows.Field}.Row({rows.IndexOf(_first)})";

    /// <summary>What the token has become where something first reads it.</summary>
    private void CaptureToken(Layer layer)
    {
        if (_token is null && layer is RecurrentLayer or AttentionLayer or ContextLayer or ReadoutLayer)
        {
            _token = Current;
        }
    }

    /// <summary>Input feeding: the readout of the step before is an input of the first recurrent layer.</summary>
    private void ReadFeed(RecurrentLayer layer)
    {
        if (Feed is null || _feed is not null)
        {
            return;
        }

        _feed = members.AddRows("AttentionalFeed", Feed.Size, StreamingExtent.State, $"{Feed.Key}: the readout of the previous step, and of this one");
        Current = Concatenate(layer, "Input", $"{layer.Key}: input and the readout of the previous step, concatenated.", [(Row(Current!), Current!.Width), ($"ref {_feed.Field}.Row({_first})", _feed.Width)]);
    }

    private StreamingRows Concatenate(Layer layer, string name, string note, IReadOnlyList<(string Row, Polynomial Width)> parts)
    {
        var joined = members.AddRows(layer.Property + name, parts.Aggregate((Polynomial)0, (sum, part) => sum + part.Width), StreamingExtent.Block, note.TrimEnd('.'));
        Section(note);
        var before = (Polynomial)0;
        foreach (var (row, width) in parts)
        {
            var column = before == 0 ? "" : ", " + members.Size(before);
            members.Body.Add($"{members.Types["StreamFunctions"]}.Copy({row}, ref {joined.Field}.Row({joined.IndexOf(_first)}{column}), {members.Size(width)});");
            before += width;
        }

        return joined;
    }

    /// <summary>Adds an attention whose query is the previous state of a layer, which now has rows.</summary>
    private void Attend(RecurrentLayer layer, int number, StreamingCell cell)
    {
        if (_waiting is { } waiting && number == 0)
        {
            Attend(waiting, cell.Output.Field, _first);
            _waiting = null;
        }
    }

    private void Attend((StatelessLayer Layer, AttentionOperation Operation, StreamingRows Joined, int Place, Polynomial Before) attention, string query, string row)
    {
        var (_, _, joined, place, before) = attention;
        var lines = Memory!.Attend(query, row, _first, joined, members.Size(before));
        members.Body.InsertRange(place, lines);
    }
}
