using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using RnnDsl.Generator.Common;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator;

/// <summary>The pipeline: attributes to declarations to models to files. Everything in the pipeline is a record with value equality.</summary>
[Generator]
public sealed class ModelGenerator : IIncrementalGenerator
{
    /// <summary>The declarations.</summary>
    public const string Declarations = nameof(Declarations);

    /// <summary>The bound models.</summary>
    public const string Models = nameof(Models);

    /// <summary>The emitted files.</summary>
    public const string Sources = nameof(Sources);

    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var environment = context.CompilationProvider
            .Select((compilation, _) => CompilationEnvironment.Of(compilation, Targets.Names));

        var models = ModelParser.ModelAttributes
            .Select(attribute => Bind(context, environment, attribute, ModelParser.Parse, ModelCompiler.Bind))
            .ToList();
        var encoderDecoders = Bind(context, environment, EncoderDecoderParser.AttributeName, EncoderDecoderParser.Parse, ModelCompiler.Bind);

        // File names are case-insensitive, class names are not.
        var collisions = models
            .Select(kind => kind.Select((model, _) => model.Type.FullName).Collect())
            .Append(encoderDecoders.Select((model, _) => model.Type.FullName).Collect())
            .Aggregate((names, more) => names.Combine(more).Select((pair, _) => pair.Left.AddRange(pair.Right)))
            .Select((names, _) => HintNames.Collisions(names));

        foreach (var kind in models)
        {
            Emit(context, kind, collisions, model => model.Type, ModelCompiler.Emit);
        }

        Emit(context, encoderDecoders, collisions, model => model.Type, ModelCompiler.Emit);
    }

    /// <summary>From the classes with an attribute to their models.</summary>
    private static IncrementalValuesProvider<TModel> Bind<TDeclaration, TModel>(
        IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<CompilationEnvironment> environment,
        string attribute,
        Func<INamedTypeSymbol, TargetNames, CancellationToken, TDeclaration> parse,
        Func<TDeclaration, CompilationEnvironment, TModel?> bind)
        where TDeclaration : class
        where TModel : class =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName(
                attribute,
                // C# rejects the attribute on other declarations.
                (node, _) => true,
                (attributed, cancellation) => attributed.TargetSymbol is INamedTypeSymbol { TypeKind: TypeKind.Class } type && IsOnlyOne(type, attributed)
                    ? parse(type, Targets.Names, cancellation)
                    : null)
            .Where(declaration => declaration is not null)
            .Select((declaration, _) => declaration!)
            .WithTrackingName(Declarations)
            .Combine(environment)
            .Select((pair, _) => bind(pair.Left, pair.Right))
            .Where(model => model is not null)
            .Select((model, _) => model!)
            .WithTrackingName(Models);

    private static void Emit<TModel>(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<TModel> models,
        IncrementalValueProvider<EquatableArray<string>> collisions,
        Func<TModel, TypeDeclaration> typeOf,
        Func<TModel, EmittedCode> emit)
    {
        var sources = models
            .Combine(collisions)
            .Select((pair, _) => new GeneratedFile(HintNames.Of(typeOf(pair.Left).FullName, pair.Right), emit(pair.Left)))
            .WithTrackingName(Sources);
        context.RegisterSourceOutput(sources, (output, file) =>
        {
            foreach (var emitted in file.Code.Files)
            {
                output.AddSource(HintNames.WithSuffix(file.HintName, emitted.Suffix), SourceText.From(emitted.Text, Utf8));
            }
        });
    }

    /// <summary>
    /// A class whose parts both have the attribute occurs twice; so do two types of one name, or one whose name
    /// or namespace is not typed yet. C# reports them; a second file of the same name would remove the code of every model.
    /// </summary>
    private static bool IsOnlyOne(INamedTypeSymbol type, GeneratorAttributeSyntaxContext attributed)
    {
        for (var level = type; level is not null; level = level.ContainingType)
        {
            var others = ((INamespaceOrTypeSymbol)level.ContainingSymbol).GetMembers(level.Name);
            if (level.Name.Length == 0
                || others.Any(other => other is INamespaceSymbol)
                || !SymbolEqualityComparer.Default.Equals(level, others.OfType<INamedTypeSymbol>().First(other => other.Arity == level.Arity)))
            {
                return false;
            }
        }

        for (var space = type.ContainingNamespace; !space.IsGlobalNamespace; space = space.ContainingNamespace)
        {
            if (space.Name.Length == 0)
            {
                return false;
            }
        }

        var first = type.GetAttributes().First(attribute => attribute.AttributeClass is { } kind && (ModelParser.IsModel(kind) || EncoderDecoderParser.IsEncoderDecoder(kind)));
        return attributed.Attributes.Any(attribute => attribute.ApplicationSyntaxReference is { } own
            && first.ApplicationSyntaxReference is { } earliest
            && own.SyntaxTree == earliest.SyntaxTree
            && own.Span == earliest.Span);
    }

    private sealed record GeneratedFile(string HintName, EmittedCode Code);
}
