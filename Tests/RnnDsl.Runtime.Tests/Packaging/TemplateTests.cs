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
    [InlineData("rnndsl", "train 20", "Weights: run/model.safetensors", "predict", "0.1,0.5")]
    [InlineData("rnndsl-text", "train 20", "Weights: run/model.safetensors", "generate", "the ")]
    [InlineData("rnndsl-seq2seq", "train 20", "Exact match", "predict", "4  2")]
    public async Task Template_builds_trains_says_what_is_wrong_and_passes_its_test(string template, string command, string printed, string use, string input)
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
        await DotNet.Run(project, "build", "my-model.csproj");
        await AssertRefused("Train first: dotnet run -- train", use, input);
        Assert.Contains(printed, await DotNet.Run(project, ["run", "--project", "my-model.csproj", "--", .. command.Split(' ')]), StringComparison.Ordinal);
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(3), $"From the template to a trained model it took {clock.Elapsed}.");

        Assert.NotEmpty(await Start(use, input));
        await AssertRefused("'abc' is not a number of steps", "train", "abc");
        await AssertRefused("To start over, delete the folder run", "train", "10");
        foreach (var (message, arguments) in Mistakes(template))
        {
            await AssertRefused(message, arguments);
        }

        Assert.Contains("Passed!", await DotNet.Run(project, "test"), StringComparison.Ordinal);

        Task<string> Start(params string[] arguments) => DotNet.Run(project, [Path.Combine("bin", "Debug", "net10.0", "my-model.dll"), .. arguments]);

        async Task AssertRefused(string message, params string[] arguments)
        {
            var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Start(arguments));
            Assert.Contains("ended with 1:\nError: ", failure.Message, StringComparison.Ordinal);
            Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Mistakes in the use of a trained model: the message, and the command that brings it.</summary>
    private (string Message, string[] Command)[] Mistakes(string template)
    {
        return template switch
        {
            "rnndsl" =>
            [
                ("nope.csv", ["evaluate", "nope.csv"]),
                ("no sequences", ["evaluate", Written("")]),
                ("line 1 (no header row is expected): unknown label 'label'", ["evaluate", Written("label,first,second")]),
                ("line 2: 'nan' is not a finite number", ["evaluate", Written("sine,0.1\nsine,nan,0.2")]),
                ("'inf' is not a finite number", ["predict", "0.1,inf"]),
            ],
            "rnndsl-text" =>
            [
                ("characters of the prompt: 'T'", ["generate", "The "]),
                ("The prompt is empty", ["generate", ""]),
            ],
            _ =>
            [
                ("nope.tsv", ["evaluate", "nope.tsv"]),
                ("no pairs", ["evaluate", Written("")]),
                ("line 2: expected a source, one tab and a target", ["evaluate", Written("4 2\tforty two\n4 2\t ")]),
                ("no words in the text", ["predict", ""]),
                ("words of the text: four, two", ["predict", "four two"]),
            ],
        };

        string Written(string text)
        {
            var file = _folder[$"{Guid.NewGuid()}"];
            File.WriteAllText(file, text);
            return file;
        }
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
