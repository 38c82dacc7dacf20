using Microsoft.CodeAnalysis;

namespace RnnDsl.Generator.Parsing;

/// <summary>TorchSharp's types, by name: the compiler references no TorchSharp.</summary>
internal static class TorchTypes
{
    /// <summary>Whether a type is <c>torch.nn.Module</c> or derives from it.</summary>
    public static bool IsModule(ITypeSymbol type) =>
        Bases(type).Any(level => level is { Name: "Module", ContainingType: { Name: "nn", ContainingType.Name: "torch" } });

    /// <summary>Whether a type derives from <c>torch.nn.Module&lt;Tensor, Tensor&gt;</c>.</summary>
    public static bool MapsTensors(ITypeSymbol type) =>
        Bases(type).Any(level => level is INamedTypeSymbol { Name: "Module", ContainingType: { Name: "nn", ContainingType.Name: "torch" }, TypeArguments: { Length: 2 } tensors }
            && tensors.All(tensor => tensor is { Name: "Tensor", ContainingType.Name: "torch" }));

    /// <summary>Whether a type is a module or a parameter.</summary>
    public static bool IsWeight(ITypeSymbol type) =>
        IsModule(type) || Bases(type).Any(level => level is { Name: "Parameter", ContainingNamespace: { Name: "Modules", ContainingNamespace.Name: "TorchSharp" } });

    /// <summary>Whether a type is a list, a dictionary, a tuple or any other collection of modules or parameters.</summary>
    public static bool IsCollectionOfWeights(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsWeight(array.ElementType) || IsCollectionOfWeights(array.ElementType),
        INamedTypeSymbol { TypeKind: not TypeKind.Delegate } named when !IsWeight(named) =>
            (named.IsTupleType || named.SpecialType == SpecialType.System_Collections_IEnumerable || named.AllInterfaces.Any(one => one.SpecialType == SpecialType.System_Collections_IEnumerable))
            && named.TypeArguments.Any(argument => IsWeight(argument) || IsCollectionOfWeights(argument)),
        _ => false,
    };

    public static bool IsTensor(ITypeSymbol type) => type is { Name: "Tensor", ContainingType: { Name: "torch", ContainingNamespace.Name: "TorchSharp" } };

    private static IEnumerable<ITypeSymbol> Bases(ITypeSymbol type)
    {
        for (var level = type; level is not null; level = level.BaseType)
        {
            yield return level;
        }
    }
}
