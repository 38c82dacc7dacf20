using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Usage;

/// <summary>What a class declares, without its symbols: one of the two is set.</summary>
/// <param name="Model">The model, where it is not an encoder-decoder.</param>
/// <param name="Pair">The encoder-decoder, where it is one.</param>
internal sealed record UsedDeclaration(Model? Model, EncoderDecoder? EncoderDecoder)
{
    /// <summary>
    /// Reads the attributes of a class; null where it is no model, or one with errors, which are reported there. What is compiled already has
    /// members that work: only its layers can be read, and what they lack is not seen.
    /// </summary>
    public static UsedDeclaration? Of(INamedTypeSymbol type, CompilationEnvironment environment, CancellationToken cancellation)
    {
        var isCompiled = type.DeclaringSyntaxReferences.IsEmpty;
        var kinds = type.GetAttributes().Select(attribute => attribute.AttributeClass).OfType<INamedTypeSymbol>().ToList();
        if (kinds.Any(EncoderDecoderParser.IsEncoderDecoder))
        {
            var encoderDecoder = BoundModels.Bind(EncoderDecoderParser.Parse(type, cancellation), environment);
            return encoderDecoder.Errors.Count > 0 && !isCompiled ? null : new UsedDeclaration(null, encoderDecoder);
        }

        if (!kinds.Any(ModelParser.IsModel))
        {
            return null;
        }

        var model = BoundModels.Bind(ModelParser.Parse(type, cancellation), environment);
        return model.Errors.Count > 0 && !isCompiled ? null : new UsedDeclaration(model, null);
    }
}
