using RnnDsl.Generator.Common;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>The matrices between what an encoder has read and each of its decoder's states.</summary>
internal static class PairBridges
{
    public static IEnumerable<PairBridge> Of(Pair pair)
    {
        var names = StateNames.Of(pair.Decoder.Model);
        return pair.Decoder.Model.Recurrences.SelectMany((layer, i) =>
            layer.States.Zip(names[i], (state, name) => new PairBridge(name, InputSize(pair), layer.Layers, layer.SizeOf(state))));
    }

    /// <summary>How many numbers there are of what the encoder has read.</summary>
    private static Polynomial InputSize(Pair pair)
    {
        var encoder = pair.Encoder.Model;
        return pair.Bridge == BridgeKind.DenseMean ? pair.MemorySize
            : encoder.Output is VectorShape vector ? vector.Features
            : encoder.Recurrences.Aggregate((Polynomial)0, (sum, layer) =>
                layer.States.Aggregate(sum, (all, state) => all + (layer.Layers * layer.Directions * layer.SizeOf(state))));
    }
}

/// <summary>What makes one state of a decoder.</summary>
/// <param name="State">The state's property.</param>
/// <param name="InputSize">How many numbers it reads.</param>
/// <param name="Layers">How many layers begin with it.</param>
/// <param name="Size">How long it is.</param>
internal sealed record PairBridge(string State, Polynomial InputSize, int Layers, Polynomial Size)
{
    public string Property => "Bridge" + State;

    /// <summary>The key in the state_dict.</summary>
    public string Key => Identifiers.ToCamelCase(Property);
}
