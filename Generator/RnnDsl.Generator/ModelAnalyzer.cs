using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator;

/// <summary>Reports the diagnostics of declarations, also in the editor, with the generator's parser and rules, and with source locations.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModelAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The property of a diagnostic with the replacement for the characters at its location.</summary>
    internal const string Replacement = nameof(Replacement);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. Rules.All.Where(rule => !Rules.IsOfUsage(rule)).Select(RuleDescriptors.Declare)];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            var environment = CompilationEnvironment.Of(start.Compilation, Targets.Names);
            start.RegisterSymbolAction(symbol => Check((INamedTypeSymbol)symbol.Symbol, environment, symbol.Options, symbol.ReportDiagnostic, symbol.CancellationToken), SymbolKind.NamedType);
        });
    }

    private static void Check(INamedTypeSymbol type, CompilationEnvironment environment, AnalyzerOptions options, Action<Diagnostic> report, CancellationToken cancellation)
    {
        if (IsCell(type))
        {
            foreach (var diagnostic in CellRules.Check(CellParser.Parse(type)).Diagnostics)
            {
                Report(diagnostic, type);
            }
        }

        // For a cell with layers, the missing [SequenceModel] is not a separate error.
        if (IsDeclaration(type) && (HasAttribute(type, ModelParser.IsModel) || HasAttribute(type, EncoderDecoderParser.IsEncoderDecoder) || !HasAttribute(type, CellParser.IsCell)))
        {
            foreach (var diagnostic in DiagnosticsOf(type).Where(diagnostic => diagnostic.Location.Kind != DiagnosticLocationKind.Container))
            {
                Report(diagnostic, type);
            }
        }

        // A diagnostic of an enclosing type is reported once, when that type is analysed.
        foreach (var model in Nested(type).Where(IsDeclaration))
        {
            if (DiagnosticsOf(model).FirstOrDefault(diagnostic => SymbolEqualityComparer.Default.Equals(SourceLocations.Container(diagnostic.Location, model), type)) is { } diagnostic)
            {
                Report(diagnostic, model);
                return;
            }
        }

        // A class that is both an encoder-decoder and a model has one diagnostic for that; further ones depend on which attribute is removed.
        IEnumerable<DiagnosticInfo> DiagnosticsOf(INamedTypeSymbol model) => HasAttribute(model, EncoderDecoderParser.IsEncoderDecoder)
            ? ModelCompiler.Check(EncoderDecoderParser.Parse(model, environment.Targets, cancellation), environment)
            : ModelCompiler.Check(ModelParser.Parse(model, environment.Targets, cancellation), environment);

        void Report(DiagnosticInfo diagnostic, INamedTypeSymbol model) => report(Diagnostic.Create(
            RuleDescriptors.Of(diagnostic.Rule, options),
            SourceLocations.Find(diagnostic.Location, model, cancellation),
            diagnostic.Replacement is null ? null : ImmutableDictionary<string, string?>.Empty.Add(Replacement, diagnostic.Replacement),
            [.. diagnostic.Arguments]));
    }

    /// <summary>Whether a class has attributes of this library. On other declarations C# rejects them.</summary>
    private static bool IsDeclaration(INamedTypeSymbol type) => HasAttribute(
        type, kind => ModelParser.IsLayer(kind) || ModelParser.IsModel(kind) || ModelParser.IsStreaming(kind) || ModelParser.IsOnnx(kind) || EncoderDecoderParser.IsEncoderDecoder(kind));

    private static bool IsCell(INamedTypeSymbol type) => HasAttribute(type, kind => CellParser.IsCell(kind) || CellParser.IsParameter(kind));

    private static bool HasAttribute(INamedTypeSymbol type, Func<INamedTypeSymbol, bool> isOne) =>
        type.TypeKind == TypeKind.Class && type.GetAttributes().Any(attribute => attribute.AttributeClass is { } kind && isOne(kind));

    private static IEnumerable<INamedTypeSymbol> Nested(INamedTypeSymbol type) =>
        type.GetTypeMembers().SelectMany(member => Nested(member).Prepend(member));
}
