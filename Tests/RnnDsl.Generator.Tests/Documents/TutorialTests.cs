using RnnDsl.Generator.Tests.Infrastructure;
using RnnDsl.Generator.Tests.RandomModels;
using RnnDsl.Training;
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
    public async Task A_classifier_says_what_is_wrong()
    {
        var data = Path.Combine(_folder, "reviews.tsv");
        await File.WriteAllTextAsync(data, "positive\ta film to remember\n");
        using var program = await ProgramOfAsync("tutorial-classifier.md");
        Assert.Contains("1 examples", Assert.Throws<InvalidDataException>(() => program.Run("train", "4", _folder)).Message, StringComparison.Ordinal);
        AssertIsNoNumberOfSteps(program, "train", "abc", _folder);
        await File.WriteAllTextAsync(data, "label\ttext\n");
        Assert.Contains("line 1", Assert.Throws<InvalidDataException>(() => program.Run("train", "4", _folder)).Message, StringComparison.Ordinal);
        program.Run("predict", "a film to remember", _folder);
    }

    [Fact]
    public async Task A_tagger_trains_and_tags()
    {
        using var program = await ProgramOfAsync("tutorial-tagger.md");
        AssertIsNoNumberOfSteps(program, "many");
        program.Run("3");
    }

    [Fact]
    public async Task A_translator_trains_and_translates_and_refuses_other_data()
    {
        var source = Path.Combine(_folder, "source.txt");
        await File.WriteAllLinesAsync(source, Enumerable.Range(0, 60).Select(i => $"je suis {i % 6}"));
        await File.WriteAllLinesAsync(Path.Combine(_folder, "target.txt"), Enumerable.Range(0, 60).Select(i => $"i am {i % 6}"));
        using var program = await ProgramOfAsync("tutorial-translator.md");
        program.Run("je suis 4", "", _folder);
        AssertIsNoNumberOfSteps(program, "train", "0", _folder);
        program.Run("train", "4", _folder);
        Assert.True(File.Exists(Path.Combine(_folder, "model.safetensors")));

        // A run that is refused, or that fails, leaves the trained model as it is, with its vocabularies.
        await File.AppendAllTextAsync(source, "je suis fatigué\n");
        Assert.Contains("target.txt 60", Assert.Throws<InvalidDataException>(() => program.Run("train", "4", _folder)).Message, StringComparison.Ordinal);
        await File.WriteAllLinesAsync(source, Enumerable.Range(0, 60).Select(i => $"nous sommes {i % 9}"));
        Assert.Contains("source", Assert.Throws<CheckpointException>(() => program.Run("train", "4", _folder)).Message, StringComparison.Ordinal);
        program.Run("je suis 4 encore", "", _folder);
        program.Run(" ", "", _folder);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A wrong argument is an error with what was found and expected, as in the templates, and no stack trace.</summary>
    private static void AssertIsNoNumberOfSteps(LoadedProject program, params string[] arguments)
    {
        var (console, error) = (Console.Error, new StringWriter());
        Console.SetError(error);
        try
        {
            Assert.Equal(1, program.Run(arguments));
        }
        finally
        {
            Console.SetError(console);
        }

        // Other tests write to the console too.
        var number = arguments.Length == 1 ? arguments[0] : arguments[1];
        Assert.Contains($"Error: '{number}' is not a number of steps: expected a whole number above 0, such as ", error.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The one program of a page, compiled and loaded.</summary>
    private static async Task<LoadedProject> ProgramOfAsync(string page) =>
        new(DocumentProject.Of(Assert.Single(CodeBlocks.In(await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Documents, page)))).Code).Output);
}
