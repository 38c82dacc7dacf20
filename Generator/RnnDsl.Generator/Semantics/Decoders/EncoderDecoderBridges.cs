using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>The weight matrices from the encoder's final states to each state of the decoder.</summary>
internal static class EncoderDecoderBridges
{
    public static IEnumerable<EncoderDecoderBridge> Of(EncoderDecoder encoderDecoder)
    {
        var names = StateNames.Of(encoderDecoder.Decoder.Model);
        return encoderDecoder.Decoder.Model.Recurrences.SelectMany((layer, i) =>
            layer.Operation.States.Zip(names[i], (state, name) => new EncoderDecoderBridge(name, InputSize(encoderDecoder), layer.Operation.Layers, state.Size)));
    }

    /// <summary>The number of features of the encoder's final states.</summary>
    private static Polynomial InputSize(EncoderDecoder encoderDecoder)
    {
        var encoder = encoderDecoder.Encoder.Model;
        return encoderDecoder.Bridge == BridgeKind.DenseMean ? encoderDecoder.MemorySize
            : encoder.Output is VectorShape vector ? vector.Features
            : encoder.Recurrences.Select(layer => layer.Operation).Aggregate((Polynomial)0, (sum, recurrence) =>
                recurrence.States.Aggregate(sum, (all, state) => all + (recurrence.Layers * recurrence.Directions * state.Size)));
    }
}
