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

    /// <summary>Whether a type is a module, a parameter or an array of such.</summary>
    public static bool HoldsWeights(ITypeSymbol type) =>
        type is IArrayTypeSymbol array
            ? HoldsWeights(array.ElementType)
            : IsModule(type) || Bases(type).Any(level =>
                level is { Name: "Parameter", ContainingNamespace: { Name: "Modules", ContainingNamespace.Name: "TorchSharp" } });

    private static IEnumerable<ITypeSymbol> Bases(ITypeSymbol type)
    {
        for (var level = type; level is not null; level = level.BaseType)
        {
            yield return level;
        }
    }
}
