using System.IO.Compression;
using System.Text.RegularExpressions;
using Xunit;

namespace RnnDsl.Runtime.Tests.Packaging;

/// <summary>The packages as a user meets them: from a feed, in a folder that knows nothing of this repository.</summary>
[Trait("Category", "Long")]
[Collection(nameof(DotNet))]
public sealed partial class PackagedAppTests : IDisposable
{
    /// <summary>What the app prints: a sum, and the shape of a declared model's output.</summary>
    private const string Printed = "6, [2, 5, 7]";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task App_with_package_references_builds_runs_and_publishes()
    {
        var feed = await PackageFeed.Get();
        Assert.Superset(
            new HashSet<string> { "README.md", "lib/net10.0/RnnDsl.dll", "buildTransitive/RnnDsl.props", "analyzers/dotnet/cs/RnnDsl.Generator.dll", "analyzers/dotnet/cs/RnnDsl.CodeFixes.dll" },
            PackageFeed.Entries(feed, "RnnDsl.0.1.0.nupkg"));
        Assert.Superset(
            new HashSet<string> { "README.md", "lib/net10.0/RnnDsl.Torch.dll", "buildTransitive/RnnDsl.Torch.props", "buildTransitive/RnnDsl.Torch.targets", "buildTransitive/WeakenMissingSymbolVersions.cs" },
            PackageFeed.Entries(feed, "RnnDsl.Torch.0.1.0.nupkg"));
        var app = WriteApp(feed);

        var built = await DotNet.Run(app, "build", "-c", "Release");
        Assert.Contains("0 Warning(s)", built, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(_folder["packages"], "rnndsl.torch")), "The app took RnnDsl.Torch from elsewhere.");
        Assert.Equal(Printed, await RunApp(Path.Combine(app, "bin", "Release", "net10.0")));

        // The garbage collector stays as the app has it.
        Assert.DoesNotContain("System.GC", await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(app, "bin", "Release", "net10.0"), "*.runtimeconfig.json").Single()), StringComparison.Ordinal);

        // For one platform the library lies flat beside the app.
        var published = _folder["published"];
        await DotNet.Run(app, "publish", "-c", "Release", "--use-current-runtime", "--no-self-contained", "-o", published);
        Assert.Equal(Printed, await RunApp(published));

        static async Task<string> RunApp(string folder) => (await DotNet.Run(folder, Path.Combine(folder, "app.dll"))).Trim();
    }

    [Fact]
    public async Task Build_warns_about_missing_packages()
    {
        var feed = await PackageFeed.Get();

        // Without libtorch an app compiles, and the warning contains the line to add.
        var app = WriteApp(feed, withLibtorch: false);
        var line = $"Add <PackageReference Include=\"{PackageFeed.Metadata("LibtorchPackage")}\" Version=\"{PackageFeed.Metadata("LibtorchVersion")}\" /> to the project";
        var built = await DotNet.Run(app, "build", "-c", "Release");
        Assert.Contains("warning RNNDSL001", built, StringComparison.Ordinal);
        Assert.Contains(line, built, StringComparison.Ordinal);
        Assert.DoesNotContain("RNNDSL001", await DotNet.Run(app, "build", "-c", "Release", "-p:RnnDslCheckLibtorch=false"), StringComparison.Ordinal);

        // A model that is not partial is explained beside what follows from it.
        var program = Path.Combine(app, "Program.cs");
        File.WriteAllText(program, File.ReadAllText(program).Replace("public partial class Tiny", "public class Tiny", StringComparison.Ordinal));
        var failed = await Assert.ThrowsAsync<InvalidOperationException>(() => DotNet.Run(app, "build", "-c", "Release"));
        Assert.Contains("error RNN101: 'Tiny' must be declared partial", failed.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("CS0260", failed.Message, StringComparison.Ordinal);

        // Its help link opens the page in the package.
        var link = Regex.Match(failed.Message, @"error RNN101: .*\((file:\S+)\)").Groups[1].Value;
        Assert.StartsWith("# RNN101", await File.ReadAllTextAsync(new Uri(link).LocalPath), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_of_the_packaged_documents_open()
    {
        var feed = await PackageFeed.Get();
        foreach (var package in new[] { "RnnDsl.0.1.0.nupkg", "RnnDsl.Torch.0.1.0.nupkg" })
        {
            using var archive = ZipFile.OpenRead(Path.Combine(feed, package));
            var root = Path.Combine(_folder.Path, package);
            archive.ExtractToDirectory(root);
            var dead = new List<string>();
            var links = 0;
            foreach (var page in Directory.EnumerateFiles(root, "*.md", SearchOption.AllDirectories))
            {
                foreach (Match link in RelativeLink().Matches(await File.ReadAllTextAsync(page)))
                {
                    links++;
                    if (!Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, Uri.UnescapeDataString(link.Groups[1].Value))))
                        dead.Add($"{Path.GetRelativePath(root, page)}: {link.Value}");
                }
            }

            Assert.Empty(dead);
            Assert.True(links > 100 || package != "RnnDsl.0.1.0.nupkg", $"{links} links");
        }
    }

    /// <summary>A link or a picture, not of another site and not within the page.</summary>
    [GeneratedRegex(@"\]\((?!\w+:|#)([^)#\s]+)(#[^)\s]*)?\)")]
    private static partial Regex RelativeLink();

    /// <summary>Writes the app and returns its folder.</summary>
    private string WriteApp(string feed, bool withLibtorch = true)
    {
        PackageFeed.Use(feed, _folder);
        var app = Directory.CreateDirectory(_folder["app"]).FullName;
        File.WriteAllText(Path.Combine(app, "app.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="RnnDsl.Torch" Version="0.1.0" />
                {(withLibtorch ? $"<PackageReference Include=\"{PackageFeed.Metadata("LibtorchPackage")}\" Version=\"{PackageFeed.Metadata("LibtorchVersion")}\" />" : "")}
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(app, "Program.cs"), """
            using TorchSharp;

            using var model = new Tiny(vocabSize: 7);
            var (output, _) = model.call(torch.zeros(2, 5, dtype: torch.ScalarType.Int64));
            Console.WriteLine($"{torch.ones(2, 3).sum().item<float>()}, [{string.Join(", ", output.shape)}]");

            [SequenceModel]
            [Embedding("vocabSize", 4)]
            [Lstm(8)]
            [Linear("vocabSize")]
            public partial class Tiny;
            """);
        return app;
    }
}
