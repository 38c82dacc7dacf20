using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>User-defined code.</summary>
/// <param name="Features">The number of output features; null if it keeps the shape.</param>
internal abstract record UserCodeOperation(Polynomial? Features) : Operation;

/// <summary>A method of the class.</summary>
/// <param name="Method">Its name.</param>
/// <param name="IsStatic">Whether it is static.</param>
/// <param name="TakesLengths">Whether it takes the lengths as well.</param>
internal sealed record UserMethodOperation(string Method, bool IsStatic, bool TakesLengths, Polynomial? Features) : UserCodeOperation(Features)
{
    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>A user-defined module.</summary>
/// <param name="Type">Its type.</param>
/// <param name="InputSize">The number of input features.</param>
internal sealed record UserModuleOperation(Layers.UserModule Type, Polynomial InputSize, Polynomial? Features) : UserCodeOperation(Features)
{
    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);
}

internal partial interface IOperationVisitor<out T>
{
    T Visit(UserMethodOperation operation);

    T Visit(UserModuleOperation operation);
}
