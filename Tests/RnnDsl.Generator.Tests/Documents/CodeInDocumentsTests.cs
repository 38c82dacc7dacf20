using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Documents;

/// <summary>Every piece of C# in the documents compiles as it stands; the diagnostics' pages have tests of their own.</summary>
public sealed class CodeInDocumentsTests
{
    public static TheoryData<string, int, string> Blocks()
    {
        var data = new TheoryData<string, int, string>();
        foreach (var path in Directory.GetFiles(RepositoryFiles.Documents, "*.md").Append(RepositoryFiles.ReadMe).Order(StringComparer.Ordinal))
        {
            foreach (var (line, code) in CodeBlocks.In(File.ReadAllText(path)))
            {
                data.Add(Path.GetFileName(path), line, code);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public async Task Each_code_block_compiles_unchanged(string document, int line, string code)
    {
        var mistakes = await DocumentProject.Of(code).MistakesAsync();
        Assert.True(mistakes.Count == 0, $"{document}, line {line}:\n{string.Join("\n", mistakes)}");
    }

    [Fact]
    public void Worked_example_quotes_the_emitted_code()
    {
        var quoted = CodeBlocks.Quoted(File.ReadAllText(Path.Combine(RepositoryFiles.Documents, "worked-cell.md"))).ToList();
        var written = Directory.GetFiles(RepositoryFiles.Snapshots, "CellTests.The_worked_example#*.verified.cs").SelectMany(File.ReadAllLines).Select(line => line.Trim()).ToList();

        Assert.NotEmpty(quoted);
        foreach (var block in quoted)
        {
            var lines = block.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length > 0).ToList();
            var first = written.IndexOf(lines[0]);
            Assert.True(first >= 0, $"'{lines[0]}' is not written.");
            Assert.Equal(lines, written.Skip(first).Where(line => line.Length > 0).Take(lines.Count));
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Code_that_uses_the_result_of_a_training_checks_its_outcome(string document, int line, string code) =>
        Assert.True(!code.Contains("var result = ", StringComparison.Ordinal) || !code.Contains("new Trainer(", StringComparison.Ordinal) || code.Contains("result.Outcome", StringComparison.Ordinal), $"{document}, line {line}");

    [Fact]
    public void Documents_contain_code_blocks() => Assert.True(Blocks().Count >= 5);
}
