using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>Copying of source tokens.</summary>
internal sealed record CopyDeclaration(string? Name, int Extra, int Unknown)
    : DecoderLayerDeclaration("Copy", Name)
{
    public override IEnumerable<SizeOfLayer> Sizes => [];

    public static CopyDeclaration Read(ILayerArguments arguments) => new(arguments.Name, arguments.Named("Extra", 0), arguments.Named("Unknown", -1));

    public override Shape Bind(ILayerFlow flow, Shape input)
    {
        var current = flow.Flattened(input, Attribute);

        // Copying without attention has been reported.
        var attention = flow.Above.Select(bound => bound.Layer).OfType<AttentionLayer>().FirstOrDefault();
        var recurrence = flow.Above.Select(bound => bound.Layer).LastOrDefault(layer => layer.IsRecurrent);
        if (attention is null || recurrence is null)
        {
            return current;
        }

        var (vocabulary, extra) = (current.FeatureCount(), Math.Max(Extra, 0));
        var isLast = flow.Declared.Skip(flow.Index + 1).All(layer => layer is ClassifyDeclaration or CopyDeclaration);
        if (isLast && flow.Above.Select(bound => bound.Layer).OfType<EmbeddingLayer>().FirstOrDefault() is { } embedding && embedding.Vocabulary != vocabulary)
        {
            flow.Report(Rules.CopyVocabulary, null, Messages.Count(vocabulary, "word"), embedding.Vocabulary.ToString(), Messages.Written(embedding.Vocabulary));
        }

        // The input of a [Copy] at a wrong position is not known.
        if (isLast)
        {
            Scores.Check(flow, "Copy", Rules.ProbabilitiesCopied);
        }

        if (isLast && !flow.HasUnreadSizes && extra > 0 && flow.Known(vocabulary) is { } words && Unknown >= words)
        {
            flow.Report(Rules.CopyUnknown, "Unknown", Messages.Number(Extra), Messages.Number(Unknown),
                $"the vocabulary has {Messages.Count(words, "word")}{(vocabulary.Number is null ? " by default" : "")}", "Write one of its tokens, which are counted from 0.");
        }

        return flow.Add(new CopyLayer(
            flow.Key, current, current.WithFeatures(vocabulary + extra), vocabulary, recurrence.Output.FeatureCount() + attention.ContextSize + flow.Token, extra, Math.Max(Unknown, 0)));
    }
}

/// <summary>Copying of source tokens.</summary>
/// <param name="Vocabulary">The size of the vocabulary without the extra tokens.</param>
/// <param name="GateInputSize">The size of the gate's input: state, context and token.</param>
internal sealed record CopyLayer(string Key, Shape Input, Shape Output, Polynomial Vocabulary, Polynomial GateInputSize, long Extra, long Unknown)
    : DecoderLayer(Key, Input, Output, GateInputSize + 1)
{
    public override IEnumerable<Operation> Operations => [new CopyOperation(GateInputSize, Extra)];

    public override string Note => Extra > 0 ? $"copies source tokens, {Messages.Number(Extra)} beyond the vocabulary" : "copies source tokens";

    public override string Summary => "Pointer-generator: mixes generation from the vocabulary with copying from the source.";

    public override IEnumerable<Polynomial> StoredSizes => [Vocabulary];
}
