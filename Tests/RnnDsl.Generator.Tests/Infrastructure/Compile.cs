using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RnnDsl.Generator.Tests.Infrastructure;

/// <summary>Compilations of a user's project, from source text.</summary>
internal static class Compile
{
    /// <summary>What the SDK leaves out of every build: a library was compiled against an older framework.</summary>
    private static readonly Dictionary<string, ReportDiagnostic> NoWarn = new() { ["CS1701"] = ReportDiagnostic.Suppress, ["CS1702"] = ReportDiagnostic.Suppress };

    private static readonly MetadataReference[] Framework = References((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!);

    private static readonly MetadataReference Language = Reference(typeof(SequenceModelAttribute).Assembly.Location);

    private static readonly MetadataReference Runtime = Reference(typeof(RnnDsl.Torch.IStepModel<>).Assembly.Location);

    private static readonly MetadataReference TorchSharp = Reference(typeof(global::TorchSharp.torch).Assembly.Location);

    /// <summary>A project without files for each set of options. All projects are made from these, and so share the symbols of what they reference.</summary>
    private static readonly ConcurrentDictionary<CompileOptions, CSharpCompilation> EmptyProjects = new();

    /// <summary>A project of one file, <c>Model.cs</c>.</summary>
    public static CSharpCompilation Source(string source, CompileOptions? options = null) =>
        Files([("Model.cs", source)], options);

    /// <summary>A file that imports namespaces into all files of a project.</summary>
    public static string GlobalUsings(IEnumerable<string> namespaces) => string.Concat(namespaces.Distinct().Select(static space => $"global using {space};\n"));

    /// <summary>A project of several files.</summary>
    public static CSharpCompilation Files(IEnumerable<(string Path, string Text)> files, CompileOptions? options = null)
    {
        options ??= CompileOptions.Default;
        return EmptyProjects.GetOrAdd(options, CreateEmpty).AddSyntaxTrees(files.Select(file => Parse(file.Text, file.Path, options)));
    }

    /// <summary>What a project references.</summary>
    public static MetadataReference[] References(CompileOptions options) =>
        [.. Framework, Language, .. options.WithRuntime ? [Runtime] : (MetadataReference[])[], .. options.WithTorchSharp ? [TorchSharp] : (MetadataReference[])[]];

    /// <summary>One more file of a project.</summary>
    public static SyntaxTree Parse(string text, string path, CompileOptions? options = null) =>
        CSharpSyntaxTree.ParseText(text, ParseOptions(options ?? CompileOptions.Default), path);

    /// <summary>The project with one file's text replaced, as after an edit.</summary>
    public static CSharpCompilation Edit(this CSharpCompilation compilation, string path, Func<string, string> edit)
    {
        var tree = compilation.SyntaxTrees.Single(tree => tree.FilePath == path);
        var text = tree.GetText();
        var changed = edit(text.ToString());
        return changed == text.ToString()
            ? throw new ArgumentException($"The edit changes nothing in {path}.")
            : compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(changed, (CSharpParseOptions)tree.Options, path));
    }

    public static CSharpParseOptions ParseOptions(CompileOptions options) => new(options.LanguageVersion, options.ChecksDocumentation ? DocumentationMode.Diagnose : DocumentationMode.None);

    private static CSharpCompilation CreateEmpty(CompileOptions options) => CSharpCompilation.Create(
        options.AssemblyName,
        references: References(options),
        options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions:
            options.LanguageVersion < LanguageVersion.CSharp8 ? NullableContextOptions.Disable : NullableContextOptions.Enable, specificDiagnosticOptions: NoWarn));

    private static MetadataReference[] References(string assemblies)
    {
        // The test host lists its own assemblies too; a user's project has the framework's alone.
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return [.. assemblies.Split(Path.PathSeparator).Where(path => Path.GetDirectoryName(path) == framework).Select(Reference)];
    }

    private static MetadataReference Reference(string path) => MetadataReference.CreateFromFile(path);
}

/// <summary>What a user's project is set to.</summary>
internal sealed record CompileOptions
{
    public static readonly CompileOptions Default = new();

    /// <summary>For tests that read errors only.</summary>
    public static readonly CompileOptions Undocumented = new() { ChecksDocumentation = false };

    public LanguageVersion LanguageVersion { get; init; } = LanguageVersion.Latest;

    /// <summary>Whether TorchSharp is referenced.</summary>
    public bool WithTorchSharp { get; init; } = true;

    /// <summary>Whether RnnDsl.Torch is referenced.</summary>
    public bool WithRuntime { get; init; } = true;

    public string AssemblyName { get; init; } = "Project";

    /// <summary>
    /// Whether documentation is compiled, so that what emitted comments refer to is checked and missing ones are warnings. False saves the time where a test
    /// reads errors only.
    /// </summary>
    public bool ChecksDocumentation { get; init; } = true;
}
