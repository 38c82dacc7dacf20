using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RnnDsl.Generator.Parsing;

/// <summary>What the emitted code will find around it.</summary>
/// <param name="LanguageVersion">As C# prints it: 12.0.</param>
/// <param name="IsLanguageTooOld">Whether emitted code would not compile.</param>
/// <param name="TorchSharpVersion">The version referenced; null where there is none.</param>
/// <param name="IsTorchSharpTooOld">Whether it lacks what emitted code calls.</param>
/// <param name="HasRuntime">Whether RnnDsl.Torch is referenced.</param>
internal sealed record CompilationEnvironment(
    string LanguageVersion, bool IsLanguageTooOld, string? TorchSharpVersion, bool IsTorchSharpTooOld, bool HasRuntime)
{
    /// <summary>Collection expressions and classes without a body.</summary>
    public const LanguageVersion OldestLanguage = Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp12;

    /// <summary>The first version with virtual registration hooks and devices in every layer's constructor that was tested.</summary>
    public static readonly Version OldestTorchSharp = new(0, 107);

    public static CompilationEnvironment Of(Compilation compilation)
    {
        var language = ((CSharpCompilation)compilation).LanguageVersion;
        var torchSharp = compilation.GetTypeByMetadataName("TorchSharp.torch")?.ContainingAssembly.Identity.Version;
        return new CompilationEnvironment(
            language.ToDisplayString(),
            language < OldestLanguage,
            torchSharp?.ToString(3),
            torchSharp is not null && torchSharp < OldestTorchSharp,
            compilation.GetTypeByMetadataName("RnnDsl.Torch.IStepModel`1") is not null);
    }
}
