using System.Collections.Immutable;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Diagnostics;

/// <summary>The rules as a whole: every rule is numbered, listed for release and documented, and nothing else is.</summary>
public sealed class CatalogueTests
{
    [Fact]
    public void Rule_ids_are_unique_and_within_the_allocated_ranges()
    {
        Assert.Equal(Rules.All.Count, Rules.All.Select(rule => rule.Id).Distinct().Count());
        Assert.All(Rules.All, rule => Assert.Matches("^RNN(099|[1-6][0-9][0-9])$", rule.Id));
    }

    [Fact]
    public void Titles_have_no_full_stop_and_messages_are_sentences() =>
        Assert.All(Rules.All, rule =>
        {
            Assert.False(rule.Title.EndsWith('.'), rule.Title);
            Assert.Equal(Rules.All.Count, Rules.All.Select(other => other.Title).Distinct().Count());
            Assert.Matches(@"(\.|\{\d\})$", rule.Message);
        });

    [Fact]
    public void Rules_and_documentation_pages_correspond() =>
        Assert.Equal(
            Rules.All.Select(rule => rule.Id),
            Directory.EnumerateFiles(RepositoryFiles.Pages, "RNN*.md").Select(file => Path.GetFileNameWithoutExtension(file)!).Order());

    [Fact]
    public void The_index_lists_every_rule_with_its_severity_and_title()
    {
        var rows = File.ReadLines(Path.Combine(RepositoryFiles.Pages, "README.md")).Where(line => line.StartsWith("| [RNN", StringComparison.Ordinal));
        Assert.Equal(Rules.All.Select(rule => $"| [{rule.Id}]({rule.Id}.md) | {Word(rule.Severity)} | {rule.Title} |"), rows);
    }

    [Fact]
    public void The_release_files_have_a_row_for_every_rule()
    {
        var rows = File.ReadLines(RepositoryFiles.ShippedFile).Concat(File.ReadLines(RepositoryFiles.ReleaseFile))
            .Where(line => line.StartsWith("RNN", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        Assert.Equal(Rules.All.Select(rule => $"{rule.Id} | RnnDsl | {rule.Severity} | {rule.Title}"), rows);
    }

    [Theory]
    [InlineData("/usr/share/rnndsl docs", "file:///usr/share/rnndsl%20docs/diagnostics/")]
    [InlineData("/usr/share/rnndsl/", "file:///usr/share/rnndsl/diagnostics/")]
    [InlineData("https://example.org/docs/", "https://example.org/docs/diagnostics/")]
    [InlineData("docs", "docs/diagnostics/")]
    [InlineData("", "docs/diagnostics/")]
    [InlineData(null, "docs/diagnostics/")]
    public async Task Help_link_points_to_the_page_of_the_rule(string? documentation, string pages)
    {
        const string Models = """
            using RnnDsl;
            using TorchSharp;

            [SequenceModel, Features(3), Gru(4)]
            public class NotPartial;

            [SequenceModel, Features(3), Gru(4)]
            public partial class Tagger;

            static class Use
            {
                static void Call(Tagger model) => model.call(torch.zeros(2, 5, 4));
            }
            """;
        var properties = ImmutableDictionary<string, string>.Empty;
        var diagnostics = await GeneratorRun.Of(Models).AnalyzeAsync(
            new BuildProperties(documentation is null ? properties : properties.Add("build_property.RnnDslDocumentation", documentation)));

        Assert.Equal(["RNN101", "RNN602"], diagnostics.Select(static diagnostic => diagnostic.Id).Order());
        Assert.All(diagnostics, diagnostic => Assert.Equal($"{pages}{diagnostic.Id}.md", diagnostic.Descriptor.HelpLinkUri));
    }

    internal static string Word(RuleSeverity severity) => severity == RuleSeverity.Info ? "information" : severity.ToString().ToLowerInvariant();
}
