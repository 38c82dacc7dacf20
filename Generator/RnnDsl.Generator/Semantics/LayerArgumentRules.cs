using RnnDsl.Generator.Common;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>What the arguments of the layers beside the recurrence may be, sizes apart.</summary>
internal static class LayerArgumentRules
{
    public static void Check(ModelDeclaration declaration, NameTable names, SizeTable sizes, Findings findings)
    {
        for (var i = 0; i < declaration.Layers.Count; i++)
        {
            switch (declaration.Layers[i])
            {
                case EmbeddingDeclaration embedding:
                    CheckEmbedding(embedding, i, sizes, findings);
                    break;

                case LinearDeclaration { TiedTo: { } table }:
                    CheckTable(table, i, declaration, names, findings);
                    break;

                case Conv1dDeclaration convolution:
                    CheckWindow(convolution, i, [("Kernel", convolution.Kernel, "3"), ("Stride", convolution.Stride, "1"), ("Dilation", convolution.Dilation, "1")], findings);
                    CheckMember<ConvolutionPadding>(convolution, convolution.Padding, Blame.Layer(i, "Padding"), findings);
                    if (convolution is { Kernel: 1, Dilation: > 1 })
                    {
                        findings.Add(Rules.DilationOfNothing, Blame.Layer(i, "Dilation"), Messages.Number(convolution.Dilation));
                    }

                    break;

                case Conv2dDeclaration convolution:
                    CheckWindow(convolution, i, [("Kernel", convolution.Kernel, "3"), ("Stride", convolution.Stride, "1")], findings);
                    if (convolution.Padding == (int)ConvolutionPadding.Causal)
                    {
                        findings.Add(Rules.CausalImage, Blame.Layer(i, "Padding"));
                    }
                    else
                    {
                        CheckMember<ConvolutionPadding>(convolution, convolution.Padding, Blame.Layer(i, "Padding"), findings);
                    }

                    break;

                case MaxPool2dDeclaration pool:
                    CheckWindow(pool, i, [("Size", pool.Size, "")], findings);
                    if (pool is { Size: 1, Stride: 1 })
                    {
                        findings.Add(Rules.NoEffect, Blame.Layer(i, "Size"), pool.Attribute, "a window of 1", "Write a window of 2 or more, or remove [MaxPool2d].");
                    }
                    else if (pool.Stride != pool.Size)
                    {
                        CheckWindow(pool, i, [("Stride", pool.Stride, "the window's own size")], findings);
                    }

                    break;

                case FlattenToSequenceDeclaration flatten:
                    CheckMember<ImageAxis>(flatten, flatten.Axis, Blame.Layer(i, "Axis"), findings);
                    break;

                case ApplyDeclaration apply:
                    OwnCodeRules.Check(apply, i, declaration.Type.Level.Name, findings);
                    break;

                case ModuleDeclaration module:
                    OwnCodeRules.Check(module, i, findings);
                    break;

                case ClassifyDeclaration { LabelSmoothing: not (>= 0 and < 1) } classify:
                    findings.Add(Rules.LabelSmoothingRange, Blame.Layer(i, "LabelSmoothing"), Messages.Number(classify.LabelSmoothing));
                    break;

                case RegressDeclaration regress:
                    CheckMember<RegressionLoss>(regress, regress.Loss, Blame.Layer(i, "Loss"), findings);
                    break;
            }
        }
    }

    private static void CheckEmbedding(EmbeddingDeclaration embedding, int index, SizeTable sizes, Findings findings)
    {
        ArgumentRules.CheckProbability(embedding, embedding.Dropout, "dropout", Blame.Layer(index, "Dropout"), findings);
        var vocabulary = sizes.Known(embedding.Vocabulary) ?? long.MaxValue;
        if (embedding.PaddingIndex < -1 || embedding.PaddingIndex >= vocabulary)
        {
            findings.Add(Rules.PaddingIndexRange, Blame.Layer(index, "PaddingIndex"), Messages.Number(embedding.PaddingIndex),
                embedding.PaddingIndex < -1 ? "tokens are counted from 0"
                    : $"the table has {Messages.Count(vocabulary, "row")}{SizeTable.ByDefault(embedding.Vocabulary)}, so its {(vocabulary == 1 ? "one token is 0" : $"tokens are 0 to {Messages.Number(vocabulary - 1)}")}");
        }
    }

    /// <summary>A table that is shared is that of an embedding, under its name.</summary>
    private static void CheckTable(string table, int index, ModelDeclaration declaration, NameTable names, Findings findings)
    {
        var embeddings = Enumerable.Range(0, declaration.Layers.Count).Where(i => declaration.Layers[i] is EmbeddingDeclaration).Select(i => names[i]).ToList();
        if (!embeddings.Contains(table))
        {
            var meant = Nearest.To(table, embeddings) ?? embeddings.FirstOrDefault();
            findings.Add(Rules.TiedToNothing, Blame.Layer(index, "TiedTo"), table, declaration.Type.Level.Name,
                meant is null ? "Begin with [Embedding(vocabulary, features)], or remove TiedTo." : $"Write TiedTo = \"{meant}\".");
        }
    }

    private static void CheckWindow(LayerDeclaration layer, int index, IEnumerable<(string Property, int Value, string Default)> parts, Findings findings)
    {
        foreach (var (property, value, @default) in parts.Where(part => part.Value < 1))
        {
            findings.Add(Rules.WindowNotPositive, Blame.Layer(index, property), layer.Attribute, property, Messages.Number(value),
                @default.Length == 0 ? "Write 1 or more." : $"Write 1 or more, or remove the setting for {@default}.");
        }
    }

    private static void CheckMember<TEnum>(LayerDeclaration layer, int value, Blame blame, Findings findings)
        where TEnum : Enum
    {
        if (!Enum.IsDefined(typeof(TEnum), value))
        {
            ArgumentRules.RefuseValue(blame, layer.Attribute, value, typeof(TEnum).Name, ArgumentRules.Members<TEnum>(), findings);
        }
    }
}
