using System.Text.Json;
using System.Xml.Linq;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Packaging;

/// <summary>The namespaces that the packages import into every file of a project.</summary>
[Collection(nameof(DotNet))]
public sealed class ImplicitUsingsTests : IDisposable
{
    private static readonly string[] Files = ["RnnDsl/build/RnnDsl.props", "RnnDsl.Torch/build/RnnDsl.Torch.props"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Implicit_usings_name_namespaces_with_public_types()
    {
        var known = new[] { typeof(SequenceModelAttribute), typeof(IStepModel<>) }
            .SelectMany(static type => type.Assembly.GetExportedTypes()).Select(static type => type.Namespace).ToHashSet();
        Assert.Equal(
            ["RnnDsl", "RnnDsl.Data", "RnnDsl.Decoding", "RnnDsl.Distributed", "RnnDsl.Metrics", "RnnDsl.Sampling", "RnnDsl.Streaming", "RnnDsl.Text", "RnnDsl.Torch", "RnnDsl.Training", "RnnDsl.Weights"],
            Imported());
        Assert.Superset(Imported().ToHashSet<string?>(), known);
    }

    [Theory]
    [Trait("Category", "Long")]
    [InlineData("", true)]
    [InlineData("-p:ImplicitUsings=true", true)]
    [InlineData("-p:ImplicitUsings=disable", false)]
    [InlineData("-p:RnnDslImplicitUsings=false", false)]
    public async Task Property_disables_the_implicit_usings(string property, bool imports)
    {
        var folder = Directory.CreateDirectory(_folder["project"]).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "app.csproj"), $"""
            <Project>
              {string.Concat(Files.Select(static file => $"<Import Project=\"{PathOf(file)}\" />"))}
              <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
            </Project>
            """);
        var output = await DotNet.Run(folder, [.. new[] { "msbuild", "app.csproj", "-nologo", "-getItem:Using", property }.Where(static argument => argument.Length > 0)]);
        var usings = JsonDocument.Parse(output).RootElement.GetProperty("Items").GetProperty("Using").EnumerateArray().Select(static item => item.GetProperty("Identity").GetString()!).ToList();

        Assert.Equal(imports ? Imported() : [], usings.Where(static name => name.StartsWith("RnnDsl", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    private static IReadOnlyList<string> Imported() => [.. Files
        .SelectMany(static file => XDocument.Load(PathOf(file)).Descendants("Using"))
        .Select(static import => import.Attribute("Include")!.Value)
        .Order(StringComparer.Ordinal)];

    private static string PathOf(string file) => Path.Combine(PackageFeed.Metadata("Repository"), "Runtime", file);
}
