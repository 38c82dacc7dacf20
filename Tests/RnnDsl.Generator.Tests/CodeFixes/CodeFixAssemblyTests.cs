using System.Reflection;
using Microsoft.CodeAnalysis.CodeFixes;
using RnnDsl.CodeFixes;
using RnnDsl.Generator.Semantics;
using Xunit;

namespace RnnDsl.Generator.Tests.CodeFixes;

public sealed class CodeFixAssemblyTests
{
    private static readonly CodeFixProvider[] Fixes =
    [
        .. typeof(ModelCodeFix).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(type))
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    [Fact]
    public void Every_fix_is_exported_and_has_a_fix_all_provider() => Assert.All(Fixes, fix =>
    {
        Assert.NotNull(fix.GetType().GetCustomAttribute<ExportCodeFixProviderAttribute>());
        Assert.NotNull(fix.GetFixAllProvider());
    });

    [Fact]
    public void Every_fix_names_existing_rules() =>
        Assert.Empty(Fixes.SelectMany(fix => fix.FixableDiagnosticIds).Except(Rules.All.Select(rule => rule.Id)));
}
