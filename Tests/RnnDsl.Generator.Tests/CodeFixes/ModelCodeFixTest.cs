using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using RnnDsl.Generator.Tests.Infrastructure;

namespace RnnDsl.Generator.Tests.CodeFixes;

/// <summary>A repair of one file, one by one and all at once, and what is then left.</summary>
internal sealed class ModelCodeFixTest<TFix> : CSharpCodeFixTest<ModelAnalyzer, TFix, DefaultVerifier>
    where TFix : CodeFixProvider, new()
{
    private ModelCodeFixTest()
    {
        ReferenceAssemblies = new ReferenceAssemblies("net10.0");
        TestState.AdditionalReferences.AddRange(Compile.References(CompileOptions.Default));
        CompilerDiagnostics = CompilerDiagnostics.None;
    }

    /// <param name="wrong">The file with its mistakes in the form {|RNN101:...|}.</param>
    /// <param name="right">The file after all repairs.</param>
    /// <param name="title">Which repair, where a mistake has several.</param>
    public static Task Check(string wrong, string right, string? title = null) => new ModelCodeFixTest<TFix>
    {
        TestCode = "using RnnDsl;\n\n" + wrong,
        FixedCode = "using RnnDsl;\n\n" + right,
        CodeActionEquivalenceKey = title,
    }.RunAsync();

    /// <summary>A repair of another file than the mistake's.</summary>
    /// <param name="files">Each file before all repairs, and after them.</param>
    public static Task CheckFiles(params (string Wrong, string Right)[] files)
    {
        var test = new ModelCodeFixTest<TFix>();
        test.TestState.Sources.AddRange(files.Select((file, number) => ($"File{number}.cs", Microsoft.CodeAnalysis.Text.SourceText.From("using RnnDsl;\n\n" + file.Wrong))));
        test.FixedState.Sources.AddRange(files.Select((file, number) => ($"File{number}.cs", Microsoft.CodeAnalysis.Text.SourceText.From("using RnnDsl;\n\n" + file.Right))));
        return test.RunAsync();
    }

    /// <param name="wrong">A file with a mistake that no repair is sure for.</param>
    public static Task CheckNone(string wrong) => Check(wrong, wrong);

    protected override ParseOptions CreateParseOptions() => Compile.ParseOptions(CompileOptions.Default);
}
