using System.Text.RegularExpressions;
using RnnDsl.Generator.Tests.Infrastructure;
using RnnDsl.Generator.Tests.RandomModels;
using Xunit;

namespace RnnDsl.Generator.Tests.Documents;

/// <summary>The tables of idioms: each row compiles without an error or a warning, and each row with a call runs after the page's preamble.</summary>
public sealed partial class IdiomTests
{
    [Theory]
    [InlineData("from-pytorch.md")]
    [InlineData("from-keras.md")]
    public async Task Every_row_of_an_idiom_table_compiles_and_runs(string page)
    {
        var document = await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Documents, page));
        var rows = Row().Matches(document).Select(row => row.Groups[1].Value.Replace("\\|", "|", StringComparison.Ordinal)).ToList();
        var declarations = rows.Where(row => row.StartsWith('[')).Select((row, i) => $"[SequenceModel] {row} public partial class Row{i};").ToList();
        var calls = rows.Where(row => !row.StartsWith('[')).ToList();
        Assert.True(declarations.Count > 10, $"{page} has {declarations.Count} declarations.");
        Assert.True(calls.Count > 10, $"{page} has {calls.Count} calls.");

        // The statements of the preamble, then one block for each row, then the classes.
        var preamble = Assert.Single(CodeBlocks.In(document)).Code;
        var classes = preamble.IndexOf("[SequenceModel]", StringComparison.Ordinal);
        var program = $"{preamble[..classes]}{string.Join('\n', calls.Select(call => $"{{ {call} }}"))}\n{preamble[classes..]}{string.Join('\n', declarations)}";
        var run = DocumentProject.Of(program);
        Assert.Empty((await run.MistakesAsync()).Select(mistake => mistake.ToString()));

        using var project = new LoadedProject(run.Output);
        project.Run();
    }

    /// <summary>The last column of a table's row with code in it.</summary>
    [GeneratedRegex(@"^\|.*\| `((?:[^`])+)` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
