using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Diagnostics;

/// <summary>The pages' examples do what the pages say: the first has the mistake and the quoted message, the last has none.</summary>
public sealed class PageTests
{
    public static TheoryData<string> Ids => new(Rules.All.Select(rule => rule.Id));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task First_example_of_a_page_has_the_diagnostic_and_the_last_has_none(string id)
    {
        var rule = Rules.All.Single(rule => rule.Id == id);
        var page = await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Pages, id + ".md"));
        Assert.StartsWith($"# {id}: {rule.Title}\n\nSeverity: {CatalogueTests.Word(rule.Severity)}\n", page, StringComparison.Ordinal);

        var examples = CodeBlocks.In(page).Select(block => block.Code).ToList();
        Assert.True(examples.Count >= 2, "A page has an example with the mistake and one without.");
        await AssertWithout(examples[^1]);

        // The compiler's tests have a TorchSharp of another version, and one project, and a side with an error has that error too: see RuleTests.
        // Of failures that are known there are none: see CompilerFailureTests.
        if (id != Rules.CompilerFailed.Id && id != Rules.TorchSharpTooOld.Id && id != Rules.CellHasErrors.Id && id != Rules.SideHasErrors.Id)
        {
            var run = GeneratorRun.Of(examples[0], Settings(id));
            var diagnostic = Assert.Single(await run.AnalyzeAloneAsync());
            Assert.Equal(id, diagnostic.Id);
            var message = diagnostic.GetMessage(CultureInfo.InvariantCulture);
            Assert.True(page.Contains($"\n> {message}\n", StringComparison.Ordinal), $"The page should quote: {message}");
        }
    }

    private static async Task AssertWithout(string example)
    {
        var run = GeneratorRun.Of(example).AssertCompiles();
        Assert.Empty(await run.AnalyzeAsync());
    }

    /// <summary>The project the first example stands in.</summary>
    private static CompileOptions Settings(string id) =>
        id == Rules.LanguageTooOld.Id ? new() { LanguageVersion = LanguageVersion.CSharp11 }
        : id == Rules.TorchSharpMissing.Id ? new() { WithRuntime = false }
        : CompileOptions.Default;
}
