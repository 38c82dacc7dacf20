using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace RnnDsl.Generator.Tests.Infrastructure;

/// <summary>Files of the repository that are no code.</summary>
internal static class RepositoryFiles
{
    public static string Documents => Path.Combine(Root(), "docs");

    public static string ReadMe => Path.Combine(Root(), "README.md");

    public static string Snapshots => Path.Combine(Root(), "Tests", "RnnDsl.Generator.Tests", "Snapshots");

    public static string Pages => Path.Combine(Root(), "docs", "diagnostics");

    public static string ReleaseFile => Path.Combine(Root(), "Generator", "RnnDsl.Generator", "AnalyzerReleases.Unshipped.md");

    /// <summary>The sources of the generator.</summary>
    public static string Generator => Path.Combine(Root(), "Generator", "RnnDsl.Generator");

    public static string ShippedFile => Path.Combine(Root(), "Generator", "RnnDsl.Generator", "AnalyzerReleases.Shipped.md");

    /// <summary>What the packages import into every file of a user's project.</summary>
    public static IReadOnlyList<string> PackageUsings { get; } = [.. Usings("Runtime/RnnDsl/build/RnnDsl.props"), .. Usings("Runtime/RnnDsl.Torch/build/RnnDsl.Torch.props")];

    /// <summary>The namespaces that a file of MSBuild imports into every file.</summary>
    public static IEnumerable<string> Usings(string file) =>
        XDocument.Load(Path.Combine(Root(), file)).Descendants("Using").Select(static import => import.Attribute("Include")!.Value);

    /// <summary>The C# files of a project.</summary>
    public static IEnumerable<string> Code(string project) => Directory.EnumerateFiles(Path.Combine(Root(), project), "*.cs", SearchOption.AllDirectories)
        .Where(path => !path.Split(Path.DirectorySeparatorChar).Intersect(["bin", "obj"]).Any())
        .Order(StringComparer.Ordinal);

    /// <summary>The C# files of the runtime that emitted code alone calls.</summary>
    public static string CompilerServices => Path.Combine(Root(), "Runtime", "RnnDsl.Torch", "CompilerServices");

    private static string Root([CallerFilePath] string file = "")
    {
        var folder = Path.GetDirectoryName(file);
        while (folder is not null && !File.Exists(Path.Combine(folder, "RnnDsl.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException($"No RnnDsl.sln stands above {file}.");
    }
}
