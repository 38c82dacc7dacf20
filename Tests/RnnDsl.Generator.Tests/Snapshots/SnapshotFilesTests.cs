using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Emit;
using VerifyXunit;
using Xunit;

namespace RnnDsl.Generator.Tests.Snapshots;

/// <summary>The verified files as a set: a test that was renamed or deleted leaves none behind.</summary>
public sealed class SnapshotFilesTests
{
    private static readonly string Project = Path.GetDirectoryName(Path.GetDirectoryName(ThisFile())!)!;

    [Fact]
    public void Every_verified_file_belongs_to_a_test()
    {
        var tests = typeof(SnapshotFilesTests).Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(UsesVerifyAttribute), inherit: false))
            .SelectMany(type => type.GetMethods().Select(method => $"{type.Name}.{method.Name}"))
            .ToHashSet(StringComparer.Ordinal);

        var orphans = VerifiedFiles().Where(file => !tests.Contains(Path.GetFileName(file).Split('#')[0].Split(".verified.")[0]));

        Assert.Empty(orphans);
    }

    [Fact]
    public void Verified_files_have_LF_line_ends_and_no_byte_order_mark()
    {
        Assert.All(VerifiedFiles(), file =>
        {
            var bytes = File.ReadAllBytes(file);
            Assert.DoesNotContain((byte)'\r', bytes);
            Assert.False(bytes.AsSpan().StartsWith("\uFEFF"u8), $"{file} begins with a byte order mark.");
        });
    }

    [Fact]
    public void Only_files_that_use_compiler_services_import_them()
    {
        var importing = VerifiedFiles().Where(file => Path.GetFileName(file).EndsWith(".cs", StringComparison.Ordinal)).ToLookup(
            static file => File.ReadAllText(file).Contains(EmittedTypes.CompilerServices, StringComparison.Ordinal));
        Assert.NotEmpty(importing[false]);
        Assert.All(importing[true], static file => Assert.NotEmpty(CompilerServices(file)));
        Assert.All(importing[false], static file => Assert.Empty(CompilerServices(file)));
    }

    /// <summary>The types of compiler services that a file speaks of by their short names.</summary>
    private static IEnumerable<string> CompilerServices(string file) =>
        CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
            .Where(static name => !name.Ancestors().Any(static node => node is UsingDirectiveSyntax)
                && !(name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
                && !(name.Parent is QualifiedNameSyntax qualified && qualified.Right == name))
            .Select(static name => name.Identifier.ValueText)
            .Where(static name => Targets.Names.Types.Contains(name) && EmittedTypes.IsCompilerService(name));

    private static string[] VerifiedFiles() =>
        [.. new[] { "Snapshots", "Diagnostics", "CodeFixes" }
            .Select(folder => Path.Combine(Project, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.verified.*", SearchOption.AllDirectories))];

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
