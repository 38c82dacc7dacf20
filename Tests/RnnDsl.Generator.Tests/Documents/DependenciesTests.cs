using System.Text.RegularExpressions;
using System.Xml.Linq;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Documents;

/// <summary>The page of dependencies lists what the projects reference.</summary>
public sealed partial class DependenciesTests
{
    [Fact]
    public void Listed_packages_are_the_referenced_packages()
    {
        var root = Path.GetFullPath(Path.Combine(RepositoryFiles.Documents, ".."));
        var versions = Names(Path.Combine(root, "Directory.Packages.props"), "PackageVersion");
        var referenced = new[] { "Generator", "Runtime", "Examples", "Tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.csproj", SearchOption.AllDirectories))
            .Where(project => !Path.GetRelativePath(root, project).Contains("templates", StringComparison.Ordinal))
            .Append(Path.Combine(root, "Directory.Build.targets"))
            .SelectMany(project => Names(project, "PackageReference"))
            .Where(name => !name.StartsWith("$(", StringComparison.Ordinal))
            .ToHashSet();
        Assert.True(referenced.Count > 15, $"{referenced.Count} packages are referenced.");
        var listed = Package().Matches(File.ReadAllText(Path.Combine(RepositoryFiles.Documents, "dependencies.md"))).Select(match => match.Groups[1].Value).Where(versions.Contains).ToHashSet();

        Assert.Empty(referenced.Except(listed));

        // libtorch's packages are chosen by the platform, SkiaSharp is of ScottPlot.
        Assert.All(listed.Except(referenced), name => Assert.Matches("^(libtorch-cpu-|TorchSharp-cuda-|SkiaSharp)", name));
    }

    private static HashSet<string> Names(string project, string element) =>
        [.. XDocument.Load(project).Descendants(element).Select(reference => reference.Attribute("Include")?.Value).OfType<string>()];

    [GeneratedRegex("`([A-Za-z0-9.-]+)`")]
    private static partial Regex Package();
}
