using System.IO.Compression;
using System.Reflection;
using Xunit;

namespace RnnDsl.Runtime.Tests.Packaging;

/// <summary>The packages in a feed of their own, and a folder whose projects restore from it: no other build meets them.</summary>
internal static class PackageFeed
{
    private static readonly Lazy<Task<string>> Packed = new(Pack);

    /// <summary>The folder of the feed. The packages are packed once for all tests, from what stands built beside them.</summary>
    public static Task<string> Get() => Packed.Value;

    /// <summary>
    /// Lets the projects below a folder restore from the feed. Its packages are unpacked beside it; all others are taken from where the tests have them.
    /// </summary>
    public static void Use(string feed, TemporaryFolder folder) => File.WriteAllText(folder["Directory.Build.props"], $"""
        <Project>
          <PropertyGroup>
            <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
            <RestoreAdditionalProjectSources>{feed}</RestoreAdditionalProjectSources>
            <RestorePackagesPath>{folder["packages"]}</RestorePackagesPath>
            <RestoreFallbackFolders>{Metadata("PackageFolder")}</RestoreFallbackFolders>
          </PropertyGroup>
        </Project>
        """);

    private static async Task<string> Pack()
    {
        var folder = new TemporaryFolder();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        var configuration = typeof(PackageFeed).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        foreach (var project in new[] { "RnnDsl", "RnnDsl.Torch", "RnnDsl.Templates" })
        {
            var packed = await DotNet.Run(Metadata("Repository"), "pack", $"Runtime/{project}", "-c", configuration, "--no-build", "-o", folder.Path);
            Assert.DoesNotContain("warn", packed, StringComparison.OrdinalIgnoreCase);
        }

        return folder.Path;
    }

    /// <summary>The paths in a package.</summary>
    public static HashSet<string> Entries(string feed, string package)
    {
        using var archive = ZipFile.OpenRead(Path.Combine(feed, package));
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    public static string Metadata(string key) => typeof(PackageFeed).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
