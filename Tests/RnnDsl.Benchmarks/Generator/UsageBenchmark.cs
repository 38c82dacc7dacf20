using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using RnnDsl.Benchmarks.Measuring;
using RnnDsl.Generator;
using RnnDsl.Generator.Usage;

namespace RnnDsl.Benchmarks.Generator;

/// <summary>The analyzer of the use of models, after each edit of a file that is full of it.</summary>
internal static class UsageBenchmark
{
    private static readonly CSharpParseOptions Parse = new(LanguageVersion.Latest);

    public static void Run(int rounds)
    {
        var lines = UsageSources.Uses().Split('\n').Length - 1;
        Report.Heading(string.Create(CultureInfo.InvariantCulture, $"analyzer of model use: an edit in a file of {lines} lines"));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path));
        var project = CSharpCompilation.Create(
            "Uses", [Tree(UsageSources.Models, "Models.cs")], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new ModelGenerator().AsSourceGenerator()], parseOptions: Parse).RunGeneratorsAndUpdateCompilation(project, out var generated, out _);

        Measure("in the body of a method", UsageSources.BodyMark);
        Measure("of a method's name: a declaration", UsageSources.NameMark);

        void Measure(string kind, string mark)
        {
            // An editor parses what changed, and keeps the rest of the tree.
            var tree = Tree(UsageSources.Uses(), "Uses.cs");
            var (start, length) = (tree.GetText().ToString().IndexOf(mark, StringComparison.Ordinal), mark.Length);

            // In turns, so that the machine's other work falls on both.
            var (without, with, own) = (new List<double>(), new List<double>(), new List<double>());
            for (var i = -30; i < rounds * 10; i++)
            {
                var text = string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(i)}");
                tree = tree.WithChangedText(tree.GetText().WithChanges(new TextChange(new TextSpan(start, length), text)));
                length = text.Length;
                var compilation = generated.AddSyntaxTrees(tree);
                var bare = Analyze(new CallLookup(), compilation).Time;
                var (time, executed) = Analyze(new UsageAnalyzer(), generated.AddSyntaxTrees(tree));
                if (i >= 0)
                {
                    without.Add(bare.TotalSeconds);
                    with.Add(time.TotalSeconds);
                    own.Add(executed.TotalSeconds);
                }
            }

            Report.Print([$"run after an edit {kind}", "median", "fastest"],
            [
                Row("with an analyzer that looks at every call and does nothing", without),
                Row("with the analyzer of model use", with),
                Row("the difference of the two in each turn", [.. with.Zip(without, (one, other) => Math.Max(0, one - other))]),
                Row("the analyzer's own code, as Roslyn counts it", own),
            ]);
        }
    }

    private static string[] Row(string name, List<double> seconds) =>
        [name, Report.Time(TimeSpan.FromSeconds(Statistics.Median(seconds))), Report.Time(TimeSpan.FromSeconds(seconds.Min()))];

    private static SyntaxTree Tree(string text, string path) => CSharpSyntaxTree.ParseText(text, Parse, path);

    /// <summary>What an editor requests after an edit: the diagnostics of the file that is open.</summary>
    private static (TimeSpan Time, TimeSpan Executed) Analyze(DiagnosticAnalyzer analyzer, Compilation compilation)
    {
        var analysis = compilation.WithAnalyzers(
            [analyzer], new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: false, logAnalyzerExecutionTime: true));
        var model = compilation.GetSemanticModel(compilation.SyntaxTrees.Single(tree => tree.FilePath == "Uses.cs"));
        var found = ImmutableArray<Diagnostic>.Empty;
        var time = Clock.Time(() => found = analysis.GetAnalyzerSemanticDiagnosticsAsync(model, null, CancellationToken.None).GetAwaiter().GetResult());
        return found.IsEmpty
            ? (time, analysis.GetAnalyzerTelemetryInfoAsync(analyzer, CancellationToken.None).GetAwaiter().GetResult().ExecutionTime)
            : throw new InvalidOperationException($"The file has mistakes: {found[0]}");
    }

    /// <summary>Looks at every call and does nothing with it: what any analyzer of calls makes the compiler do, and every .NET project has some.</summary>
#pragma warning disable RS1001, RS1036, RS1041, RS2008 // It is no analyzer that anybody installs.
    private sealed class CallLookup : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor Nothing = new("BENCH1", "Nothing", "Nothing", "Benchmark", DiagnosticSeverity.Hidden, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Nothing];

        public override void Initialize(AnalysisContext context)
        {
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.EnableConcurrentExecution();
            context.RegisterOperationAction(_ => { }, OperationKind.Invocation);
        }
    }
#pragma warning restore RS1001, RS1036, RS1041, RS2008
}
