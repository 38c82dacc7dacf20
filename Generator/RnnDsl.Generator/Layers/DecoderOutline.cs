using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Layers;

/// <summary>The indices of the parts of a decoder in its declaration.</summary>
internal sealed class DecoderOutline
{
    public DecoderOutline(EquatableArray<LayerDeclaration> layers)
    {
        var recurrences = Indices(layer => layer.IsRecurrent);
        (FirstRecurrence, LastRecurrence) = recurrences.Count == 0 ? (-1, -1) : (recurrences[0], recurrences[recurrences.Count - 1]);
        AttentionIndex = Indices(layer => layer is AttentionDeclaration).DefaultIfEmpty(-1).First();
        ReadoutIndex = Indices(layer => layer is ReadoutDeclaration).DefaultIfEmpty(-1).First();
        if (AttentionIndex >= 0)
        {
            Attention = (AttentionDeclaration)layers[AttentionIndex];
            AttentionRecurrence = recurrences.Where(i => i > AttentionIndex).DefaultIfEmpty(-1).First();
        }

        Readout = ReadoutIndex < 0 ? null : (ReadoutDeclaration)layers[ReadoutIndex];
        FirstReader = Indices(layer => layer.IsRecurrent || IsOfDecoders(layer)).DefaultIfEmpty(layers.Count).First();

        List<int> Indices(Func<LayerDeclaration, bool> isOne) => [.. Enumerable.Range(0, layers.Count).Where(i => isOne(layers[i]))];
    }

    /// <summary>Whether a layer is allowed in decoders only.</summary>
    public static bool IsOfDecoders(LayerDeclaration layer) => layer is DecoderLayerDeclaration;

    public AttentionDeclaration? Attention { get; }

    public ReadoutDeclaration? Readout { get; }

    /// <summary>-1 if there is none, as for the others.</summary>
    public int AttentionIndex { get; }

    public int ReadoutIndex { get; }

    public int FirstRecurrence { get; }

    public int LastRecurrence { get; }

    /// <summary>The first layer that depends on the token's embedding: a recurrent layer, or one of decoders. Bound, it is <c>Model.TokenReader</c>.</summary>
    public int FirstReader { get; }

    /// <summary>The recurrent layer that reads the context of an attention above it.</summary>
    public int AttentionRecurrence { get; } = -1;

    public bool BeforeCell => AttentionRecurrence >= 0;

    /// <summary>Whether the readout is an input of the next step.</summary>
    public bool Feeds => Attention is { InputFeeding: true } && !BeforeCell && ReadoutIndex > AttentionIndex && FirstRecurrence >= 0;
}
