using Xunit;

namespace RnnDsl.Generator.Tests.RandomModels;

/// <summary>
/// A thousand random declarations, 200 of them by default. Each is either reported as wrong, and then still compiles, or compiles without a warning and
/// runs as declared.
/// </summary>
public sealed class RandomModelTests
{
    private const int ModelsPerProject = 200;

    [Theory]
    [InlineData(0)]
    public Task Random_declaration_is_reported_or_runs_as_declared(int seed) => AssertReportedOrRuns(seed);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public Task Further_random_declarations_are_reported_or_run_as_declared(int seed) => AssertReportedOrRuns(seed);

    private static async Task AssertReportedOrRuns(int seed)
    {
        var random = new RandomModels(seed);
        var models = Enumerable.Range(0, ModelsPerProject).Select(random.Next).ToList();
        var project = await RandomProject.OfAsync(models.Select(model => (model.Namespace, model.Source)));
        project.AssertCompiles(models.Select(model => (model.Namespace, model.Source)));
        Assert.Empty(project.Complaints);

        var sound = models.Where(model => !project.IsReported(model.Namespace)).ToList();
        Assert.InRange(sound.Count, ModelsPerProject / 4, ModelsPerProject * 9 / 10);
        using var loaded = project.Load();
        Assert.All(sound, model => ModelRun.Check(model, loaded.Model(model)));
    }
}
