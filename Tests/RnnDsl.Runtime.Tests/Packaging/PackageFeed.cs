using System.IO.Compression;
using System.Reflection;
using Xunit;

namespace RnnDsl.Runtime.Tests.Packaging;

/// <summary>The packages in a feed of their own, and a folder whose projects restore from it: no other build meets them.</summary>
internal static class PackageFeed
{
    /// <summary>Packs what stands built beside the tests.</summary>
    /// <returns>The feed's folder.</returns>
    public static async Task<string> Pack(TemporaryFolder folder, params string[] projects)
    {
        var feed = folder["feed"];
        var configuration = typeof(PackageFeed).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        foreach (var project in projects)
        {
            var packed = await DotNet.Run(Metadata("Repository"), "pack", $"Runtime/{project}", "-c", configuration, "--no-build", "-o", feed);
            Assert.DoesNotContain("warn", packed, StringComparison.OrdinalIgnoreCase);
        }

        return feed;
    }

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

    /// <summary>The paths in a package.</summary>
    public static HashSet<string> Entries(string feed, string package)
    {
        using var archive = ZipFile.OpenRead(Path.Combine(feed, package));
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    public static string Metadata(string key) => typeof(PackageFeed).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
