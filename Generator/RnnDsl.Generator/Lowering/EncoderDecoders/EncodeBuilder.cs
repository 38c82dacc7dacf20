using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.EncoderDecoders;

/// <summary>Builds the computation of the decoder's memory and of its initial state.</summary>
internal sealed class EncodeBuilder(EncoderDecoder encoderDecoder, Plan encoder, Plan decoder)
{
    private readonly Model _encoder = encoderDecoder.Encoder.Model;
    private readonly Model _decoder = encoderDecoder.Decoder.Model;
    private readonly List<EncodeStep> _steps = [];
    private readonly MethodValue _source = new("source");
    private readonly MethodValue _output = new("output");

    /// <summary>The encoder's final states; null if nothing reads them.</summary>
    private MethodValue? _known;

    /// <summary>The number of the encoder's outputs of each source; null where all are valid.</summary>
    private MethodValue? _lengths;

    private bool HasVector => _encoder.Output is VectorShape;

    private bool Attends => _decoder.Attention is not null;

    public EncodeMethod Build(string initial)
    {
        Encode();
        CountLengths();
        var summary = _decoder.Context is null ? null : Summary();
        var memory = Memory(summary);
        var bridged = Bridge().ToList();
        var state = new MethodValue("state");
        _steps.Add(new InitialiseState(
            _decoder.ReadsMemory ? memory : null, _output, bridged.ToEquatableArray(),
            $"Initial decoder state: {initial}.", state, decoder.State.Select(tensor => tensor.Shape).Distinct().ToEquatableArray()));
        return new EncodeMethod(_steps.ToEquatableArray(), memory, state);
    }

    private void Encode()
    {
        var (carries, read) = (_encoder.CarriesState, _source);
        var needsState = carries && (encoderDecoder.Bridge is BridgeKind.Last or BridgeKind.Dense || _decoder.Context is not null);
        if (_decoder.Copy is { Extra: > 0 } copy)
        {
            read = new MethodValue("words");
            _steps.Add(new ReplaceExtraTokens(
                _source, _encoder.Layers[0].Property, copy.Extra, copy.Unknown, "Tokens beyond the vocabulary are read as the unknown token.", read, _encoder.Input));
        }

        _known = needsState ? new MethodValue("known") : null;
        _lengths = _encoder.TakesLengths ? new MethodValue("sourceLengths") : null;
        var what = carries ? "the output at every step" + (needsState ? " and the final state." : ".") : HasVector ? "one vector per source." : "the output at every position.";
        _steps.Add(new RunEncoder(read, _lengths, carries, _known, "Encoder: " + what, _output, _encoder.Output));
    }

    private void CountLengths()
    {
        if (_lengths is null || !(Attends || encoderDecoder.Bridge is BridgeKind.Mean or BridgeKind.DenseMean))
        {
            return;
        }

        _steps.Add(new CheckLengths(_source, _lengths));
        if (_encoder.TimeOfLengths is not null)
        {
            var outputs = new MethodValue("lengths");
            _steps.Add(new CountOutputs(_lengths, outputs));
            _lengths = outputs;
        }
    }

    private MethodValue Summary()
    {
        var summary = new MethodValue("summary");
        _steps.Add(new Summarise(
            HasVector ? _output : null, _known, HasVector ? null : encoder.Recurrences[encoder.Recurrences.Count - 1].State[0],
            "One summary vector per source, which the decoder reads at every step.", summary, new VectorShape(encoderDecoder.SummarySize)));
        return summary;
    }

    private MethodValue Memory(MethodValue? summary)
    {
        var memory = new MethodValue("memory");
        if (!_decoder.ReadsMemory)
        {
            _steps.Add(new EmptyMemory(_output, "The decoder reads the initial state only: the memory is empty.", memory));
            return memory;
        }

        List<(MethodValue? Value, Shape Shape)> parts = [];
        if (Attends)
        {
            parts.Add((_output, _encoder.Output));
        }

        if (summary is not null)
        {
            parts.Add((summary, new VectorShape(encoderDecoder.SummarySize)));
        }

        if (_decoder.Copy is not null)
        {
            parts.Add((_source, _encoder.Input));
        }

        if (Attends)
        {
            parts.Add((_lengths, new LengthsShape()));
        }

        _steps.Add(new MakeMemory(
            parts.Select(part => part.Value).ToEquatableArray(),
            "The memory that the decoder reads.",
            memory,
            parts.Where(part => part.Value is not null).Select(part => part.Shape).ToEquatableArray()));
        return memory;
    }

    private IEnumerable<BridgedState> Bridge()
    {
        var states = decoder.Recurrences.SelectMany(recurrence => recurrence.State).ToList();
        switch (encoderDecoder.Bridge)
        {
            case BridgeKind.Last when HasVector:
                return states.Select<StateTensor, BridgedState>(state => state.IsOutput ? new OutputState(state, _output) : new ZeroState(state));

            case BridgeKind.Last:
                return states.Zip(encoder.Recurrences.SelectMany(recurrence => recurrence.State), (state, of) => new EncoderState(state, _known!, of));

            case BridgeKind.Mean:
                var mean = Mean();
                return states.Select<StateTensor, BridgedState>(state => state.IsOutput ? new RepeatedState(state, mean) : new ZeroState(state));

            case BridgeKind.Dense:
                return Dense(Joined());

            case BridgeKind.DenseMean:
                return Dense(Mean());

            default:
                return states.Select(state => new ZeroState(state));
        }

        IEnumerable<BridgedState> Dense(MethodValue vector) => states.Zip(EncoderDecoderBridges.Of(encoderDecoder), (state, bridge) => new DenseState(state, vector, bridge));
    }

    private MethodValue Mean()
    {
        var mean = new MethodValue("mean");
        _steps.Add(new AverageOutputs(_output, _lengths, "The mean of the encoder outputs.", mean, new VectorShape(encoderDecoder.MemorySize)));
        return mean;
    }

    private MethodValue Joined()
    {
        var joined = new MethodValue(HasVector ? "known" : "knownVector");
        _steps.Add(new JoinStates(
            HasVector ? _output : null, _known, "The final encoder states, concatenated.", joined, new VectorShape(EncoderDecoderBridges.Of(encoderDecoder).First().InputSize)));
        return joined;
    }
}
