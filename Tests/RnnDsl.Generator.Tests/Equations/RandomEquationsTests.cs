using System.Diagnostics;
using Xunit;

namespace RnnDsl.Generator.Tests.Equations;

/// <summary>Whatever stands in the place of equations, the front end neither throws nor hangs.</summary>
public sealed class RandomEquationsTests
{
    private const int TextsPerSeed = 20_000;
    private const int MutationsPerSeed = 2_000;

    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(50);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void No_text_throws_or_takes_long(int seed)
    {
        var random = new RandomEquations(seed);
        for (var i = 0; i < TextsPerSeed; i++)
        {
            Check(new RandomCell(random.Next(), null));
        }

        for (var i = 0; i < MutationsPerSeed; i++)
        {
            Check(random.NextMutated());
        }
    }

    private static void Check(RandomCell cell)
    {
        // A pause of the machine's is none of ours: what is slow is slow again.
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var watch = Stopwatch.StartNew();
            Run(cell);
            if (watch.Elapsed < Longest)
            {
                return;
            }
        }

        Assert.Fail($"Takes more than {Longest.TotalMilliseconds} ms:\n{cell}");
    }

    private static void Run(RandomCell cell)
    {
        try
        {
            var run = CellRun.Of(cell.Equations, cell.States);
            foreach (var finding in run.Findings)
            {
                var length = finding.Blame.Argument == "States" ? cell.States!.Length : cell.Equations.Length;
                Assert.InRange(finding.Blame.Characters!.Value.Start, 0, length);
                Assert.InRange(finding.Blame.Characters!.Value.End, finding.Blame.Characters!.Value.Start, length);
            }

            // What is accepted has a size throughout.
            Assert.All(run.Cell?.Parameters ?? [], parameter => Assert.True(parameter.Rows.Length is not null && (!parameter.IsMatrix || parameter.Columns.Length is not null)));
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException($"Throws for:\n{cell}", exception);
        }
    }
}
