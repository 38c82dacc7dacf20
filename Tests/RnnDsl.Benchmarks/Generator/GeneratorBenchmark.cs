using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnDsl.Benchmarks.Measuring;
using RnnDsl.Generator;

namespace RnnDsl.Benchmarks.Generator;

/// <summary>The source generator over many models: the first run of a build, and the runs that typing causes.</summary>
internal static class GeneratorBenchmark
{
    private const int OtherFiles = 100;

    private static readonly string[] Steps = [ModelGenerator.Declarations, ModelGenerator.Models, ModelGenerator.Sources];

    private static readonly CSharpParseOptions Parse = new(LanguageVersion.Latest);

    public static void Run(int models, int rounds)
    {
        Report.Heading(string.Create(CultureInfo.InvariantCulture, $"generator: {models} models in files of their own, {OtherFiles} other files"));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
            .ToList();
        var trees = Enumerable.Range(0, models).Select(i => Tree(ModelSources.Model(i), $"Model{i}.cs"))
            .Concat(Enumerable.Range(0, OtherFiles).Select(i => Tree(ModelSources.Other(i), $"Other{i}.cs")))
            .ToList();

        // An edit gives the file as it stands after it; the number makes every one different.
        (string Name, int File, Func<int, string> Text)[] edits =
        [
            ("an edit in another file", models, edit => ModelSources.EditedOther(0, edit)),
            ("a comment in a model's file", 0, edit => string.Create(CultureInfo.InvariantCulture, $"// {edit}\n{ModelSources.Model(0)}")),
            ("a changed size", 0, edit => ModelSources.Model(0, hidden: 1000 + edit)),
        ];

        List<(string Name, Func<int, TimeSpan> Run)> runs = [];
        List<string[]> reasons = [];
        foreach (var (name, file, text) in edits)
        {
            var typist = new Typist(new ModelGenerator(), Compilation(), trees[file], tracked: false);
            runs.Add((name, edit => typist.Type(text(edit))));

            var tracked = new Typist(new ModelGenerator(), Compilation(), trees[file], tracked: true);
            tracked.Type(text(-1));
            reasons.Add([name, .. Steps.Select(step => Reasons(tracked.Driver, step))]);
        }

        var bare = new Typist(new AttributeLookup(), Compilation(), trees[models], tracked: false);
        runs.Add(("an edit in another file, Roslyn's own share", edit => bare.Type(ModelSources.EditedOther(0, edit))));

        // The edits first: by the time the compiler of a build is measured, it has been compiled itself.
        var times = Times(runs, rounds * 5, warmUp: 150);
        times.InsertRange(0, Times([("a build: nothing is cached", Cold)], rounds, warmUp: 5));
        Report.Print(["run after", "median", "fastest"], times);
        Report.Print(["run after", .. Steps], reasons);

        CSharpCompilation Compilation() => CSharpCompilation.Create(
            "Models", trees, references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

        TimeSpan Cold(int _)
        {
            var compilation = Compilation();
            var driver = Driver(new ModelGenerator(), tracked: false);
            var emitted = 0;
            var elapsed = Clock.Time(() => emitted = driver.RunGenerators(compilation).GetRunResult().GeneratedTrees.Length);
            return emitted == models ? elapsed : throw new InvalidOperationException($"{emitted} of {models} models were emitted.");
        }
    }

    private static CSharpGeneratorDriver Driver(IIncrementalGenerator generator, bool tracked) => CSharpGeneratorDriver.Create(
        [generator.AsSourceGenerator()],
        parseOptions: Parse,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: tracked));

    private static SyntaxTree Tree(string text, string path) => CSharpSyntaxTree.ParseText(text, Parse, path);

    /// <summary>Of each kind of run the median, and the fastest, which says most on a machine that has other work.</summary>
    /// <param name="kinds">They come to turn one after the other.</param>
    /// <param name="runs">How many of each are measured.</param>
    /// <param name="warmUp">How many go before: a method is compiled well only when it has been called often.</param>
    private static List<string[]> Times(List<(string Name, Func<int, TimeSpan> Run)> kinds, int runs, int warmUp)
    {
        var seconds = kinds.Select(_ => new List<double>()).ToList();
        for (var i = -warmUp; i < runs; i++)
        {
            foreach (var (kind, measured) in kinds.Zip(seconds))
            {
                var time = kind.Run(i).TotalSeconds;
                if (i >= 0)
                {
                    measured.Add(time);
                }
            }
        }

        return [.. kinds.Zip(seconds, (kind, measured) => new[]
        {
            kind.Name, Report.Time(TimeSpan.FromSeconds(Statistics.Median(measured))), Report.Time(TimeSpan.FromSeconds(measured.Min())),
        })];
    }

    /// <summary>What a step did with its values: "99 Unchanged, 1 Modified".</summary>
    private static string Reasons(GeneratorDriver driver, string step)
    {
        var run = driver.GetRunResult().Results.Single();
        return !run.TrackedSteps.TryGetValue(step, out var steps) ? "-" : string.Join(", ", steps
            .SelectMany(tracked => tracked.Outputs)
            .GroupBy(output => output.Reason)
            .OrderByDescending(group => group.Count())
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {group.Key}")));
    }

    /// <summary>Looks for models and does nothing with them: what any generator pays that is found by an attribute.</summary>
    private sealed class AttributeLookup : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context)
        {
            var found = context.SyntaxProvider.ForAttributeWithMetadataName(typeof(SequenceModelAttribute).FullName!, (_, _) => true, (_, _) => 0);
            context.RegisterSourceOutput(found.Collect(), (_, _) => { });
        }
    }

    /// <summary>Changes one file of a compilation again and again, as an editor does.</summary>
    private sealed class Typist
    {
        private Compilation _compilation;
        private SyntaxTree _file;

        public Typist(IIncrementalGenerator generator, CSharpCompilation compilation, SyntaxTree file, bool tracked)
        {
            (_compilation, _file) = (compilation, file);
            Driver = GeneratorBenchmark.Driver(generator, tracked).RunGenerators(compilation);
        }

        public GeneratorDriver Driver { get; private set; }

        /// <summary>The time of the generator's run after the edit.</summary>
        public TimeSpan Type(string text)
        {
            var edited = Tree(text, _file.FilePath);
            _compilation = _compilation.ReplaceSyntaxTree(_file, edited);
            _file = edited;
            return Clock.Time(() => Driver = Driver.RunGenerators(_compilation));
        }
    }
}
