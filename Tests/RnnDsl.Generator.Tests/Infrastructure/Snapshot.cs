using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using VerifyTests;
using VerifyXunit;
using Xunit;

namespace RnnDsl.Generator.Tests.Infrastructure;

/// <summary>Compares the generated files of a declaration with the verified ones.</summary>
internal static class Snapshot
{
    /// <summary>
    /// Runs the generator twice: the first run must compile without a warning and equal the verified files, the second, after an
    /// edit elsewhere, must come from the cache.
    /// </summary>
    public static async Task Verify(string source, [CallerFilePath] string sourceFile = "")
    {
        var run = GeneratorRun.WithStepsOf(source).AssertCompiles();
        var again = run.AgainAfterUnrelatedEdit();
        Assert.True(again.Reasons.AllCached, again.Reasons.ToString());

        // What is meant as it stands is not warned of.
        Assert.DoesNotContain(await run.AnalyzeAsync(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning);

        if (run.Files.Length == 1)
        {
            await Verifier.Verify(run.Text, "cs", sourceFile: sourceFile);
        }
        else
        {
            await Verifier.Verify(
                run.Files.Select(file => new Target("cs", file.SourceText.ToString(), file.HintName.Replace(".g.cs", ""))), sourceFile: sourceFile);
        }
    }
}
