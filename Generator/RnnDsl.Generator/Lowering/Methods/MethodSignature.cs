using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Methods;

/// <summary>The parameters and results of a method that computes layers.</summary>
/// <param name="Input">The shape of the input.</param>
/// <param name="Output">The shape of the output.</param>
internal sealed record MethodSignature(Shape Input, Shape Output)
{
    /// <summary>Whether it reads the memory of the sources.</summary>
    public bool ReadsMemory { get; init; }

    /// <summary>Whether it takes the lengths of the sequences.</summary>
    public bool TakesLengths { get; init; }

    /// <summary>Whether it takes a state and returns the one afterwards.</summary>
    public bool CarriesState { get; init; }

    /// <summary>Whether it returns attention weights beside the output.</summary>
    public bool ReturnsWeights { get; init; }
}
