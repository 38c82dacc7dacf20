using RnnDsl.Runtime.Tests;
using RnnDsl.Runtime.Tests.Packaging;
using Xunit;
using Xunit.Abstractions;

// Torch's random numbers, its thread count and its number of live tensors belong to the whole process. So the tests of this assembly run one after the
// other in one collection. Tests whose networks run in processes of their own run beside it: each class that starts examples is a collection, and all
// that run the dotnet command are one.
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]
[assembly: TestCollectionOrderer("RnnDsl.Runtime.Tests." + nameof(LongestCollectionFirst), "RnnDsl.Runtime.Tests")]

namespace RnnDsl.Runtime.Tests;

/// <summary>
/// Starts the assembly's own collection first, which by default takes as long as all others together; then the one of all that run the dotnet command, and
/// the long trainings and the tests of a page in a browser and of time-outs, which mostly wait. One of these that started last would leave a core idle.
/// </summary>
public sealed class LongestCollectionFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(static collection => collection.DisplayName switch
        {
            nameof(DotNet) => 1,
            nameof(Playground.PlaygroundPageTests) or nameof(Playground.PlaygroundLimitTests) => 2,
            var name when name.EndsWith("TrainingTests", StringComparison.Ordinal) => 2,
            var name when name.StartsWith("Test collection for", StringComparison.Ordinal) => 0,
            _ => 3,
        });
}
