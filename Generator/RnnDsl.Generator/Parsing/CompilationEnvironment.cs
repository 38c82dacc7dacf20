using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RnnDsl.Generator.Parsing;

/// <summary>The language version and the packages of the project.</summary>
/// <param name="LanguageVersion">As C# prints it: 12.0.</param>
/// <param name="IsLanguageTooOld">Whether it is too old for the emitted code.</param>
/// <param name="TorchSharpVersion">The version referenced; null if there is none.</param>
/// <param name="IsTorchSharpTooOld">Whether it lacks members that emitted code calls.</param>
/// <param name="HasRuntime">Whether RnnDsl.Torch is referenced.</param>
/// <param name="Targets">The names of the targets.</param>
internal sealed record CompilationEnvironment(
    string LanguageVersion, bool IsLanguageTooOld, string? TorchSharpVersion, bool IsTorchSharpTooOld, bool HasRuntime, TargetNames Targets)
{
    /// <summary>Whether models run as streams only: the project references RnnDsl and neither TorchSharp nor RnnDsl.Torch.</summary>
    public bool IsStreamingOnly => TorchSharpVersion is null && !HasRuntime;

    /// <summary>Required for collection expressions and classes without a body.</summary>
    public const LanguageVersion OldestLanguage = Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp12;

    /// <summary>The first tested version with virtual registration hooks and a device parameter in every layer's constructor.</summary>
    public static readonly Version OldestTorchSharp = new(0, 107);

    public static CompilationEnvironment Of(Compilation compilation, TargetNames targets)
    {
        var language = ((CSharpCompilation)compilation).LanguageVersion;
        var torchSharp = compilation.GetTypeByMetadataName("TorchSharp.torch")?.ContainingAssembly.Identity.Version;
        return new CompilationEnvironment(
            language.ToDisplayString(),
            language < OldestLanguage,
            torchSharp?.ToString(3),
            torchSharp is not null && torchSharp < OldestTorchSharp,
            compilation.GetTypeByMetadataName("RnnDsl.Torch.IStepModel`1") is not null,
            targets);
    }
}
