using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Kernels;
using RnnDsl.Generator.Emit.Onnx;
using RnnDsl.Generator.Emit.Streaming;
using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Emit.Torch.Loops;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.EncoderDecoders;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator;

/// <summary>The targets of the compiler.</summary>
internal static class Targets
{
    /// <summary>All targets. The first one writes the class's own file.</summary>
    public static readonly IReadOnlyList<EmitTarget> All =
    [
        new("", TorchNames.Names, ModelEmitter.Emit, EncoderDecoderEmitter.Emit),
        new(".Kernels", KernelTypes.Names, KernelFile.Emit, static _ => null),
        new(".Streaming", StreamingNames.Names, StreamingFile.Emit, StreamingEncoderDecoderFile.Emit) { NeedsTorchSharp = false },
        new(".Onnx", OnnxNames.Names, OnnxFile.Emit, OnnxFile.Emit),
    ];

    /// <summary>The names of all targets, which the stages before them are given.</summary>
    public static readonly TargetNames Names = All.Select(target => target.Names).Aggregate((names, more) => names.With(more));

    /// <summary>The names that the values of cells cannot have in emitted code.</summary>
    public static readonly ValueNames ValueNames = LoopScope.Names;

    /// <summary>What the targets write for a class.</summary>
    /// <param name="withTorchSharp">Whether the project has TorchSharp.</param>
    /// <param name="write">The text of a target; null for none.</param>
    public static EmittedCode Write(bool withTorchSharp, Func<EmitTarget, string?> write) => new(
        (from target in All where withTorchSharp || !target.NeedsTorchSharp let text = write(target) where text is not null select new EmittedFile(target.Suffix, text)).ToEquatableArray());
}

/// <summary>A target: a folder of Emit, which prints plans to a file of its own.</summary>
/// <param name="Suffix">What is behind the class's name in the name of the file.</param>
/// <param name="Names">The names that it uses in emitted code.</param>
/// <param name="OfModel">Prints a model; null where there is nothing to print.</param>
/// <param name="OfEncoderDecoder">Prints an encoder-decoder, likewise.</param>
internal sealed record EmitTarget(string Suffix, TargetNames Names, Func<Plan, string?> OfModel, Func<EncoderDecoderPlan, string?> OfEncoderDecoder)
{
    /// <summary>Whether its code needs TorchSharp.</summary>
    public bool NeedsTorchSharp { get; init; } = true;
}

/// <summary>What is emitted for a class, by all targets.</summary>
internal sealed record EmittedCode(EquatableArray<EmittedFile> Files);

/// <summary>An emitted file.</summary>
/// <param name="Suffix">That of the target.</param>
/// <param name="Text">The code.</param>
internal sealed record EmittedFile(string Suffix, string Text);
