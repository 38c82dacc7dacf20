using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using RnnDsl.Generator.Tests.Infrastructure;

namespace RnnDsl.Generator.Tests.Diagnostics;

/// <summary>The analyzer alone over one file: without the generated half, as an editor may see it before the generator has run.</summary>
internal sealed class ModelAnalyzerTest : CSharpAnalyzerTest<ModelAnalyzer, DefaultVerifier>
{
    private readonly CompileOptions _options;

    /// <param name="source">The file, with the expected locations marked.</param>
    /// <param name="options">The settings of the project.</param>
    /// <param name="checksSuppression">
    /// Whether to analyze the file twice more, with each diagnostic suppressed by a pragma and as generated code, where nothing is reported.
    /// </param>
    public ModelAnalyzerTest(string source, CompileOptions? options = null, bool checksSuppression = true)
    {
        _options = options ?? CompileOptions.Default;
        TestCode = source;
        ReferenceAssemblies = new ReferenceAssemblies("net10.0");
        TestState.AdditionalReferences.AddRange(Compile.References(_options));

        // The diagnostics of C# are those of the project with the generated part.
        CompilerDiagnostics = CompilerDiagnostics.None;
        if (!checksSuppression)
        {
            TestBehaviors |= TestBehaviors.SkipSuppressionCheck | TestBehaviors.SkipGeneratedCodeCheck;
        }
    }

    protected override ParseOptions CreateParseOptions() => Compile.ParseOptions(_options);
}
