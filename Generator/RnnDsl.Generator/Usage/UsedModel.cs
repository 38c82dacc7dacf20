using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Usage;

/// <summary>A model that is used in code, bound by the generator's parser and binder.</summary>
internal sealed class UsedModel(INamedTypeSymbol type, UsedDeclaration declaration)
{
    public INamedTypeSymbol Type { get; } = type;

    /// <summary>The model, if it is not an encoder-decoder.</summary>
    public Model? Single { get; } = declaration.Model;

    /// <summary>The encoder-decoder, if it is one.</summary>
    public EncoderDecoder? EncoderDecoder { get; } = declaration.EncoderDecoder;

    public string Name => Type.Name;

    /// <summary>The head; for an encoder-decoder, that of its decoder.</summary>
    public HeadLayer? Head => (Single ?? EncoderDecoder!.Decoder.Model).Head;

    /// <summary>The constructor's sizes.</summary>
    public IEnumerable<SizeParameter> Parameters => Single?.Parameters ?? EncoderDecoder!.Parameters;

    /// <summary>Whether a called method is the generated one, or TorchSharp's method that calls it.</summary>
    public bool Generates(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(method.ContainingType.OriginalDefinition, Type)
        ? IsGenerated(method.OriginalDefinition)
        : method.Name == "call" && Type.GetMembers("forward").Any(IsGenerated);

    /// <summary>Whether a member is generated.</summary>
    public static bool IsGenerated(ISymbol member) => member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "GeneratedCodeAttribute");
}
