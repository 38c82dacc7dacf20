using Microsoft.CodeAnalysis;
using Xunit;

namespace RnnDsl.Generator.Tests.Infrastructure;

/// <summary>The ways to ask for diagnostics agree.</summary>
public sealed class GeneratorRunTests
{
    /// <summary>Wrong attributes, a wrong call of a model, and warnings of C# in bodies, signatures and documentation.</summary>
    private const string Mistakes =
        """
        using RnnDsl; using TorchSharp; using static TorchSharp.torch;
        [SequenceModel] [Embedding(8, 6)] [Lstm(4)] [Linear(8)] public partial class M;
        [SequenceModel] [Features(3)] [Lstm(4)] [Gru(0)] public partial class N;
        /// <summary><see cref="Missing"/></summary>
        public static class Program
        {
            /// <param name="none">There is none.</param>
            public static string Use(M model) { int unused; string text = null; _ = model.call(randint(0, 100, [2, 3])); return text; }
            [System.Obsolete] public static void Old() { }
            public static void Call() => Old();
        }
        """;

    [Theory]
    [InlineData(Mistakes)]
    [InlineData(Mistakes + "class Broken { int F() => text; Missing G; }")]
    public async Task Analyzers_alone_say_what_they_say_beside_the_compiler(string source)
    {
        var run = GeneratorRun.Of(source);
        var diagnostics = Texts(await run.AnalyzeAsync());
        Assert.Contains(diagnostics, text => text.Contains("RNN130", StringComparison.Ordinal));
        Assert.Equal(diagnostics, Texts(await run.AnalyzeAloneAsync()));
    }

    [Fact]
    public async Task Analyzers_say_of_declarations_what_they_say_with_the_generated_files()
    {
        const string declarations = "using RnnDsl; [SequenceModel] [Features(3)] [Lstm(4)] [Gru(0)] public partial class N; [SequenceModel] [Features(3)] [Lstm(4)] public partial class State;"
            + " [Cell(\"h_t = W · (x_t\")] public partial class C; [SequenceModel] [Features(3)] [Recurrent(typeof(C), 4)] public partial class M { public void forward() { } }";
        var run = GeneratorRun.Of(declarations);
        var diagnostics = Texts(await run.AnalyzeAsync());
        Assert.True(diagnostics.Count >= 4, string.Join('\n', diagnostics));
        Assert.Equal(diagnostics, Texts(await run.AnalyzeDeclarationsAsync()));
    }

    [Fact]
    public void Emitting_an_assembly_gives_all_errors_and_warnings_of_the_compiler()
    {
        var run = GeneratorRun.Of(Mistakes);
        using var assembly = new MemoryStream();
        var (success, complaints) = run.Emit(assembly);
        Assert.True(success);
        Assert.True(assembly.Length > 0);
        Assert.Superset(new HashSet<string> { "CS0168", "CS8600", "CS8603", "CS0612", "CS1572", "CS1574" }, complaints.Select(diagnostic => diagnostic.Id).ToHashSet());
        Assert.Equal(Texts(run.Complaints()), Texts(complaints));
    }

    private static List<string> Texts(IEnumerable<Diagnostic> diagnostics) => [.. diagnostics.Select(diagnostic => diagnostic.ToString()).Order(StringComparer.Ordinal)];
}
