using RnnDsl.Generator.Common;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Emit.Streaming;

/// <summary>The names of emitted streams: their types, and their class.</summary>
internal static class StreamingNames
{
    /// <summary>The class of a model's streams.</summary>
    public const string Class = "Streaming";

    public static readonly IReadOnlyDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["StreamingModel"] = "global::RnnDsl.Streaming.StreamingModel",
        ["StreamingEncoderDecoder"] = "global::RnnDsl.Streaming.StreamingEncoderDecoder",
        ["StreamMemory"] = "global::RnnDsl.Streaming.StreamMemory",
        ["Hypothesis"] = "global::RnnDsl.Decoding.Hypothesis",
        ["DecodingOptions"] = "global::RnnDsl.Decoding.DecodingOptions",
        ["BeamSearchOptions"] = "global::RnnDsl.Decoding.BeamSearchOptions",
        ["StreamWindows"] = "global::RnnDsl.Streaming.StreamWindows",
        ["StreamPooling"] = "global::RnnDsl.Streaming.StreamPooling",
        ["StreamRows"] = "global::RnnDsl.Streaming.StreamRows",
        ["StreamMatrix"] = "global::RnnDsl.Streaming.StreamMatrix",
        ["StreamTable"] = "global::RnnDsl.Streaming.StreamTable",
        ["StreamFunctions"] = "global::RnnDsl.Streaming.StreamFunctions",
        ["StreamWeightsException"] = "global::RnnDsl.Streaming.StreamWeightsException",
        ["WeightConversion"] = "global::RnnDsl.Streaming.WeightConversion",
        ["WeightReader"] = "global::RnnDsl.Streaming.WeightReader",
        ["WeightFormat"] = "global::RnnDsl.Streaming.WeightFormat",
        ["SafetensorsFile"] = "global::RnnDsl.Safetensors.SafetensorsFile",
        ["Lane512F"] = "global::RnnDsl.Kernels.Lane512F",
        ["Lane256F"] = "global::RnnDsl.Kernels.Lane256F",
        ["Lane128F"] = "global::RnnDsl.Kernels.Lane128F",
        ["ScalarF"] = "global::RnnDsl.Kernels.ScalarF",
        ["Vector512"] = "global::System.Runtime.Intrinsics.Vector512",
        ["Vector256"] = "global::System.Runtime.Intrinsics.Vector256",
        ["Vector128"] = "global::System.Runtime.Intrinsics.Vector128",
        ["Span"] = "global::System.Span",
        ["ReadOnlySpan"] = "global::System.ReadOnlySpan",
        ["Stream"] = "global::System.IO.Stream",
        ["MathF"] = "global::System.MathF",
        ["MethodImpl"] = "global::System.Runtime.CompilerServices.MethodImpl",
        ["MethodImplOptions"] = "global::System.Runtime.CompilerServices.MethodImplOptions",
        ["Lanes"] = "global::RnnDsl.Kernels.Lanes",
        ["ILane"] = "global::RnnDsl.Kernels.ILane",
    };

    public static readonly TargetNames Names = new()
    {
        Types = Types.Keys.ToEquatableArray(),
        TypesInExpressions = new(
        [
            "StreamFunctions", "StreamPooling", "StreamRows", "StreamWindows", "SafetensorsFile", "WeightReader", "WeightConversion", "Lanes", "MethodImplOptions", "Vector128", "Vector256", "Vector512",
        ]),
        ModelMembers = new([new PartMember(Class, ModelPart.Streams)]),
        EncoderDecoderMembers = new([new PartMember(Class, ModelPart.Streams)]),
    };
}
