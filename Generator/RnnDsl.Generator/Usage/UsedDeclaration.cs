using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Usage;

/// <summary>The declaration of a class, without symbols: one of the two is set.</summary>
/// <param name="Model">The model, if it is not an encoder-decoder.</param>
/// <param name="EncoderDecoder">The encoder-decoder, if it is one.</param>
internal sealed record UsedDeclaration(Model? Model, EncoderDecoder? EncoderDecoder)
{
    /// <summary>
    /// Reads the attributes of a class; null if it is not a model, or has errors, which are reported at its declaration. A compiled class has
    /// working members: only its layers are read, and missing requirements are not detected.
    /// </summary>
    public static UsedDeclaration? Of(INamedTypeSymbol type, CompilationEnvironment environment, CancellationToken cancellation)
    {
        var isCompiled = type.DeclaringSyntaxReferences.IsEmpty;
        var kinds = type.GetAttributes().Select(attribute => attribute.AttributeClass).OfType<INamedTypeSymbol>().ToList();
        if (kinds.Any(EncoderDecoderParser.IsEncoderDecoder))
        {
            var encoderDecoder = BoundModels.Bind(EncoderDecoderParser.Parse(type, environment.Targets, cancellation), environment);
            return encoderDecoder.Errors.Count > 0 && !isCompiled ? null : new UsedDeclaration(null, encoderDecoder);
        }

        if (!kinds.Any(ModelParser.IsModel))
        {
            return null;
        }

        var model = BoundModels.Bind(ModelParser.Parse(type, environment.Targets, cancellation), environment);
        return model.Errors.Count > 0 && !isCompiled ? null : new UsedDeclaration(model, null);
    }
}
