using RnnDsl.Generator.Common;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>The weight matrices from the encoder's final states to each state of the decoder.</summary>
internal static class EncoderDecoderBridges
{
    public static IEnumerable<EncoderDecoderBridge> Of(EncoderDecoder encoderDecoder)
    {
        var names = StateNames.Of(encoderDecoder.Decoder.Model);
        return encoderDecoder.Decoder.Model.Recurrences.SelectMany((layer, i) =>
            layer.States.Zip(names[i], (state, name) => new EncoderDecoderBridge(name, InputSize(encoderDecoder), layer.Layers, layer.SizeOf(state))));
    }

    /// <summary>The number of features of the encoder's final states.</summary>
    private static Polynomial InputSize(EncoderDecoder encoderDecoder)
    {
        var encoder = encoderDecoder.Encoder.Model;
        return encoderDecoder.Bridge == BridgeKind.DenseMean ? encoderDecoder.MemorySize
            : encoder.Output is VectorShape vector ? vector.Features
            : encoder.Recurrences.Aggregate((Polynomial)0, (sum, layer) =>
                layer.States.Aggregate(sum, (all, state) => all + (layer.Layers * layer.Directions * layer.SizeOf(state))));
    }
}

/// <summary>The bridge to one state of a decoder.</summary>
/// <param name="State">The state's property.</param>
/// <param name="InputSize">The number of input features.</param>
/// <param name="Layers">The number of layers with this state.</param>
/// <param name="Size">The size of the state.</param>
internal sealed record EncoderDecoderBridge(string State, Polynomial InputSize, int Layers, Polynomial Size)
{
    public string Property => "Bridge" + State;

    /// <summary>The key in the state_dict.</summary>
    public string Key => Identifiers.ToCamelCase(Property);
}
