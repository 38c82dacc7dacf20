namespace RnnDsl.Generator.Parsing;

/// <summary>A method of the class itself.</summary>
/// <param name="Method">The name that was written.</param>
/// <param name="Features">What it makes of the features; null where it keeps them.</param>
/// <param name="Found">What stands in the class under that name.</param>
internal sealed record ApplyDeclaration(string? Name, string Method, SizeArgument? Features, ApplyMethod Found)
    : LayerDeclaration("Apply", Name), ISizedDeclaration
{
    public IEnumerable<SizeOfLayer> Sizes => Features is null ? [] : [new(Features, "number of features", "Features")];
}

/// <summary>A method that is to be applied, as far as the class has it.</summary>
/// <param name="Fit">Whether it can be called.</param>
/// <param name="TakesLengths">Whether it asks for the lengths as well.</param>
/// <param name="Display">As C# shows it; where there is none, the name that was probably meant, or nothing.</param>
internal sealed record ApplyMethod(ApplyFit Fit, bool TakesLengths, string Display)
{
    /// <summary>Whether it is called without an instance.</summary>
    public bool IsStatic { get; init; }
}

internal enum ApplyFit
{
    Fits,
    Missing,
    WrongSignature,
}

/// <summary>A module of the user's own.</summary>
/// <param name="Type">The type, as emitted code names it.</param>
/// <param name="Features">What it makes of the features; null where it keeps them.</param>
internal sealed record ModuleDeclaration(string? Name, UserModule Type, SizeArgument? Features)
    : LayerDeclaration("Module", Name), ISizedDeclaration
{
    public IEnumerable<SizeOfLayer> Sizes => Features is null ? [] : [new(Features, "number of features", "Features")];
}

/// <summary>The type of a user's module.</summary>
/// <param name="FullName">With <c>global::</c>.</param>
/// <param name="Display">As messages name it.</param>
/// <param name="Fit">Whether it can be made.</param>
/// <param name="FeaturesType">The type of the constructor's parameter for the features; null where it takes none.</param>
/// <param name="Accessibility">The property's, so that it is not seen farther than its type.</param>
internal sealed record UserModule(string FullName, string Display, ModuleFit Fit, string? FeaturesType, string Accessibility)
{
    /// <summary>The member that must be given a value where the module is made; null where there is none.</summary>
    public string? RequiredMember { get; init; }
}

internal enum ModuleFit
{
    Fits,
    NotAModule,
    Abstract,
    NoConstructor,
    OutOfReach,

    /// <summary>A model, which is derived from nn.Module by its generated half.</summary>
    Model,

    /// <summary>A class with equations.</summary>
    Cell,
    RequiresMember,

    /// <summary>C# refuses every call of its constructor.</summary>
    Obsolete,
}
