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

    public override void AddTo(IMethodBody body) =>
        body.Compute(this, "user-defined method.", TakesLengths && body.Input is SequenceShape && body.Lengths is { } lengths ? [body.Current, lengths] : [body.Current]);
}

/// <summary>A user-defined module.</summary>
/// <param name="Type">Its type.</param>
/// <param name="InputSize">The number of input features.</param>
internal sealed record UserModuleOperation(UserModule Type, Polynomial InputSize, Polynomial? Features) : UserCodeOperation(Features)
{
    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);

    public override void AddTo(IMethodBody body) => body.Compute(this, $"user-defined module {Type.Display}.");
}

internal partial interface IOperationVisitor<out T>
{
    T Visit(UserMethodOperation operation);

    T Visit(UserModuleOperation operation);
}

/// <summary>The type of a user-defined module.</summary>
/// <param name="FullName">With <c>global::</c>.</param>
/// <param name="Display">Its name in messages.</param>
/// <param name="Fit">Whether it can be created.</param>
/// <param name="FeaturesType">The type of the constructor's parameter for the features; null if it has none.</param>
/// <param name="Accessibility">The accessibility of the property, at most that of its type.</param>
internal sealed record UserModule(string FullName, string Display, ModuleFit Fit, string? FeaturesType, string Accessibility)
{
    /// <summary>A required member; null if there is none.</summary>
    public string? RequiredMember { get; init; }
}

internal enum ModuleFit
{
    Fits,
    NotAModule,
    Abstract,
    NoConstructor,
    OutOfReach,

    /// <summary>A model, whose generated part derives from nn.Module.</summary>
    Model,

    /// <summary>A class with equations.</summary>
    Cell,
    RequiresMember,

    /// <summary>The constructor is obsolete as an error.</summary>
    Obsolete,
}
