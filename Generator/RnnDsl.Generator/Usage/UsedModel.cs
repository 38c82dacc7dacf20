using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Usage;

/// <summary>A model that code uses: what the same parse and the same binding know of it as the generator has used.</summary>
internal sealed class UsedModel
{
    private UsedModel(INamedTypeSymbol type, Model? model, Pair? pair) => (Type, Single, Pair) = (type, model, pair);

    public INamedTypeSymbol Type { get; }

    /// <summary>The model, where it is not an encoder-decoder.</summary>
    public Model? Single { get; }

    /// <summary>The encoder-decoder, where it is one.</summary>
    public Pair? Pair { get; }

    public string Name => Type.Name;

    /// <summary>What its scores are for; of an encoder-decoder its decoder's.</summary>
    public HeadLayer? Head => (Single ?? Pair!.Decoder.Model).Head;

    /// <summary>The constructor's sizes.</summary>
    public IEnumerable<SizeParameter> Parameters => Single?.Parameters ?? Pair!.Parameters;

    /// <summary>Whether a called method is the generated one, or TorchSharp's that leads to it.</summary>
    public bool Generates(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(method.ContainingType.OriginalDefinition, Type)
        ? IsGenerated(method.OriginalDefinition)
        : method.Name == "call" && Type.GetMembers("forward").Any(IsGenerated);

    /// <summary>Whether a member is the generator's.</summary>
    public static bool IsGenerated(ISymbol member) => member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "GeneratedCodeAttribute");

    /// <summary>
    /// Reads the attributes of a class; null where it is no model, or one with errors, which are reported there. What is compiled already has
    /// members that work: only its layers can be read, and what they lack is not seen.
    /// </summary>
    public static UsedModel? Of(INamedTypeSymbol type, CompilationEnvironment environment, CancellationToken cancellation)
    {
        var isCompiled = type.DeclaringSyntaxReferences.IsEmpty;
        var kinds = type.GetAttributes().Select(attribute => attribute.AttributeClass).OfType<INamedTypeSymbol>().ToList();
        if (kinds.Any(PairParser.IsPair))
        {
            var pair = BoundModels.Bind(PairParser.Parse(type, cancellation), environment);
            return pair.Errors.Count > 0 && !isCompiled ? null : new UsedModel(type, null, pair);
        }

        if (!kinds.Any(ModelParser.IsModel))
        {
            return null;
        }

        var model = BoundModels.Bind(ModelParser.Parse(type, cancellation), environment);
        return model.Errors.Count > 0 && !isCompiled ? null : new UsedModel(type, model, null);
    }
}
