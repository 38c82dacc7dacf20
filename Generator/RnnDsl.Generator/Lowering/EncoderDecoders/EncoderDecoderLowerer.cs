using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Construction;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Lowering.Streams;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.EncoderDecoders;

/// <summary>Plans both sides of an encoder-decoder, and what connects them.</summary>
internal static class EncoderDecoderLowerer
{
    /// <param name="encoderDecoder">A bound encoder-decoder.</param>
    /// <param name="reserved">The names that the values of cells cannot have in the target.</param>
    public static EncoderDecoderPlan Lower(EncoderDecoder encoderDecoder, ValueNames reserved) =>
        Complete(new EncoderDecoderPlan(encoderDecoder, Lowerer.LowerSide(encoderDecoder.Encoder.Model, reserved), Lowerer.LowerSide(encoderDecoder.Decoder.Model, reserved)));

    /// <summary>The plan of a class with errors, whose members throw.</summary>
    public static EncoderDecoderPlan WithoutChoice(EncoderDecoder encoderDecoder) =>
        Complete(new EncoderDecoderPlan(encoderDecoder, Lowerer.WithoutChoice(encoderDecoder.Encoder.Model), Lowerer.WithoutChoice(encoderDecoder.Decoder.Model)));

    private static EncoderDecoderPlan Complete(EncoderDecoderPlan plan)
    {
        var encoderDecoder = plan.EncoderDecoder;
        var initial = Initial(encoderDecoder.Bridge);
        return plan with
        {
            EncoderMember = SideMember.Of(encoderDecoder.Encoder),
            DecoderMember = SideMember.Of(encoderDecoder.Decoder),
            Constructor = Constructor(encoderDecoder),
            Table = Table(encoderDecoder).ToEquatableArray(),
            InitialState = initial,
            Forward = Forward(encoderDecoder),
            Stream = StreamPlanner.Of(encoderDecoder),
            Encode = plan.Errors.Count > 0 ? null : new EncodeBuilder(encoderDecoder, plan.Encoder, plan.Decoder).Build(initial),
        };
    }

    private static string Initial(BridgeKind bridge) => bridge switch
    {
        BridgeKind.Zero => "zeros",
        BridgeKind.Mean => "the mean of the encoder outputs",
        BridgeKind.Dense => "tanh(W s + b) of the encoder's final states",
        BridgeKind.DenseMean => "tanh(W s + b) of the mean of the encoder outputs",
        _ => "the encoder's final states",
    };

    private static TeacherForcing Forward(EncoderDecoder encoderDecoder)
    {
        var (encoder, decoder) = (encoderDecoder.Encoder.Model, encoderDecoder.Decoder.Model);

        // What it writes is what it reads if its output is scores of the tokens that it knows.
        var writesTokens = decoder.Layers.Count > 0 && decoder.Layers[0] is EmbeddingLayer read
            && (decoder.Copy?.Vocabulary ?? (decoder.Output as SequenceShape)?.Features) == read.Vocabulary;
        return new TeacherForcing(encoder.Input, decoder.Input, decoder.Output)
        {
            TakesLengths = encoder.TakesLengths,
            ReturnsWeights = decoder.Attention is not null,
            ReadsMemory = decoder.ReadsMemory,
            DecoderTakesLengths = decoder.TakesLengths,
            Sampling = decoder.Input is not TokenShape ? ScheduledSampling.None : writesTokens ? ScheduledSampling.StepByStep : ScheduledSampling.Refused,
        };
    }

    private static EncoderDecoderConstructor Constructor(EncoderDecoder encoderDecoder) => new(
        encoderDecoder.Parameters,
        EncoderDecoderRules.Vectors(encoderDecoder).Select(given => new TableParameter(given.Parameter, EmbeddingTable.Of(given.Table))).ToEquatableArray(),
        Arguments(encoderDecoder, encoderDecoder.Encoder.Model, "encoder").ToEquatableArray(),
        Arguments(encoderDecoder, encoderDecoder.Decoder.Model, "decoder").ToEquatableArray(),
        Bridges(encoderDecoder).ToEquatableArray());

    private static IEnumerable<EncoderDecoderBridge> Bridges(EncoderDecoder encoderDecoder) => encoderDecoder.HasBridgeWeights ? EncoderDecoderBridges.Of(encoderDecoder) : [];

    private static IEnumerable<SideArgument> Arguments(EncoderDecoder encoderDecoder, Model model, string side)
    {
        foreach (var parameter in model.Parameters)
        {
            yield return new GivenSize(parameter.Name, model.IsDecoder ? Resolve(Polynomial.Symbol(parameter.Name), encoderDecoder) : Polynomial.Symbol(parameter.Name));
        }

        foreach (var pretrained in model.Layers.OfType<EmbeddingLayer>().Where(embedding => embedding.Pretrained))
        {
            yield return new GivenVectors(pretrained.VectorsParameter, side + Identifiers.ToPascalCase(pretrained.VectorsParameter));
        }

        if (encoderDecoder.SharedEmbedding && model.IsDecoder
            && model.Layers.OfType<EmbeddingLayer>().FirstOrDefault() is { } own
            && encoderDecoder.Encoder.Model.Layers.OfType<EmbeddingLayer>().FirstOrDefault() is { } table)
        {
            yield return new SharedTable(own.SharedParameter, table.Property);
        }
    }

    private static List<PartRow> Table(EncoderDecoder encoderDecoder)
    {
        var (encoder, decoder) = (encoderDecoder.Encoder, encoderDecoder.Decoder);
        List<PartRow> rows =
        [
            new("Encoder", $"{encoder.Display}: {encoder.Model.Input} to {encoder.Model.Output}", encoder.Model.ParameterCount),
            new("Decoder", $"{decoder.Display}: {decoder.Model.Input} to {decoder.Model.Output}", Resolve(decoder.Model.ParameterCount, encoderDecoder)),
            .. Bridges(encoderDecoder).Select(bridge =>
                new PartRow(bridge.Property, $"[batch, {bridge.InputSize}] to [{Messages.Number(bridge.Layers)}, batch, {bridge.Size}]", (bridge.InputSize + 1) * (bridge.Layers * bridge.Size))),
        ];
        if (encoderDecoder.SharedEmbedding && encoder.Model.Layers.OfType<EmbeddingLayer>().FirstOrDefault() is { } shared)
        {
            rows.Add(new("", "shared embedding", (Polynomial)(-1) * shared.ParameterCount));
        }

        rows.Add(new("", "total", rows.Aggregate((Polynomial)0, (sum, row) => sum + row.ParameterCount)));
        return rows;
    }

    /// <summary>A size or count of the decoder's with the encoder's sizes in it.</summary>
    private static Polynomial Resolve(Polynomial count, EncoderDecoder encoderDecoder) => count.With(name => name switch
    {
        MemorySizes.Memory => encoderDecoder.MemorySize,
        MemorySizes.Summary => encoderDecoder.SummarySize,
        _ => Polynomial.Symbol(name),
    });
}
