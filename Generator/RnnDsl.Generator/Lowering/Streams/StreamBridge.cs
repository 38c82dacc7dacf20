using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Streams;

/// <summary>Plans what a decoder begins with: its initial states, and the summary vector of the source.</summary>
/// <param name="encoderDecoder">The encoder-decoder.</param>
/// <param name="encoder">The planned encoder.</param>
/// <param name="source">What planned it.</param>
/// <param name="target">What planned the decoder.</param>
/// <param name="items">Receives what the bridge declares.</param>
internal sealed class StreamBridge(EncoderDecoder encoderDecoder, StreamSide encoder, StreamBuilder source, StreamBuilder target, StreamItems items)
{
    private readonly List<StreamStep> _steps = [];

    private bool HasVector => encoderDecoder.Encoder.Model.Output is VectorShape;

    private IReadOnlyList<StreamRecurrence> Sources => [.. encoderDecoder.Encoder.Model.Recurrences.Select(source.Of)];

    private IReadOnlyList<StreamRecurrence> Targets => [.. encoderDecoder.Decoder.Model.Recurrences.Select(target.Of)];

    private RowsPlace Output => new(encoder.Output, StreamRow.OfStep, 0);

    public IReadOnlyList<StreamStep> Build()
    {
        if (encoderDecoder.Decoder.Model.Context is not null)
        {
            Summarise();
        }

        switch (encoderDecoder.Bridge)
        {
            case BridgeKind.Last when HasVector:
                Note("Initial decoder state: the output of the encoder.");
                foreach (var state in Targets.Select(recurrence => recurrence.State(0, 0)))
                {
                    Copy(Output, state);
                }

                break;

            case BridgeKind.Last:
                CopyFinalStates();
                break;

            case BridgeKind.Mean:
                var mean = Mean();
                foreach (var state in Targets.SelectMany(recurrence => Enumerable.Range(0, recurrence.Count).Select(number => recurrence.State(number, 0))))
                {
                    Copy(RowsPlace.First(mean), state);
                }

                break;

            case BridgeKind.Dense:
                Project(FinalStates());
                break;

            case BridgeKind.DenseMean:
                Project(Mean());
                break;
        }

        return _steps;
    }

    private void Summarise()
    {
        Note("One summary vector of the source, which the decoder reads at every step.");
        if (HasVector)
        {
            Copy(Output, new SummaryPlace(0), encoderDecoder.SummarySize);
        }
        else
        {
            var last = Sources[Sources.Count - 1];
            _steps.AddRange(last.CopyFinal(last.Count - 1, 0, new SummaryPlace(0)));
        }
    }

    private void CopyFinalStates()
    {
        Note("Initial decoder state: the encoder's final states.");
        foreach (var (from, to) in Sources.Zip(Targets, (from, to) => (from, to)))
        {
            for (var number = 0; number < to.Count; number++)
            {
                for (var state = 0; state < to.StateCount; state++)
                {
                    _steps.AddRange(from.CopyFinal(number, state, RowsPlace.First(to.State(number, state))));
                }
            }
        }
    }

    /// <summary>The mean of the encoder's outputs.</summary>
    private StreamRows Mean()
    {
        var mean = items.AddRows("BridgeInput", encoderDecoder.MemorySize, StreamExtent.Step, "bridge: the mean of the encoder's outputs");
        Note("The mean of the encoder's outputs.");
        _steps.Add(new MeanOfRows(Output, encoder.Count, RowsPlace.First(mean)));
        return mean;
    }

    /// <summary>The final states of the encoder, concatenated: of each of its states those of all layers, direction by direction.</summary>
    private StreamRows FinalStates()
    {
        var size = EncoderDecoderBridges.Of(encoderDecoder).First().InputSize;
        var joined = items.AddRows("BridgeInput", size, StreamExtent.Step, "bridge: the final encoder states");
        Note("The final encoder states, concatenated.");
        if (HasVector)
        {
            Copy(Output, joined);
            return joined;
        }

        var before = (Polynomial)0;
        foreach (var recurrence in Sources)
        {
            for (var state = 0; state < recurrence.StateCount; state++)
            {
                foreach (var final in Enumerable.Range(0, recurrence.Count).SelectMany(number => recurrence.Final(number, state)))
                {
                    Copy(final, RowsPlace.First(joined) with { Column = before }, final.Rows.Width);
                    before += final.Rows.Width;
                }
            }
        }

        return joined;
    }

    /// <summary>Initial states that are tanh(W s + b) of a vector.</summary>
    private void Project(StreamRows vector)
    {
        var bridges = EncoderDecoderBridges.Of(encoderDecoder).GetEnumerator();
        foreach (var recurrence in Targets)
        {
            for (var state = 0; state < recurrence.StateCount && bridges.MoveNext(); state++)
            {
                var bridge = bridges.Current;
                var outputs = bridge.Layers * bridge.Size;
                var matrix = items.AddMatrix(bridge.Property, items.Tensor(bridge.Key + ".weight", outputs, bridge.InputSize), outputs, bridge.InputSize);
                var bias = items.AddVector(bridge.Property + "Bias", items.Tensor(bridge.Key + ".bias", outputs), outputs);
                var result = items.AddRows(bridge.Property, outputs, StreamExtent.Step, $"{bridge.Key}: the initial {bridge.State} of the decoder");
                Note($"Initial {bridge.State} of the decoder: tanh(W s + b).");
                _steps.Add(new MultiplyRows(matrix, bias, RowsPlace.First(vector), RowsPlace.First(result), StreamCount.One));
                _steps.Add(new TanhRows(RowsPlace.First(result), StreamCount.One));
                for (var number = 0; number < recurrence.Count; number++)
                {
                    Copy(RowsPlace.First(result) with { Column = number * bridge.Size }, RowsPlace.First(recurrence.State(number, state)), bridge.Size);
                }
            }
        }
    }

    private void Copy(RowsPlace from, StreamRows to) => Copy(from, RowsPlace.First(to), to.Width);

    private void Copy(StreamPlace from, StreamPlace to, Polynomial width) => _steps.Add(new CopyColumns(from, to, width, StreamCount.One));

    private void Note(string text) => _steps.Add(new StreamNote(text));
}
