using RnnDsl.Generator.Common;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Operations;

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
