using RnnDsl.Generator.Layers;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>The modules of the layers of decoders: their types and constructor calls.</summary>
internal static class DecoderModules
{
    private const string DeviceAndDtype = "device: device, dtype: dtype";

    /// <summary>The type of a layer's property, where it has one.</summary>
    public static string? PropertyType(DecoderLayer layer, TypeNames names) => layer switch
    {
        AttentionLayer attention => names[TypeOf(attention)],
        ReadoutLayer => names["Linear"],
        CopyLayer => names["PointerGenerator"],
        _ => null,
    };

    public static string Construct(DecoderLayer layer, TypeNames names) => layer switch
    {
        AttentionLayer attention => $"new {names[TypeOf(attention)]}({attention.QuerySize.ToCSharp()}, {AttentionLayer.MemorySize.ToCSharp()}{Options(attention)}, {DeviceAndDtype})",
        ReadoutLayer readout =>
            $"{names.Nn}.Linear({readout.InputSize.ToCSharp()}, {readout.ProjectionSize.ToCSharp()}, {DeviceAndDtype})",
        CopyLayer copy => $"new {names["PointerGenerator"]}({copy.GateInputSize.ToCSharp()}{(copy.Extra > 0 ? $", extra: {Literal.Of(copy.Extra)}" : "")}, {DeviceAndDtype})",
        _ => throw new InvalidOperationException($"The layer '{layer.Key}' is no module."),
    };

    private static string TypeOf(AttentionLayer attention) => attention.Score switch
    {
        AttentionScoreKind.Additive or AttentionScoreKind.Concat or AttentionScoreKind.LocationAware => "AdditiveAttention",
        AttentionScoreKind.MultiHead => "MultiHeadAttention",
        _ => "ProductAttention",
    };

    private static string Options(AttentionLayer attention) =>
        (attention.Size is { } size ? ", " + size.ToCSharp() : "")
        + attention.Score switch
        {
            AttentionScoreKind.MultiHead => $", heads: {Literal.Of(attention.Heads)}",
            AttentionScoreKind.General => ", general: true",
            AttentionScoreKind.ScaledDot => ", scaled: true",
            AttentionScoreKind.Concat => ", joint: true",
            _ => "",
        }
        + (attention.Coverage ? ", coverage: true" : "")
        + (attention.Filters > 0 ? $", filters: {Literal.Of(attention.Filters)}, width: {Literal.Of(attention.Width)}" : "");
}
