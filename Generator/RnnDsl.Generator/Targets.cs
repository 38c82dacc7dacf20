using RnnDsl.Generator.Emit.Kernels;
using RnnDsl.Generator.Emit.Onnx;
using RnnDsl.Generator.Emit.Streaming;
using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator;

/// <summary>The targets of the compiler.</summary>
internal static class Targets
{
    /// <summary>The names of all targets, which the stages before them are given.</summary>
    public static readonly TargetNames Names = TorchNames.Names.With(KernelTypes.Names).With(StreamingNames.Names).With(OnnxNames.Names);
}
