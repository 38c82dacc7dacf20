namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>The runtime's enumeration ParameterInitialization, in its order.</summary>
internal enum ParameterInitializationKind
{
    Uniform,
    Zeros,
    Ones,
    Constant,
    Normal,
    Xavier,
    Orthogonal,
    Identity,
}
