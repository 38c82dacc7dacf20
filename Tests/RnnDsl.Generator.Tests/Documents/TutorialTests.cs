using RnnDsl.Generator.Tests.Infrastructure;
using RnnDsl.Generator.Tests.RandomModels;
using Xunit;

namespace RnnDsl.Generator.Tests.Documents;

/// <summary>The programs of the tutorials run as they are printed, for a few steps, on small files of the form that the page describes.</summary>
public sealed class TutorialTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tutorial").FullName;

    [Fact]
    public async Task A_classifier_trains_resumes_and_predicts()
    {
        await File.WriteAllLinesAsync(
            Path.Combine(_folder, "reviews.tsv"), Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? $"positive\ta film to remember {i % 7}" : $"negative\ttwo hours that feel like {i % 5}"));
        using var program = await ProgramOfAsync("tutorial-classifier.md");
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
        using var program = await ProgramOfAsync("tutorial-tagger.md");
        program.Run("3");
    }

    [Fact]
    public async Task A_translator_trains_and_translates()
    {
        await File.WriteAllLinesAsync(Path.Combine(_folder, "source.txt"), Enumerable.Range(0, 60).Select(i => $"je suis {i % 6}"));
        await File.WriteAllLinesAsync(Path.Combine(_folder, "target.txt"), Enumerable.Range(0, 60).Select(i => $"i am {i % 6}"));
        using var program = await ProgramOfAsync("tutorial-translator.md");
        program.Run("train", "4", _folder);
        Assert.True(File.Exists(Path.Combine(_folder, "model.safetensors")));
        program.Run("je suis 4", "", _folder);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The one program of a page, compiled and loaded.</summary>
    private static async Task<LoadedProject> ProgramOfAsync(string page) =>
        new(DocumentProject.Of(Assert.Single(CodeBlocks.In(await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Documents, page)))).Code).Output);
}
