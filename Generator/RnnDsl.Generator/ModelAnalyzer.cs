using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RnnDsl.Generator.Common;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator;

/// <summary>Reports what is wrong with a declaration, live in the editor: the generator's own parse and rules, with places in the source.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModelAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> Descriptors = Rules.All.Where(rule => !Rules.IsOfUsage(rule)).ToImmutableDictionary(rule => rule.Id, Describe);

    /// <summary>The property of a diagnostic that holds what was surely meant in place of the characters it points at.</summary>
    internal const string Replacement = nameof(Replacement);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. Rules.All.Where(rule => !Rules.IsOfUsage(rule)).Select(rule => Descriptors[rule.Id])];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            var environment = CompilationEnvironment.Of(start.Compilation);
            start.RegisterSymbolAction(symbol => Check((INamedTypeSymbol)symbol.Symbol, environment, symbol.ReportDiagnostic, symbol.CancellationToken), SymbolKind.NamedType);
        });
    }

    private static void Check(INamedTypeSymbol type, CompilationEnvironment environment, Action<Diagnostic> report, CancellationToken cancellation)
    {
        if (IsCell(type))
        {
            foreach (var diagnostic in CellRules.Check(CellParser.Parse(type)).Diagnostics)
            {
                Report(diagnostic, type);
            }
        }

        // Of a cell with layers, their missing [SequenceModel] is no mistake of its own.
        if (IsDeclaration(type) && (HasAttribute(type, ModelParser.IsModel) || HasAttribute(type, EncoderDecoderParser.IsEncoderDecoder) || !HasAttribute(type, CellParser.IsCell)))
        {
            foreach (var diagnostic in DiagnosticsOf(type).Where(diagnostic => diagnostic.Location.Kind != DiagnosticLocationKind.Container))
            {
                Report(diagnostic, type);
            }
        }

        // What is wrong with a type around models is said where that type is looked at, and once for all of them.
        foreach (var model in Nested(type).Where(IsDeclaration))
        {
            if (DiagnosticsOf(model).FirstOrDefault(diagnostic => SymbolEqualityComparer.Default.Equals(SourceLocations.Container(diagnostic.Location, model), type)) is { } diagnostic)
            {
                Report(diagnostic, model);
                return;
            }
        }

        // An encoder-decoder that is a model as well is reported as that; what is wrong with it as a model is of no use before one of the two goes.
        IEnumerable<DiagnosticInfo> DiagnosticsOf(INamedTypeSymbol model) => HasAttribute(model, EncoderDecoderParser.IsEncoderDecoder)
            ? ModelCompiler.Check(EncoderDecoderParser.Parse(model, cancellation), environment)
            : ModelCompiler.Check(ModelParser.Parse(model, cancellation), environment);

        void Report(DiagnosticInfo diagnostic, INamedTypeSymbol model) => report(Diagnostic.Create(
            Descriptors[diagnostic.Rule.Id],
            SourceLocations.Find(diagnostic.Location, model, cancellation),
            diagnostic.Replacement is null ? null : ImmutableDictionary<string, string?>.Empty.Add(Replacement, diagnostic.Replacement),
            [.. diagnostic.Arguments]));
    }

    /// <summary>Whether a class carries attributes of ours. On anything but a class C# refuses them, and needs no help.</summary>
    private static bool IsDeclaration(INamedTypeSymbol type) => HasAttribute(type, kind => ModelParser.IsLayer(kind) || ModelParser.IsModel(kind) || EncoderDecoderParser.IsEncoderDecoder(kind));

    private static bool IsCell(INamedTypeSymbol type) => HasAttribute(type, kind => CellParser.IsCell(kind) || CellParser.IsParameter(kind));

    private static bool HasAttribute(INamedTypeSymbol type, Func<INamedTypeSymbol, bool> isOne) =>
        type.TypeKind == TypeKind.Class && type.GetAttributes().Any(attribute => attribute.AttributeClass is { } kind && isOne(kind));

    private static IEnumerable<INamedTypeSymbol> Nested(INamedTypeSymbol type) =>
        type.GetTypeMembers().SelectMany(member => Nested(member).Prepend(member));

    internal static DiagnosticDescriptor Describe(Rule rule) => new(
        rule.Id,
        rule.Title,
        rule.Message,
        category: "RnnDsl",
        rule.Severity switch
        {
            RuleSeverity.Error => DiagnosticSeverity.Error,
            RuleSeverity.Warning => DiagnosticSeverity.Warning,
            _ => DiagnosticSeverity.Info,
        },
        isEnabledByDefault: true,
        helpLinkUri: $"docs/diagnostics/{rule.Id}.md");
}
