using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace RnnDsl.Runtime.Tests;

/// <summary>Tests that only wait for processes do not hold up those that compute in the test process.</summary>
public sealed partial class CollectionsTests
{
    private static readonly string Folder = Path.Combine(
        typeof(CollectionsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Repository").Value!,
        "Tests", "RnnDsl.Runtime.Tests");

    [Fact]
    public void Tests_of_child_processes_are_collections_of_their_own()
    {
        var classes = new[] { "Examples", "Packaging" }
            .SelectMany(part => Directory.GetFiles(Path.Combine(Folder, part), "*Tests.cs"))
            .Select(File.ReadAllText).Where(static text => StartsProcess().IsMatch(text)).ToList();
        Assert.True(classes.Count >= 20, $"{classes.Count} classes start processes.");
        Assert.All(classes, static text => Assert.Matches(OwnCollection(), text));
    }

    /// <summary>The random numbers of the process belong to the tests of one collection.</summary>
    [Fact]
    public void Tests_of_other_collections_use_no_tensors() => Assert.Empty(
        Directory.GetFiles(Folder, "*.cs", SearchOption.AllDirectories).Select(static path => (Path: path, Text: File.ReadAllText(path)))
            .Where(static file => AnyCollection().IsMatch(file.Text) && Tensors().IsMatch(file.Text) && !file.Text.Contains("DisableParallelization = true", StringComparison.Ordinal)).Select(static file => Path.GetFileName(file.Path)));

    [GeneratedRegex(@"(?m)^\[Collection\(")]
    private static partial Regex AnyCollection();

    [GeneratedRegex(@"(?m)^using (static )?TorchSharp")]
    private static partial Regex Tensors();

    [GeneratedRegex(@"\b((Shared)?ExampleProcess|CommandChecks|DotNet)\.[A-Z]")]
    private static partial Regex StartsProcess();

    [GeneratedRegex(@"(?m)^\[Collection\(nameof\((DotNet|(?<name>\w+))\)\)\]\npublic sealed (partial )?class (?(name)\k<name>|\w+)\b")]
    private static partial Regex OwnCollection();
}
