using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator;

/// <summary>Reports what is wrong with a declaration, live in the editor: the generator's own parse and rules, with places in the source.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModelAnalyzer : DiagnosticAnalyzer
{
    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> Descriptors = Rules.All.ToImmutableDictionary(rule => rule.Id, Describe);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. Rules.All.Select(rule => Descriptors[rule.Id])];

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
        // On anything but a class C# refuses the attributes, and needs no help.
        var attributes = type.GetAttributes();
        if (type.TypeKind != TypeKind.Class || !attributes.Any(attribute => attribute.AttributeClass is { } kind && (ModelParser.IsLayer(kind) || ModelParser.IsModel(kind))))
        {
            return;
        }

        foreach (var finding in ModelCompiler.Check(ModelParser.Parse(type, cancellation), environment))
        {
            report(Diagnostic.Create(
                Descriptors[finding.Rule.Id],
                Places.Find(finding.Blame, type, cancellation),
                [.. finding.Arguments]));
        }
    }

    private static DiagnosticDescriptor Describe(Rule rule) => new(
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
