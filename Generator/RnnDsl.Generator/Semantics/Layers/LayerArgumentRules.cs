using RnnDsl.Generator.Common;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>The arguments of time-distributed, pooling and head layers, except sizes.</summary>
internal static class LayerArgumentRules
{
    public static void Check(ModelDeclaration declaration, NameTable names, SizeTable sizes, DiagnosticBag diagnostics)
    {
        for (var i = 0; i < declaration.Layers.Count; i++)
        {
            switch (declaration.Layers[i])
            {
                case EmbeddingDeclaration embedding:
                    CheckEmbedding(embedding, i, sizes, diagnostics);
                    break;

                case LinearDeclaration { TiedTo: { } table }:
                    CheckTable(table, i, declaration, names, diagnostics);
                    break;

                case Conv1dDeclaration convolution:
                    CheckWindow(convolution, i, [("Kernel", convolution.Kernel, "3"), ("Stride", convolution.Stride, "1"), ("Dilation", convolution.Dilation, "1")], diagnostics);
                    CheckMember<ConvolutionPadding>(convolution, convolution.Padding, DiagnosticLocation.Layer(i, "Padding"), diagnostics);
                    if (convolution is { Kernel: 1, Dilation: > 1 })
                    {
                        diagnostics.Add(Rules.DilationOfNothing, DiagnosticLocation.Layer(i, "Dilation"), Messages.Number(convolution.Dilation));
                    }

                    break;

                case Conv2dDeclaration convolution:
                    CheckWindow(convolution, i, [("Kernel", convolution.Kernel, "3"), ("Stride", convolution.Stride, "1")], diagnostics);
                    if (convolution.Padding == (int)ConvolutionPadding.Causal)
                    {
                        diagnostics.Add(Rules.CausalImage, DiagnosticLocation.Layer(i, "Padding"));
                    }
                    else
                    {
                        CheckMember<ConvolutionPadding>(convolution, convolution.Padding, DiagnosticLocation.Layer(i, "Padding"), diagnostics);
                    }

                    break;

                case MaxPool2dDeclaration pool:
                    CheckWindow(pool, i, [("Size", pool.Size, "")], diagnostics);
                    if (pool is { Size: 1, Stride: 1 })
                    {
                        diagnostics.Add(Rules.NoEffect, DiagnosticLocation.Layer(i, "Size"), pool.Attribute, "a window of 1", "Write a window of 2 or more, or remove [MaxPool2d].");
                    }
                    else if (pool.Stride != pool.Size)
                    {
                        CheckWindow(pool, i, [("Stride", pool.Stride, "the window's own size")], diagnostics);
                    }

                    break;

                case FlattenToSequenceDeclaration flatten:
                    CheckMember<ImageAxis>(flatten, flatten.Axis, DiagnosticLocation.Layer(i, "Axis"), diagnostics);
                    break;

                case ApplyDeclaration apply:
                    UserCodeRules.Check(apply, i, declaration.Type.Level.Name, diagnostics);
                    break;

                case ModuleDeclaration module:
                    UserCodeRules.Check(module, i, diagnostics);
                    break;

                case ClassifyDeclaration { LabelSmoothing: not (>= 0 and < 1) } classify:
                    diagnostics.Add(Rules.LabelSmoothingRange, DiagnosticLocation.Layer(i, "LabelSmoothing"), Messages.Number(classify.LabelSmoothing));
                    break;

                case RegressDeclaration regress:
                    CheckMember<RegressionLoss>(regress, regress.Loss, DiagnosticLocation.Layer(i, "Loss"), diagnostics);
                    break;
            }
        }
    }

    private static void CheckEmbedding(EmbeddingDeclaration embedding, int index, SizeTable sizes, DiagnosticBag diagnostics)
    {
        ArgumentRules.CheckProbability(embedding, embedding.Dropout, "dropout", DiagnosticLocation.Layer(index, "Dropout"), diagnostics);
        var vocabulary = sizes.Known(embedding.Vocabulary) ?? long.MaxValue;
        if (embedding.PaddingIndex < -1 || embedding.PaddingIndex >= vocabulary)
        {
            diagnostics.Add(Rules.PaddingIndexRange, DiagnosticLocation.Layer(index, "PaddingIndex"), Messages.Number(embedding.PaddingIndex),
                embedding.PaddingIndex < -1 ? "tokens are counted from 0"
                    : $"the table has {Messages.Count(vocabulary, "row")}{SizeTable.ByDefault(embedding.Vocabulary)}, so its {(vocabulary == 1 ? "one token is 0" : $"tokens are 0 to {Messages.Number(vocabulary - 1)}")}");
        }
    }

    /// <summary>A tied layer names an embedding.</summary>
    private static void CheckTable(string table, int index, ModelDeclaration declaration, NameTable names, DiagnosticBag diagnostics)
    {
        var embeddings = Enumerable.Range(0, declaration.Layers.Count).Where(i => declaration.Layers[i] is EmbeddingDeclaration).Select(i => names[i]).ToList();
        if (!embeddings.Contains(table))
        {
            var meant = Nearest.To(table, embeddings) ?? embeddings.FirstOrDefault();
            diagnostics.Add(Rules.TiedToNothing, DiagnosticLocation.Layer(index, "TiedTo"), table, declaration.Type.Level.Name,
                meant is null ? "Begin with [Embedding(vocabulary, features)], or remove TiedTo." : $"Write TiedTo = \"{meant}\".");
        }
    }

    private static void CheckWindow(LayerDeclaration layer, int index, IEnumerable<(string Property, int Value, string Default)> parts, DiagnosticBag diagnostics)
    {
        foreach (var (property, value, @default) in parts.Where(part => part.Value < 1))
        {
            diagnostics.Add(Rules.WindowNotPositive, DiagnosticLocation.Layer(index, property), layer.Attribute, property, Messages.Number(value),
                @default.Length == 0 ? "Write 1 or more." : $"Write 1 or more, or remove the setting for {@default}.");
        }
    }

    private static void CheckMember<TEnum>(LayerDeclaration layer, int value, DiagnosticLocation location, DiagnosticBag diagnostics)
        where TEnum : Enum
    {
        if (!Enum.IsDefined(typeof(TEnum), value))
        {
            ArgumentRules.RefuseValue(location, layer.Attribute, value, typeof(TEnum).Name, ArgumentRules.Members<TEnum>(), diagnostics);
        }
    }
}
