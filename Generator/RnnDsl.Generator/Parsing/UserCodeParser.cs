using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Parsing;

/// <summary>Reads the user-defined methods and modules of a declaration.</summary>
internal static class UserCodeParser
{
    /// <summary>The signature without namespaces: <c>Tensor Warp(Tensor x, double by)</c>.</summary>
    private static readonly SymbolDisplayFormat Short = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameOnly,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeRef,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeParamsRefOut,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The method of a class with a name.</summary>
    public static ApplyMethod Method(string name, INamedTypeSymbol type)
    {
        var methods = MemberParser.ByHand(type).OfType<IMethodSymbol>().Where(method => method.MethodKind == MethodKind.Ordinary).ToList();
        var named = methods.Where(method => method.Name == name).ToList();
        if (named.Count == 0)
        {
            // A method that fits is preferred over one that does not.
            var candidates = methods.OrderByDescending(method => Parameters(method) > 0).Select(method => method.Name).Distinct();
            return new ApplyMethod(ApplyFit.Missing, false, Nearest.To(name, candidates) ?? "");
        }

        var best = named.OrderByDescending(Parameters).First();
        return new ApplyMethod(Parameters(best) > 0 ? ApplyFit.Fits : ApplyFit.WrongSignature, Parameters(best) == 2, best.ToDisplayString(Short)) { IsStatic = best.IsStatic };
    }

    /// <summary>The number of arguments in the call: 1 for the tensor, 2 with the lengths, 0 if it cannot be called.</summary>
    private static int Parameters(IMethodSymbol method) => method switch
    {
        _ when !IsTensor(method.ReturnType) || method.ReturnsByRef || method.ReturnsByRefReadonly || method.IsGenericMethod
            || method.ReturnType.NullableAnnotation == NullableAnnotation.Annotated
            || method.Parameters.Any(parameter => parameter.RefKind != RefKind.None || parameter.IsParams || !IsTensor(parameter.Type)) => 0,
        { Parameters.Length: 1 } => 1,
        { Parameters: { Length: 2 } parameters } when parameters[1].NullableAnnotation != NullableAnnotation.NotAnnotated => 2,
        _ => 0,
    };

    /// <summary>C# reports a missing type.</summary>
    private static bool IsTensor(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Error || type is { Name: "Tensor", ContainingType: { Name: "torch", ContainingNamespace.Name: "TorchSharp" } };

    /// <summary>The type of a module, as the constructor of a model can create it.</summary>
    public static UserModule Module(ITypeSymbol? module, INamedTypeSymbol model)
    {
        if (module is not INamedTypeSymbol type || type.IsUnboundGenericType)
        {
            return new UserModule("", module?.ToDisplayString(Short) ?? "null", ModuleFit.NotAModule, null, "public");
        }

        var constructor = Constructor(type, model);
        var required = constructor is null ? null : RequiredMembers.First(type, constructor);
        var fit = !TorchTypes.MapsTensors(type) ? WhyNoModule(type)
            : Visibility.Levels(type).Any(level => level.IsFileLocal) ? ModuleFit.OutOfReach
            : type.IsAbstract ? ModuleFit.Abstract
            : constructor is null ? ModuleFit.NoConstructor
            : IsObsolete(constructor) ? ModuleFit.Obsolete
            : required is not null ? ModuleFit.RequiresMember
            : ModuleFit.Fits;
        return new UserModule(
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            type.ToDisplayString(Short),
            fit,
            constructor is null ? null : Features(constructor)?.Type.ToDisplayString(),
            Visibility.OfConstructed(type))
        {
            RequiredMember = required,
        };
    }

    private static ModuleFit WhyNoModule(INamedTypeSymbol type)
    {
        var attributes = type.GetAttributes().Select(attribute => attribute.AttributeClass).OfType<INamedTypeSymbol>().ToList();
        return attributes.Any(attribute => ModelParser.IsModel(attribute) || EncoderDecoderParser.IsEncoderDecoder(attribute)) ? ModuleFit.Model
            : attributes.Any(CellParser.IsCell) ? ModuleFit.Cell
            : ModuleFit.NotAModule;
    }

    /// <summary>The constructor that takes the number of features, else the one without parameters.</summary>
    private static IMethodSymbol? Constructor(INamedTypeSymbol type, INamedTypeSymbol model) =>
        type.InstanceConstructors
            .Where(constructor => IsAccessible(constructor, model) && constructor.Parameters.Skip(1).All(parameter => parameter.IsOptional))
            .Where(constructor => Features(constructor) is null or { RefKind: RefKind.None, Type.SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 })
            .OrderBy(IsObsolete)
            .ThenByDescending(constructor => Features(constructor) is not null)
            .FirstOrDefault();

    /// <summary>Whether a call is an error and not only a warning: [Obsolete("...", error: true)].</summary>
    private static bool IsObsolete(IMethodSymbol constructor) => constructor.GetAttributes().Any(attribute =>
        attribute is { AttributeClass: { Name: "ObsoleteAttribute", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }, ConstructorArguments: { Length: 2 } arguments }
        && arguments[1].Value is true);

    /// <summary>The parameter for the number of features: the only one without a default.</summary>
    private static IParameterSymbol? Features(IMethodSymbol constructor) => constructor.Parameters.FirstOrDefault(parameter => !parameter.IsOptional);

    private static bool IsAccessible(IMethodSymbol constructor, INamedTypeSymbol model) => constructor.DeclaredAccessibility switch
    {
        Accessibility.Public => true,
        Accessibility.Internal or Accessibility.ProtectedOrInternal =>
            SymbolEqualityComparer.Default.Equals(constructor.ContainingAssembly, model.ContainingAssembly),
        _ => false,
    };
}
