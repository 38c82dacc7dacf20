using Microsoft.CodeAnalysis;
using Xunit;

namespace RnnDsl.Generator.Tests.Infrastructure;

/// <summary>
/// Why each of the generator's named steps gave what it gave, output by output: <c>New</c>, <c>Modified</c> and <c>Removed</c>,
/// <c>Unchanged</c> where it ran and came to the same, <c>Cached</c> where it did not run.
/// </summary>
/// <param name="Declarations">What the attributes say.</param>
/// <param name="Models">The bound models.</param>
/// <param name="Sources">The emitted files.</param>
internal sealed record RunReasons(string Declarations, string Models, string Sources)
{
    /// <summary>Nothing ran, for any number of models.</summary>
    public bool AllCached => new[] { Declarations, Models, Sources }.All(step => step.Split(' ').All(reason => reason == nameof(IncrementalStepRunReason.Cached)));

    public static RunReasons Of(GeneratorRunResult result)
    {
        Assert.NotEmpty(result.TrackedSteps);
        return new RunReasons(Step(ModelGenerator.Declarations), Step(ModelGenerator.Models), Step(ModelGenerator.Sources));

        string Step(string name) => result.TrackedSteps.TryGetValue(name, out var runs)
            ? string.Join(' ', runs.SelectMany(run => run.Outputs).Select(output => output.Reason))
            : "";
    }

    public override string ToString() => $"{nameof(Declarations)}: {Declarations}; {nameof(Models)}: {Models}; {nameof(Sources)}: {Sources}";
}
