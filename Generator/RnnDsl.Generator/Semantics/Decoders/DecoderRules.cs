using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>The layers of a decoder, their positions and options.</summary>
internal static class DecoderRules
{
    public static void Check(ModelDeclaration declaration, SizeTable sizes, DiagnosticBag diagnostics)
    {
        if (!declaration.IsModel)
        {
            return;
        }

        if (declaration.OtherAttribute is { } other)
        {
            // Other diagnostics depend on which of the two attributes is removed.
            diagnostics.Add(Rules.TwoKinds, DiagnosticLocation.Model(), declaration.Type.Level.Name, declaration.Attribute, other);
            return;
        }

        if (declaration.Kind != ModelKind.Decoder)
        {
            // One diagnostic for the attribute, not one for each layer.
            var first = declaration.Layers.ToList().FindIndex(DecoderOutline.IsOfDecoders);
            if (first >= 0)
            {
                diagnostics.Add(Rules.LayerOfDecoders, DiagnosticLocation.Layer(first), declaration.Layers[first].Attribute, declaration.Type.Level.Name, declaration.Attribute);
            }

            return;
        }

        var outline = new DecoderOutline(declaration.Layers);
        CheckLayers(declaration, diagnostics);
        CheckPositions(declaration, outline, diagnostics);
        CheckAttention(outline, sizes, diagnostics);
        CheckReadout(declaration, outline, diagnostics);
        CheckCopy(declaration, outline, diagnostics);
    }

    /// <summary>Each layer of decoders at most once, and no layer that needs more than one step.</summary>
    private static void CheckLayers(ModelDeclaration declaration, DiagnosticBag diagnostics)
    {
        var name = declaration.Type.Level.Name;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < declaration.Layers.Count; i++)
        {
            var layer = declaration.Layers[i];
            if (DecoderOutline.IsOfDecoders(layer) && !seen.Add(layer.Attribute))
            {
                diagnostics.Add(Rules.SecondOfDecoder, DiagnosticLocation.Layer(i), layer.Attribute, name);
            }

            if (layer.LooksAhead is { } ahead)
            {
                diagnostics.Add(Rules.LooksAhead, DiagnosticLocation.Layer(i, ahead.Argument), layer.Attribute, name, ahead.Why, ahead.Advice);
            }
        }
    }

    private static void CheckPositions(ModelDeclaration declaration, DecoderOutline outline, DiagnosticBag diagnostics)
    {
        var layers = declaration.Layers;

        // A second attention is reported elsewhere, at any position.
        if (layers.Take(Math.Max(outline.AttentionRecurrence, 0)).Skip(outline.AttentionIndex + 1).FirstOrDefault(layer => layer is not AttentionDeclaration) is { } between)
        {
            diagnostics.Add(Rules.AttentionBetween, DiagnosticLocation.Layer(outline.AttentionIndex), layers[outline.AttentionRecurrence].Attribute, between.Attribute);
        }

        var below = Math.Max(outline.LastRecurrence, outline.AttentionIndex);
        if (outline.ReadoutIndex >= 0 && outline.ReadoutIndex < below)
        {
            diagnostics.Add(Rules.ReadoutNotBelow, DiagnosticLocation.Layer(outline.ReadoutIndex), layers[below].Attribute);
        }
    }

    private static void CheckAttention(DecoderOutline outline, SizeTable sizes, DiagnosticBag diagnostics)
    {
        if (outline.Attention is not { } attention)
        {
            return;
        }

        var index = outline.AttentionIndex;
        if (!Enum.IsDefined(typeof(AttentionScoreKind), attention.Score))
        {
            ArgumentRules.RefuseValue(DiagnosticLocation.Layer(index, "Score"), attention.Attribute, attention.Score, "AttentionScore", ArgumentRules.Members<AttentionScoreKind>(), diagnostics);
            return;
        }

        var score = (AttentionScoreKind)attention.Score;
        var isSized = score is AttentionScoreKind.Additive or AttentionScoreKind.Concat or AttentionScoreKind.LocationAware or AttentionScoreKind.MultiHead;
        var isTanh = isSized && score != AttentionScoreKind.MultiHead;
        if (isSized && attention.Size is null)
        {
            diagnostics.Add(Rules.ScoreSize, DiagnosticLocation.Layer(index), score.ToString(),
                isTanh ? "multiplies a vector v with a tanh of the same size, and has no size" : "projects queries and positions to a size, and has none",
                $"Write [Attention(AttentionScore.{score}, 256)].");
        }
        else if (!isSized && attention.Size is not null)
        {
            diagnostics.Add(Rules.ScoreSize, DiagnosticLocation.Layer(index, "Size"), score.ToString(), "is a product of query and position, and has no size of its own",
                $"Write [Attention(AttentionScore.{score})].");
        }

        if (score == AttentionScoreKind.MultiHead)
        {
            var heads = attention.Heads ?? 4;
            var size = attention.Size is { } written ? sizes.Known(written) : null;
            if (heads < 1 || size % heads is > 0)
            {
                diagnostics.Add(Rules.HeadsDivide, DiagnosticLocation.Layer(index, attention.Heads is null ? "Size" : "Heads"),
                    attention.Heads is null ? $"{Messages.Number(heads)} heads by default" : $"Heads = {Messages.Number(heads)}",
                    heads < 1 ? "there is at least one" : $"{Messages.Number(heads)} does not divide its size, {Messages.Number(size!.Value)}{SizeArgument.ByDefault(attention.Size!)}");
            }
        }
        else if (attention.Heads is { } unused)
        {
            Refuse("Heads", $"Heads = {Messages.Number(unused)}", "it has one", "Write AttentionScore.MultiHead, or remove Heads.");
        }

        if (score != AttentionScoreKind.LocationAware)
        {
            if (attention.Filters is { } filters)
            {
                Refuse("Filters", $"Filters = {Messages.Number(filters)}", "it does not read the previous attention weights", "Write AttentionScore.LocationAware, or remove Filters.");
            }

            if (attention.Width is { } width)
            {
                Refuse("Width", $"Width = {Messages.Number(width)}", "it does not read the previous attention weights", "Write AttentionScore.LocationAware, or remove Width.");
            }
        }
        else
        {
            if (attention.Width is { } width && (width < 1 || width % 2 == 0))
            {
                diagnostics.Add(Rules.EvenWidth, DiagnosticLocation.Layer(index, "Width"), Messages.Number(width), Messages.Number(Math.Max(width + 1, 1)));
            }

            if (attention.Filters is < 1)
            {
                diagnostics.Add(Rules.SizeNotPositive, DiagnosticLocation.Layer(index, "Filters"), attention.Attribute, "number of filters", Messages.Number(attention.Filters.Value));
            }
        }

        if (attention.Coverage && !isTanh)
        {
            Refuse("Coverage", "Coverage = true", "coverage is a term inside a tanh", "Write AttentionScore.Additive, or remove Coverage.");
        }

        if (attention.InputFeeding && outline.BeforeCell)
        {
            diagnostics.Add(Rules.FeedsNothing, DiagnosticLocation.Layer(index, "InputFeeding"), "it is above the cell, which reads the context at every step already",
                "Remove InputFeeding, or move [Attention] to below all recurrent layers.");
        }
        else if (attention.InputFeeding && outline.Readout is null)
        {
            diagnostics.Add(Rules.FeedsNothing, DiagnosticLocation.Layer(index, "InputFeeding"), "there is no readout below it", "Put [Readout(size, Activation.Tanh)] below [Attention], or remove InputFeeding.");
        }

        void Refuse(string argument, string what, string why, string advice) =>
            diagnostics.Add(Rules.OptionOfScore, DiagnosticLocation.Layer(index, argument), what, score.ToString(), why, advice);
    }

    private static void CheckReadout(ModelDeclaration declaration, DecoderOutline outline, DiagnosticBag diagnostics)
    {
        if (outline.Readout is not { } readout)
        {
            return;
        }

        if (readout.Function is not (null or (int)ActivationFunction.Tanh or (int)ActivationFunction.Maxout))
        {
            ArgumentRules.RefuseFunction(DiagnosticLocation.Layer(outline.ReadoutIndex, "Function"), readout.Attribute, readout.Function.Value, "is no function of a readout", "Tanh, Maxout", diagnostics);
        }

        // A context from above a recurrent layer is a separate input of the readout, and can be omitted.
        var context = declaration.Layers.ToList().FindIndex(layer => layer is ContextDeclaration);
        if (!readout.Context && !outline.BeforeCell && (context < 0 || context > outline.LastRecurrence))
        {
            diagnostics.Add(Rules.ReadsNoContext, DiagnosticLocation.Layer(outline.ReadoutIndex, "Context"),
                outline.Attention is null && context < 0 ? "the decoder has neither [Attention] nor [Context], so there is none to leave out"
                    : $"[{(outline.Attention is null ? "Context" : "Attention")}] stands below the recurrent layers, so its context is part of the readout's input");
        }
    }

    private static void CheckCopy(ModelDeclaration declaration, DecoderOutline outline, DiagnosticBag diagnostics)
    {
        var layers = declaration.Layers;
        for (var i = 0; i < layers.Count; i++)
        {
            if (layers[i] is not CopyDeclaration copy)
            {
                continue;
            }

            if (outline.Attention is null)
            {
                diagnostics.Add(Rules.CopyOfNothing, DiagnosticLocation.Layer(i), "there is no [Attention]", "Put [Attention] above or below the recurrent layer, or remove [Copy].");
            }
            else if (!layers.Any(layer => layer is EmbeddingDeclaration))
            {
                diagnostics.Add(Rules.CopyOfNothing, DiagnosticLocation.Layer(i), "the decoder reads no tokens", "Begin with [Embedding(vocabulary, features)], or remove [Copy].");
            }

            if (layers.Skip(i + 1).FirstOrDefault(layer => layer is not (ClassifyDeclaration or CopyDeclaration)) is { } below)
            {
                diagnostics.Add(Rules.CopyNotLast, DiagnosticLocation.Layer(i), below.Attribute);
            }

            if (copy.Extra < 0)
            {
                diagnostics.Add(Rules.CopyUnknown, DiagnosticLocation.Layer(i, "Extra"), Messages.Number(copy.Extra), Messages.Number(copy.Unknown), "the number of extra tokens is at least 0", "Write 0 or more.");
            }
            else if (copy.Extra > 0 && copy.Unknown < 0)
            {
                diagnostics.Add(Rules.CopyUnknown, DiagnosticLocation.Layer(i, "Extra"), Messages.Number(copy.Extra), Messages.Number(copy.Unknown), "a token outside the vocabulary is read as one inside it",
                    "Write Unknown = 1, or the token that stands for unknown words.");
            }
            else if (copy.Extra == 0 && copy.Unknown >= 0)
            {
                diagnostics.Add(Rules.CopyUnknown, DiagnosticLocation.Layer(i, "Unknown"), "0", Messages.Number(copy.Unknown), "without extra tokens there is no unknown one", "Remove Unknown, or write the number of extra tokens, as in Extra = 50.");
            }
        }
    }
}
