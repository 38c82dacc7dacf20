using System.Text.RegularExpressions;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Documents;

/// <summary>Words that the glossary retires occur nowhere, except for its false friends.</summary>
public sealed partial class RetiredWordsTests
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(RepositoryFiles.Documents, ".."));

    /// <summary>Where retired words may occur: the list itself and its test.</summary>
    private static readonly string[] Exceptions = ["docs/glossary.md", "Tests/RnnDsl.Generator.Tests/Documents/RetiredWordsTests.cs"];

    [Fact]
    public void Retired_words_do_not_occur()
    {
        var words = Words();
        Assert.True(words.Count > 20, $"{words.Count} words are searched.");
        var searches = words.Select(word => (Letters: word.Split(' ')[0], Pattern: new Regex(Pattern(word)))).ToList();
        var files = new[] { "docs", "Examples", "Generator", "Runtime", "Tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Root, "*.md"))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => Path.GetExtension(file) is ".cs" or ".md" or ".props" or ".targets" or ".csproj" or ".yml")
            .Where(file => !Built().IsMatch(file) && !Exceptions.Any(exception => file.StartsWith(exception, StringComparison.Ordinal)))
            .ToList();
        Assert.True(files.Count > 1_000, $"{files.Count} files are searched.");

        Assert.Empty(files.SelectMany(file => Find(file, searches)));
    }

    [Theory]
    [InlineData("told", "IsTold", true)]
    [InlineData("told", "// what it is told", true)]
    [InlineData("told", "Toldyou stolid", false)]
    [InlineData("walk", "EmitWalk(walkState)", true)]
    [InlineData("walk", "sidewalks", false)]
    [InlineData("real steps", "the RealSteps of", true)]
    [InlineData("real steps", "OfRealSteps(", true)]
    [InlineData("real steps", "its real steps", true)]
    public void Words_are_found_in_prose_and_in_names(string word, string text, bool found) => Assert.Equal(found, Regex.IsMatch(text, Pattern(word)));

    private static IEnumerable<string> Find(string file, IReadOnlyList<(string Letters, Regex Pattern)> searches)
    {
        var text = File.ReadAllText(Path.Combine(Root, file));

        // Most words are in few files, and a search for letters is fast.
        foreach (var (_, pattern) in searches.Where(search => text.Contains(search.Letters, StringComparison.OrdinalIgnoreCase)))
        {
            foreach (Match match in pattern.Matches(text))
            {
                yield return $"{file}:{text.AsSpan(0, match.Index).Count('\n') + 1}: {match.Value}";
            }
        }
    }

    /// <summary>The retired words without a false friend.</summary>
    private static List<string> Words() => [.. Row().Matches(File.ReadAllText(Path.Combine(RepositoryFiles.Documents, "glossary.md")).Split("## Retired words")[1])
        .Where(row => row.Groups[2].Value.Length == 0)
        .SelectMany(row => row.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries))
        .Where(word => word != "retired")];

    /// <summary>A word by itself in any case, or as a part of a name in Pascal or camel case.</summary>
    private static string Pattern(string phrase)
    {
        var words = phrase.Split(' ');
        var prose = $@"(?<![A-Za-z])(?i:{string.Join(@"[\s_]+", words)})(?![a-z])";
        var name = string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        return $"{prose}|(?<![A-Z]){name}(?![a-z])";
    }

    [GeneratedRegex(@"^\| ([^|]+?) \| [^|]* \|\s*([^|]*?)\s*\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("(^|/)(bin|obj|TestResults)/|\\.received\\.")]
    private static partial Regex Built();
}
