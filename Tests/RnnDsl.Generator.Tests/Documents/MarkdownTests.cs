using System.Text.RegularExpressions;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Documents;

/// <summary>Mistakes in Markdown that show only where a page is rendered.</summary>
public sealed partial class MarkdownTests
{
    [Fact]
    public void Tables_are_separated_by_blank_lines_and_have_rows_of_one_width() => Assert.Empty(Pages().SelectMany(page =>
    {
        var lines = Text(page);
        return Enumerable.Range(0, lines.Count).Where(i => IsRow(lines[i]) && !IsWellPlaced(lines, i)).Select(i => $"{page}:{i + 1}: {lines[i]}");
    }));

    [Fact]
    public void Code_blocks_end_and_begin_after_a_blank_line() => Assert.Empty(Pages().SelectMany(page =>
    {
        var lines = File.ReadAllLines(page);
        var fences = Enumerable.Range(0, lines.Length).Where(i => Fence().IsMatch(lines[i])).ToList();
        return fences.Where((line, index) => index % 2 == 0 && (index == fences.Count - 1 || (line > 0 && lines[line - 1].Length > 0 && !lines[line].StartsWith(' '))))
            .Select(line => $"{page}:{line + 1}: {lines[line]}");
    }));

    private static bool IsWellPlaced(List<string> lines, int i) =>
        (Separator().IsMatch(lines[i]) == (i > 0 && IsRow(lines[i - 1]) && (i == 1 || !IsRow(lines[i - 2]))))
        && (i == 0 || lines[i - 1].Length == 0 || IsRow(lines[i - 1]))
        && (i == lines.Count - 1 || lines[i + 1].Length == 0 || (IsRow(lines[i + 1]) && Columns(lines[i]) == Columns(lines[i + 1])));

    private static bool IsRow(string line) => line.StartsWith('|');

    /// <summary>The number of separators, which in code and behind a backslash are none.</summary>
    private static int Columns(string line) => line.Replace("\\|", "", StringComparison.Ordinal).Count(character => character == '|');

    private static IEnumerable<string> Pages() => Directory.EnumerateFiles(RepositoryFiles.Documents, "*.md", SearchOption.AllDirectories)
        .Concat(Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Documents, ".."), "*.md"));

    /// <summary>The lines of a page, blank in place of code.</summary>
    private static List<string> Text(string page)
    {
        var isCode = false;
        return [.. File.ReadLines(page).Select(line =>
        {
            var isFence = Fence().IsMatch(line);
            isCode ^= isFence;
            return isCode || isFence ? "" : line;
        })];
    }

    /// <summary>The row below the heading of a table.</summary>
    [GeneratedRegex(@"^\|(\s*:?-+:?\s*\|)+$")]
    private static partial Regex Separator();

    [GeneratedRegex("^ *```")]
    private static partial Regex Fence();
}
