using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Equations;

/// <summary>Whatever stands in the place of equations, the compiler neither throws nor hangs.</summary>
public sealed class RandomEquationsTests
{
    private const int TextsPerSeed = 10_000;
    private const int MutationsPerSeed = 1_000;

    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(50);

    [Theory]
    [InlineData(0)]
    public void Random_equations_neither_throw_nor_take_long(int seed) => AssertQuick(seed);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Further_random_equations_neither_throw_nor_take_long(int seed) => AssertQuick(seed);

    private static void AssertQuick(int seed)
    {
        var random = new RandomEquations(seed);
        var accepted = Enumerable.Range(0, TextsPerSeed).Count(_ => Check(new RandomCell(random.Next(), null)));
        accepted += Enumerable.Range(0, MutationsPerSeed).Count(_ => Check(random.NextMutated()));

        // What is accepted is emitted; that it compiles and computes what it says, RandomCellModelTests show.
        Assert.InRange(accepted, MutationsPerSeed / 20, TextsPerSeed);
    }

    /// <returns>Whether the cell is accepted.</returns>
    private static bool Check(RandomCell cell)
    {
        // A collection of the garbage collector or the compilation of a method counts only once: what is slow is slow again, however often it is tried.
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var start = ThreadTime.Now;
            var emitted = Run(cell);
            if (ThreadTime.Now - start >= Longest)
            {
                continue;
            }

            if (emitted is not null)
            {
                CellEmission.AssertIsCode(cell, emitted);
            }

            return emitted is not null;
        }

        throw new InvalidOperationException($"Takes more than {Longest.TotalMilliseconds} ms of the processor:\n{cell}");
    }

    /// <returns>What is emitted of a cell that is accepted; <c>null</c> for any other.</returns>
    private static string? Run(RandomCell cell)
    {
        try
        {
            var run = CellRun.Of(cell);
            foreach (var diagnostic in run.Diagnostics.Where(diagnostic => diagnostic.Location.Kind != DiagnosticLocationKind.CellParameter))
            {
                var length = diagnostic.Location.Argument switch { "States" => cell.States!.Length, "Values" => cell.Values!.Length, "Constants" => cell.Constants!.Length, _ => cell.Equations.Length };
                Assert.InRange(diagnostic.Location.Characters!.Value.Start, 0, length);
                Assert.InRange(diagnostic.Location.Characters!.Value.End, diagnostic.Location.Characters!.Value.Start, length);
            }

            // What is accepted has a size throughout.
            Assert.All(run.Cell?.Parameters ?? [], parameter => Assert.True(parameter.Rows.Length is not null && (!parameter.IsMatrix || parameter.Columns.Length is not null)));
            return run.Cell is null ? null : CellEmission.Emit(cell, run.Cell.NamedSizes);
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException($"Throws for:\n{cell}", exception);
        }
    }
}
