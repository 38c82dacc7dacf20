using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator;

/// <summary>Descriptors of rules, with help links to the rules' pages.</summary>
internal static class RuleDescriptors
{
    /// <summary>The MSBuild property with the address or folder of the documentation, as the compiler passes it to analyzers.</summary>
    internal const string Documentation = "build_property.RnnDslDocumentation";

    /// <summary>The descriptor that an analyzer declares. Its help link is relative to the documentation's parent, which depends on the project.</summary>
    public static DiagnosticDescriptor Declare(Rule rule) => Create(rule, $"docs/{Page(rule)}");

    /// <summary>The descriptor of a diagnostic that is reported in a project; its help link opens the page.</summary>
    public static DiagnosticDescriptor Of(Rule rule, AnalyzerOptions options) =>
        options.AnalyzerConfigOptionsProvider.GlobalOptions.TryGetValue(Documentation, out var documentation)
        && documentation.Length > 0
        && Uri.TryCreate(documentation.TrimEnd('/', '\\') + "/", UriKind.Absolute, out var address)
            ? Create(rule, new Uri(address, Page(rule)).AbsoluteUri)
            : Declare(rule);

    private static string Page(Rule rule) => $"diagnostics/{rule.Id}.md";

    private static DiagnosticDescriptor Create(Rule rule, string helpLink) => new(
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
        helpLinkUri: helpLink);
}
