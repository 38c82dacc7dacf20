using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace RnnDsl.Runtime.Tests;

/// <summary>Tests that only wait for processes do not hold up those that compute in the test process.</summary>
public sealed partial class CollectionsTests
{
    [Fact]
    public void Tests_of_child_processes_are_collections_of_their_own()
    {
        var folder = Path.Combine(
            typeof(CollectionsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Repository").Value!,
            "Tests", "RnnDsl.Runtime.Tests");
        var classes = new[] { "Examples", "Packaging" }
            .SelectMany(part => Directory.GetFiles(Path.Combine(folder, part), "*Tests.cs"))
            .Select(File.ReadAllText).Where(static text => StartsProcess().IsMatch(text)).ToList();
        Assert.True(classes.Count >= 20, $"{classes.Count} classes start processes.");
        Assert.All(classes, static text => Assert.Matches(OwnCollection(), text));
    }

    [GeneratedRegex(@"\b((Shared)?ExampleProcess|CommandChecks|DotNet)\.[A-Z]")]
    private static partial Regex StartsProcess();

    [GeneratedRegex(@"(?m)^\[Collection\(nameof\((DotNet|(?<name>\w+))\)\)\]\npublic sealed (partial )?class (?(name)\k<name>|\w+)\b")]
    private static partial Regex OwnCollection();
}
