using System.Xml.Linq;
using Xunit;

namespace RnnDsl.Runtime.Tests.Packaging;

/// <summary>The check of the package's targets for libtorch, run by MSBuild over what NuGet has resolved.</summary>
[Trait("Category", "Long")]
[Collection(nameof(DotNet))]
public sealed class LibtorchCheckTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Exe", "linux-x64", "libtorch-cpu-linux-x64", true)]
    [InlineData("WinExe", "win-x64", "libtorch-cpu-win-x64", true)]
    [InlineData("Exe", "osx-arm64", "libtorch-cpu-osx-arm64", true)]
    [InlineData("Exe", "linux-arm64", null, true)]
    [InlineData("Library", "linux-x64", null, false)]
    public async Task Executable_without_libtorch_gets_a_warning_with_the_missing_reference(string kind, string platform, string? package, bool isWarned)
    {
        var output = await Check(["TorchSharp/0.107.0"], $"-p:OutputType={kind}", $"-p:RuntimeIdentifier={platform}");

        Assert.Equal(isWarned, output.Contains("warning RNNDSL001", StringComparison.Ordinal));
        Assert.Equal(package is not null, output.Contains($"Add <PackageReference Include=\"{package}\" Version=\"{Version("libtorch-cpu-linux-x64")}\" /> to the project", StringComparison.Ordinal));
        Assert.Equal(isWarned && package is null, output.Contains($"there is none for {platform}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task File_based_app_gets_the_directive_to_add()
    {
        var output = await Check(["TorchSharp/0.107.0"], "-p:OutputType=Exe", "-p:RuntimeIdentifier=linux-x64", "-p:FileBasedProgram=true");
        Assert.Contains($"Add #:package libtorch-cpu-linux-x64@{Version("libtorch-cpu-linux-x64")} at the top of the file", output, StringComparison.Ordinal);
        Assert.Contains("add #:property RnnDslCheckLibtorch=false.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("PackageReference", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("libtorch-cpu-linux-x64/2.10.0")]
    [InlineData("libtorch-cuda-12.8-linux-x64/2.10.0")]
    [InlineData("TorchSharp-cpu/0.107.0")]
    [InlineData("TorchSharp-cuda-linux/0.107.0")]
    public async Task Any_libtorch_package_satisfies_the_check(string package) =>
        Assert.DoesNotContain("RNNDSL001", await Check(["TorchSharp/0.107.0", package], "-p:OutputType=Exe"), StringComparison.Ordinal);

    [Fact]
    public async Task Property_disables_the_check() =>
        Assert.DoesNotContain("RNNDSL001", await Check(["TorchSharp/0.107.0"], "-p:OutputType=Exe", "-p:RnnDslCheckLibtorch=false"), StringComparison.Ordinal);

    /// <summary>Runs the check for a project with these packages.</summary>
    private async Task<string> Check(string[] packages, params string[] properties)
    {
        var folder = Directory.CreateDirectory(_folder["project"]).FullName;
        var assets = Path.Combine(folder, "assets.json");
        var libraries = string.Join(", ", packages.Select(package => $"\"{package}\": {{}}"));
        await File.WriteAllTextAsync(assets, $$"""{ "libraries": { {{libraries}} } }""");
        await File.WriteAllTextAsync(Path.Combine(folder, "app.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <Import Project="{Path.Combine(PackageFeed.Metadata("Repository"), "Runtime", "RnnDsl.Torch", "build", "RnnDsl.Torch.targets")}" />
            </Project>
            """);
        return await DotNet.Run(folder, ["msbuild", "app.csproj", "-nologo", "-t:RnnDslWarnOfMissingLibtorch", $"-p:ProjectAssetsFile={assets}", .. properties]);
    }

    /// <summary>The version of a package that this repository uses.</summary>
    private static string Version(string package) => XDocument.Load(Path.Combine(PackageFeed.Metadata("Repository"), "Directory.Packages.props"))
        .Descendants("PackageVersion").Single(version => version.Attribute("Include")!.Value == package).Attribute("Version")!.Value;
}
