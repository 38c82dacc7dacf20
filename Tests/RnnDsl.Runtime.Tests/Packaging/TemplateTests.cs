using System.Diagnostics;
using System.Xml.Linq;
using Xunit;

namespace RnnDsl.Runtime.Tests.Packaging;

/// <summary>The templates of <c>dotnet new</c>, from the packed packages in a clean folder.</summary>
[Trait("Category", "Long")]
[Collection(nameof(DotNet))]
public sealed class TemplateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("rnndsl", "train 20", "Weights: run/model.safetensors")]
    [InlineData("rnndsl-text", "train 20", "Weights: run/model.safetensors")]
    [InlineData("rnndsl-seq2seq", "train 20", "Exact match")]
    public async Task Template_builds_trains_and_passes_its_test(string template, string command, string printed)
    {
        var feed = await PackageFeed.Get();
        PackageFeed.Use(feed, _folder);
        string[] hive = ["--debug:custom-hive", _folder["hive"]];
        await DotNet.Run(_folder.Path, ["new", "install", Path.Combine(feed, "RnnDsl.Templates.0.1.0.nupkg"), .. hive]);

        var clock = Stopwatch.StartNew();
        await DotNet.Run(_folder.Path, ["new", template, "-o", "my-model", .. hive]);
        var project = _folder["my-model"];
        Assert.True(File.Exists(Path.Combine(project, "my-model.csproj")));
        Assert.DoesNotContain(Directory.GetFiles(project, "*", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains("RnnDslApp", StringComparison.Ordinal));
        Assert.Contains(printed, await DotNet.Run(project, ["run", "--project", "my-model.csproj", "--", .. command.Split(' ')]), StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(3), $"From the template to a trained model it took {clock.Elapsed}.");

        Assert.Contains("Passed!", await DotNet.Run(project, "test"), StringComparison.Ordinal);
    }

    [Fact]
    public void Template_package_versions_equal_the_repository()
    {
        var repository = PackageFeed.Metadata("Repository");
        var versions = XDocument.Load(Path.Combine(repository, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value);
        versions["RnnDsl.Torch"] = XDocument.Load(Path.Combine(repository, "Directory.Build.props")).Descendants("Version").Single().Value;
        versions["libtorch-cpu-$(NETCoreSdkPortableRuntimeIdentifier)"] = versions["libtorch-cpu-linux-x64"];
        var references = Directory.GetFiles(Path.Combine(repository, "Runtime", "RnnDsl.Templates", "templates"), "*.csproj", SearchOption.AllDirectories)
            .SelectMany(project => XDocument.Load(project).Descendants("PackageReference")).ToList();
        Assert.True(references.Count >= 15, $"The templates have {references.Count} references.");
        Assert.All(references, reference => Assert.Equal(versions[reference.Attribute("Include")!.Value], reference.Attribute("Version")!.Value));
    }
}
