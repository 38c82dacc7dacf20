namespace RnnDsl.Generator.Parsing;

/// <summary>A method of the class.</summary>
/// <param name="Method">The name as written.</param>
/// <param name="Features">The number of output features; null if it keeps them.</param>
/// <param name="Found">The method of that name in the class.</param>
internal sealed record ApplyDeclaration(string? Name, string Method, SizeArgument? Features, ApplyMethod Found)
    : LayerDeclaration("Apply", Name), ISizedDeclaration
{
    public IEnumerable<SizeOfLayer> Sizes => Features is null ? [] : [new(Features, "number of features", "Features")];
}

/// <summary>The method of an <c>[Apply]</c>.</summary>
/// <param name="Fit">Whether it can be called.</param>
/// <param name="TakesLengths">Whether it takes the lengths as well.</param>
/// <param name="Display">Its signature as C# prints it; if there is none, the most similar name, or nothing.</param>
internal sealed record ApplyMethod(ApplyFit Fit, bool TakesLengths, string Display)
{
    /// <summary>Whether it is static.</summary>
    public bool IsStatic { get; init; }
}

internal enum ApplyFit
{
    Fits,
    Missing,
    WrongSignature,
}

/// <summary>A user-defined module.</summary>
/// <param name="Type">The type, by its name in emitted code.</param>
/// <param name="Features">The number of output features; null if it keeps them.</param>
internal sealed record ModuleDeclaration(string? Name, UserModule Type, SizeArgument? Features)
    : LayerDeclaration("Module", Name), ISizedDeclaration
{
    public IEnumerable<SizeOfLayer> Sizes => Features is null ? [] : [new(Features, "number of features", "Features")];
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
