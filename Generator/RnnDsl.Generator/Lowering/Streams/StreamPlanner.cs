using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Streams;

/// <summary>Plans the streams of models and encoder-decoders.</summary>
internal static class StreamPlanner
{
    /// <summary>The stream of a model; null for one that does not stream, and for one with errors, whose members throw.</summary>
    public static StreamPlan? Of(Model model)
    {
        if (!model.Streams || model.Errors.Count > 0)
        {
            return null;
        }

        var ties = new List<TensorTie>();
        var side = new StreamBuilder(new StreamItems(ties), StreamSpan.Block).Build(model);
        return new StreamPlan(side, new StreamWeights(ties, SizeOfTensor.Of(model.Type.Level.Name, model.Parameters, side.Items)));
    }

    /// <summary>The stream of an encoder-decoder; null for one that does not stream, and for one with errors.</summary>
    public static EncoderDecoderStream? Of(EncoderDecoder encoderDecoder)
    {
        if (!encoderDecoder.Streams || encoderDecoder.Errors.Count > 0)
        {
            return null;
        }

        var (encoder, decoder, ties) = (encoderDecoder.Encoder.Model, encoderDecoder.Decoder.Model, new List<TensorTie>());
        var (bridging, decoding) = (new StreamItems(ties), new StreamItems(ties)
        {
            Key = "decoder.",
            Prefix = "Decoder",
            Given = name => name switch
            {
                MemorySizes.Memory => encoderDecoder.MemorySize,
                MemorySizes.Summary => encoderDecoder.SummarySize,
                _ => Polynomial.Symbol(name),
            },
        });
        var source = new StreamBuilder(new StreamItems(ties) { Key = "encoder.", Prefix = "Encoder" }, StreamSpan.Sequence);
        var target = new StreamBuilder(decoding, StreamSpan.Step);
        var encoding = source.Build(encoder);
        if (encoderDecoder.SharedEmbedding)
        {
            var (read, shared) = (encoder.Layers.OfType<EmbeddingLayer>().First(), decoder.Layers.OfType<EmbeddingLayer>().First());
            decoding.Share(shared.Key + ".weight", "encoder." + read.Key + ".weight");
        }

        var step = target.Build(decoder);
        var bridge = new StreamBridge(encoderDecoder, encoding, source, target, bridging).Build();
        return new EncoderDecoderStream(
            encoding,
            step,
            bridging.All,
            bridge,
            target.Attention?.Memory,
            decoder.Context is null ? null : encoderDecoder.SummarySize,
            decoder.Copy is { } copy ? new StreamCopies(decoding.Size(copy.Vocabulary + copy.Extra), copy.Extra, copy.Unknown) : null,
            new StreamWeights(ties, SizeOfTensor.Of(encoderDecoder.Type.Level.Name, encoderDecoder.Parameters, encoding.Items.Concat(step.Items).Concat(bridging.All))));
    }
}
