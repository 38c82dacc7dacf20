using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Streaming;

/// <summary>Writes what a decoder begins with: its initial states, and the summary vector of the source.</summary>
internal sealed class StreamingBridge
{
    private readonly EncoderDecoder _encoderDecoder;
    private readonly StreamingLayers _source;
    private readonly StreamingLayers _target;
    private readonly StreamingMembers _encoding;
    private readonly StreamingMembers _bridging;
    private readonly StreamingMembers _decoding;
    private readonly string _functions;
    private readonly List<string> _lines = [];

    public StreamingBridge(EncoderDecoder encoderDecoder, StreamingLayers source, StreamingLayers target, StreamingMembers encoding, StreamingMembers bridging, StreamingMembers decoding)
    {
        (_encoderDecoder, _source, _target, _encoding, _bridging, _decoding) = (encoderDecoder, source, target, encoding, bridging, decoding);
        _functions = encoding.Types["StreamFunctions"];
        if (encoderDecoder.Decoder.Model.Context is not null)
        {
            Summarise();
        }

        Bridge();
    }

    /// <summary>The statements behind those of the encoder.</summary>
    public IReadOnlyList<string> Lines => _lines;

    private bool HasVector => _encoderDecoder.Encoder.Model.Output is VectorShape;

    private IReadOnlyList<RecurrentLayer> Sources => [.. _encoderDecoder.Encoder.Model.Recurrences];

    private IReadOnlyList<RecurrentLayer> Targets => [.. _encoderDecoder.Decoder.Model.Recurrences];

    private string Output => $"ref {_source.Current!.Field}.Row({_source.FirstRow})";

    private void Summarise()
    {
        Section("One summary vector of the source, which the decoder reads at every step.");
        if (HasVector)
        {
            _lines.Add($"{_functions}.Copy({Output}, ref _memory.Summary.Row(0), {_encoding.Size(_encoderDecoder.SummarySize)});");
        }
        else
        {
            var last = _source.Of(Sources[Sources.Count - 1]);
            StreamingLayers.CopyFinal(last, last.Count - 1, 0, "_memory.Summary.Row(0", _encoding, _lines);
        }
    }

    private void Bridge()
    {
        switch (_encoderDecoder.Bridge)
        {
            case BridgeKind.Last when HasVector:
                Section("Initial decoder state: the output of the encoder.");
                foreach (var state in Targets.Select(layer => _target.Of(layer).State(0, 0)))
                {
                    _lines.Add($"{_functions}.Copy({Output}, ref {state.Field}.Row(0), {_decoding.Size(state.Width)});");
                }

                break;

            case BridgeKind.Last:
                Section("Initial decoder state: the encoder's final states.");
                foreach (var (source, target) in Sources.Zip(Targets, (source, target) => (_source.Of(source), _target.Of(target))))
                {
                    for (var number = 0; number < target.Count; number++)
                    {
                        for (var state = 0; state < target.Layer.States.Count(); state++)
                        {
                            StreamingLayers.CopyFinal(source, number, state, $"{target.State(number, state).Field}.Row(0", _encoding, _lines);
                        }
                    }
                }

                break;

            case BridgeKind.Mean:
                var mean = Mean();
                foreach (var target in Targets.Select(_target.Of))
                {
                    for (var number = 0; number < target.Count; number++)
                    {
                        var state = target.State(number, 0);
                        _lines.Add($"{_functions}.Copy(ref {mean.Field}.Row(0), ref {state.Field}.Row(0), {_decoding.Size(state.Width)});");
                    }
                }

                break;

            case BridgeKind.Dense:
                Dense(Known());
                break;

            case BridgeKind.DenseMean:
                Dense(Mean());
                break;
        }
    }

    /// <summary>The mean of the encoder's outputs.</summary>
    private StreamingRows Mean()
    {
        var mean = _bridging.AddRows("BridgeInput", _encoderDecoder.MemorySize, StreamingExtent.Step, "bridge: the mean of the encoder's outputs");
        Section("The mean of the encoder's outputs.");
        _lines.Add($"{_functions}.Mean<TLane>({_source.Current!.Field}.At({_source.FirstRow}), {_source.Steps}, ref {mean.Field}.Row(0), {_encoding.Size(mean.Width)});");
        return mean;
    }

    /// <summary>The final states of the encoder, concatenated: of each of its states those of all layers, direction by direction.</summary>
    private StreamingRows Known()
    {
        var size = EncoderDecoderBridges.Of(_encoderDecoder).First().InputSize;
        var known = _bridging.AddRows("BridgeInput", size, StreamingExtent.Step, "bridge: the final encoder states");
        Section("The final encoder states, concatenated.");
        if (HasVector)
        {
            _lines.Add($"{_functions}.Copy({Output}, ref {known.Field}.Row(0), {_encoding.Size(size)});");
            return known;
        }

        var before = (Polynomial)0;
        foreach (var source in Sources.Select(_source.Of))
        {
            for (var state = 0; state < source.Layer.States.Count(); state++)
            {
                foreach (var (rows, row) in Enumerable.Range(0, source.Count).SelectMany(number => source.Final(number, state)))
                {
                    _lines.Add($"{_functions}.Copy(ref {rows.Field}.Row({row}), ref {known.Field}.Row(0{(before == 0 ? "" : ", " + _encoding.Size(before))}), {_encoding.Size(rows.Width)});");
                    before += rows.Width;
                }
            }
        }

        return known;
    }

    private void Dense(StreamingRows input)
    {
        var bridges = EncoderDecoderBridges.Of(_encoderDecoder).GetEnumerator();
        foreach (var target in Targets.Select(_target.Of))
        {
            for (var state = 0; state < target.Layer.States.Count() && bridges.MoveNext(); state++)
            {
                var bridge = bridges.Current;
                var outputs = bridge.Layers * bridge.Size;
                var matrix = _bridging.AddWeight("StreamMatrix", bridge.Property, $"reader.Matrix({_bridging.Tensor(bridge.Key + ".weight", outputs, bridge.InputSize)})", $"[{outputs}, {bridge.InputSize}]");
                var bias = _bridging.AddWeight("StreamRows", bridge.Property + "Bias", $"{_bridging.Types["WeightReader"]}.Vector({_bridging.Tensor(bridge.Key + ".bias", outputs)})", $"[{outputs}]");
                var result = _bridging.AddRows(bridge.Property, outputs, StreamingExtent.Step, $"{bridge.Key}: the initial {bridge.State} of the decoder");
                Section($"Initial {bridge.State} of the decoder: tanh(W s + b).");
                _lines.Add($"_weights.{matrix.Field}.Multiply<TLane>({input.Field}, _weights.{bias.Field}, {result.Field}, 1);");
                _lines.Add($"{_functions}.Tanh<TLane>(ref {result.Field}.Row(0), {_bridging.Size(outputs)});");
                for (var number = 0; number < target.Count; number++)
                {
                    var column = number == 0 ? "" : ", " + _bridging.Size(number * bridge.Size);
                    _lines.Add($"{_functions}.Copy(ref {result.Field}.Row(0{column}), ref {target.State(number, state).Field}.Row(0), {_bridging.Size(bridge.Size)});");
                }
            }
        }
    }

    private void Section(string comment)
    {
        _lines.Add("");
        _lines.Add("// " + comment);
    }
}
