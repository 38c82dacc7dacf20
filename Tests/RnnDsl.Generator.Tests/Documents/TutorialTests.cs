using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Documents;

/// <summary>The programs of the tutorials run as they are printed, for a few steps, on small files of the form that the page describes.</summary>
public sealed class TutorialTests : IDisposable
{
    private static readonly string ImplicitUsings =
        Compile.GlobalUsings(["System", "System.Collections.Generic", "System.IO", "System.Linq", .. RepositoryFiles.PackageUsings]);

    private readonly string _folder = Directory.CreateTempSubdirectory("tutorial").FullName;

    [Fact]
    public async Task A_classifier_trains_resumes_and_predicts()
    {
        await File.WriteAllLinesAsync(
            Path.Combine(_folder, "reviews.tsv"), Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? $"positive\ta film to remember {i % 7}" : $"negative\ttwo hours that feel like {i % 5}"));
        using var program = await Program.OfAsync("tutorial-classifier.md");
        program.Run("train", "4", _folder);
        program.Run("train", "6", _folder);
        Assert.True(File.Exists(Path.Combine(_folder, "vocabulary.json")));
        Assert.True(Directory.Exists(Path.Combine(_folder, "run")));
        Assert.True(File.Exists(Path.Combine(_folder, "model.safetensors")));
        program.Run("predict", "a film to remember", _folder);
    }

    [Fact]
    public async Task A_tagger_trains_and_tags()
    {
        using var program = await Program.OfAsync("tutorial-tagger.md");
        program.Run("3");
    }

    [Fact]
    public async Task A_translator_trains_and_translates()
    {
        await File.WriteAllLinesAsync(Path.Combine(_folder, "source.txt"), Enumerable.Range(0, 60).Select(i => $"je suis {i % 6}"));
        await File.WriteAllLinesAsync(Path.Combine(_folder, "target.txt"), Enumerable.Range(0, 60).Select(i => $"i am {i % 6}"));
        using var program = await Program.OfAsync("tutorial-translator.md");
        program.Run("train", "4", _folder);
        Assert.True(File.Exists(Path.Combine(_folder, "model.safetensors")));
        program.Run("je suis 4", "", _folder);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The one program of a page, compiled and loaded.</summary>
    private sealed class Program : IDisposable
    {
        private readonly AssemblyLoadContext _context = new("Tutorial", isCollectible: true);
        private readonly MethodInfo _main;

        private Program(Stream image) => _main = _context.LoadFromStream(image).EntryPoint!;

        public static async Task<Program> OfAsync(string page)
        {
            var code = Assert.Single(CodeBlocks.In(await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Documents, page)))).Code;
            var project = Compile.Files([("Program.cs", code), ("Usings.cs", ImplicitUsings)]);
            var run = GeneratorRun.Of(project.WithOptions(project.Options.WithOutputKind(OutputKind.ConsoleApplication)));
            using var image = new MemoryStream();
            var result = run.Output.Emit(image);
            Assert.True(result.Success, string.Join("\n", result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
            image.Position = 0;
            return new Program(image);
        }

        public void Run(params string[] arguments) => _main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [arguments], null);

        public void Dispose() => _context.Unload();
    }
}
