using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using RnnDsl.Generator.Tests.Infrastructure;

namespace RnnDsl.Generator.Tests.Diagnostics;

/// <summary>
/// The analyzer alone over one file: without the generated half, as an editor may see it before the generator has run. The file is analyzed twice more, with each
/// diagnostic suppressed by a pragma and as generated code, where nothing is reported.
/// </summary>
internal sealed class ModelAnalyzerTest : CSharpAnalyzerTest<ModelAnalyzer, DefaultVerifier>
{
    private readonly CompileOptions _options;

    /// <param name="source">The file, with the expected locations marked.</param>
    /// <param name="options">The settings of the project.</param>
    public ModelAnalyzerTest(string source, CompileOptions? options = null)
    {
        _options = options ?? CompileOptions.Default;
        TestCode = source;
        ReferenceAssemblies = new ReferenceAssemblies("net10.0");
        TestState.AdditionalReferences.AddRange(Compile.References(_options));

        // The diagnostics of C# are those of the project with the generated part.
        CompilerDiagnostics = CompilerDiagnostics.None;
    }

    protected override ParseOptions CreateParseOptions() => Compile.ParseOptions(_options);
}
