using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>The layers of decoders.</summary>
internal sealed partial class ShapeFlow
{
    private readonly DecoderOutline _outline;

    /// <summary>The number of features of a token at its first use.</summary>
    private Polynomial _token = 1;

    private Shape BindAttention(AttentionDeclaration declaration, Shape current)
    {
        // A second attention has been reported.
        if (Index != _outline.AttentionIndex)
        {
            return current;
        }

        var score = Enum.IsDefined(typeof(AttentionScoreKind), declaration.Score) ? (AttentionScoreKind)declaration.Score : AttentionScoreKind.Additive;
        var size = declaration.Size is { } written ? _sizes[written] : default(Polynomial?);
        var query = _outline.BeforeCell ? StateSizeOf((RecurrentDeclaration)_declaration.Layers[_outline.AttentionRecurrence]) : current.FeatureCount();
        var layer = new AttentionLayer(Key, current, current.WithFeatures(current.FeatureCount() + AttentionLayer.ContextSizeOf(score, size)), score, query, size)
        {
            BeforeCell = _outline.BeforeCell,
            Heads = score == AttentionScoreKind.MultiHead ? Math.Max(declaration.Heads ?? 4, 1) : 0,
            InputFeeding = _outline.Feeds,
            Coverage = declaration.Coverage,
            Filters = score == AttentionScoreKind.LocationAware ? Math.Max(declaration.Filters ?? 32, 1) : 0,
            Width = Math.Max(declaration.Width ?? 31, 1),
        };
        return Add(layer with { ParameterCount = layer.Count() });
    }

    private Shape BindReadout(ReadoutDeclaration declaration, Shape current)
    {
        var size = _sizes[declaration.Size];
        var attention = _bound.Select(bound => bound.Layer).OfType<AttentionLayer>().FirstOrDefault();
        var hasContext = _bound.Any(bound => bound.Layer is ContextLayer);

        // The context of an attention below the cells is part of the input already.
        var beside = (attention is { BeforeCell: true } ? attention.ContextSize : 0) + (hasContext && IsContextAboveCell() ? ContextLayer.SummarySize : 0);
        var addsContext = declaration.Context && beside != 0;
        var input = current.FeatureCount() + (addsContext ? beside : 0) + (declaration.Token ? _token : 0);
        return Add(new ReadoutLayer(Key, current, current.WithFeatures(size), input, size, FunctionOf(declaration))
        {
            AddsContext = addsContext,
            HasContext = attention is { BeforeCell: false } || (hasContext && !IsContextAboveCell()),
            AddsToken = declaration.Token,
        });
    }

    private Shape BindCopy(CopyDeclaration declaration, Shape current)
    {
        // Copying without attention has been reported.
        var attention = _bound.Select(bound => bound.Layer).OfType<AttentionLayer>().FirstOrDefault();
        var recurrence = _bound.Select(bound => bound.Layer).OfType<RecurrentLayer>().LastOrDefault();
        if (attention is null || recurrence is null)
        {
            return current;
        }

        var (vocabulary, extra) = (current.FeatureCount(), Math.Max(declaration.Extra, 0));
        var isLast = _declaration.Layers.Skip(Index + 1).All(layer => layer is ClassifyDeclaration or CopyDeclaration);
        if (isLast && _bound.Select(bound => bound.Layer).OfType<EmbeddingLayer>().FirstOrDefault() is { } embedding && embedding.Vocabulary != vocabulary)
        {
            Report(Rules.CopyVocabulary, null, Messages.Count(vocabulary, "word"), embedding.Vocabulary.ToString(), Messages.Written(embedding.Vocabulary));
        }

        // The input of a [Copy] at a wrong position is not known.
        if (isLast)
        {
            Scores.Check(this, "Copy", Rules.ProbabilitiesCopied);
        }

        if (isLast && !_sizes.HasUnread && extra > 0 && _sizes.Known(vocabulary) is { } words && declaration.Unknown >= words)
        {
            Report(Rules.CopyUnknown, "Unknown", Messages.Number(declaration.Extra), Messages.Number(declaration.Unknown),
                $"the vocabulary has {Messages.Count(words, "word")}{(vocabulary.Number is null ? " by default" : "")}", "Write one of its tokens, which are counted from 0.");
        }

        return Add(new CopyLayer(
            Key, current, current.WithFeatures(vocabulary + extra), vocabulary, recurrence.StateSize + attention.ContextSize + _token, extra, Math.Max(declaration.Unknown, 0)));
    }

    private Shape BindContext(Shape current) =>
        Add(new ContextLayer(Key, current, current.WithFeatures(current.FeatureCount() + ContextLayer.SummarySize)));

    /// <summary>The input of the first recurrent layer: with input feeding, it includes the previous readout.</summary>
    private Shape WithAttentionalFeed(Shape current) =>
        _outline.Feeds && Index == _outline.FirstRecurrence ? current.WithFeatures(current.FeatureCount() + _sizes[_outline.Readout!.Size]) : current;

    private Polynomial StateSizeOf(RecurrentDeclaration recurrent) => _sizes[recurrent.ProjectionSize ?? recurrent.HiddenSize];

    private bool IsContextAboveCell() => _bound.FindIndex(bound => bound.Layer is ContextLayer) < _bound.FindLastIndex(bound => bound.Layer is RecurrentLayer);

    private static ReadoutFunction FunctionOf(ReadoutDeclaration declaration) => declaration.Function switch
    {
        null => ReadoutFunction.None,
        (int)ActivationFunction.Maxout => ReadoutFunction.Maxout,
        _ => ReadoutFunction.Tanh,
    };
}
