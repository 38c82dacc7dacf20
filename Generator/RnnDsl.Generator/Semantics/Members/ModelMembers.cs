using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>The members of generated classes: those of the targets for the parts that a model has.</summary>
internal static class ModelMembers
{
    /// <summary>The members of the model as a whole.</summary>
    public static IEnumerable<string> Of(Model model, TargetNames names) => Of(names.ModelMembers, part => Has(model, part));

    /// <summary>The members of an encoder-decoder, with its bridges.</summary>
    public static IEnumerable<string> Of(EncoderDecoder encoderDecoder, TargetNames names) =>
    [
        .. Of(names.EncoderDecoderMembers, part => Has(encoderDecoder, part)),
        .. encoderDecoder.HasBridgeWeights && !encoderDecoder.IsStreamingOnly ? EncoderDecoderBridges.Of(encoderDecoder).Select(bridge => bridge.Property) : [],
    ];

    /// <summary>The members of a layer.</summary>
    public static IEnumerable<string> Of(Layer layer, TargetNames names) => layer is StatelessLayer stateless ? stateless.Members : names.MembersOf(layer.Property);

    private static IEnumerable<string> Of(IEnumerable<PartMember> members, Func<ModelPart, bool> has) => members.Where(member => has(member.Part)).Select(member => member.Name);

    private static bool Has(Model model, ModelPart part) => part == ModelPart.Streams ? model.Streams : !model.IsStreamingOnly && part switch
    {
        ModelPart.Module => true,
        ModelPart.OptionalArguments => model.CarriesState || model.TakesLengths,
        ModelPart.State => model.HasState,
        ModelPart.Step => model.HasStep,
        ModelPart.Memory => model.ReadsMemory,
        ModelPart.Decoder => model.IsDecoder,
        ModelPart.Loss => model.Head is not null,
        ModelPart.CoverageLoss => model.Attention is { Coverage: true },
        ModelPart.OutputLengths => model.TimeOfLengths is not null,
        ModelPart.Onnx => model is { ExportsOnnx: true, IsDecoder: false },
        ModelPart.OnnxOfDecoder => model is { ExportsOnnx: true, IsDecoder: true },
        _ => false,
    };

    private static bool Has(EncoderDecoder encoderDecoder, ModelPart part) => part == ModelPart.Streams ? encoderDecoder.Streams : !encoderDecoder.IsStreamingOnly && part switch
    {
        ModelPart.Module => true,
        ModelPart.Loss => encoderDecoder.Decoder.Model.Head is not null,
        ModelPart.CoverageLoss => encoderDecoder.Decoder.Model.Attention is { Coverage: true },
        ModelPart.Onnx => encoderDecoder.ExportsOnnx,
        _ => false,
    };
}
