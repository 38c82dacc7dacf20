using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// What a decoder reads of its sources while it writes: computed once for each source, and the same at every step. Decoders make it of what an
/// encoder gives.
/// </summary>
/// <remarks>
/// Several rows of a step may read one source, as the hypotheses of a beam do: they lie side by side, equally many for each source, and the
/// memory is not repeated for them.
/// </remarks>
public sealed record EncoderMemory : IDisposable
{
    /// <summary>How many sources there are.</summary>
    public required long Sources { get; init; }

    /// <summary>The attention values: [sources, positions, features], zero at padding. <c>null</c> without attention.</summary>
    public Tensor? Values { get; init; }

    /// <summary>The attention keys, in the layout of the attention; the first dimension is the sources. <c>null</c> without attention.</summary>
    public Tensor? Keys { get; init; }

    /// <summary>Which positions lie behind the end of a source: bool [sources, positions]. <c>null</c> where none does.</summary>
    public Tensor? Padding { get; init; }

    /// <summary>A source in one vector: [sources, features]. <c>null</c> where the decoder does not read it.</summary>
    public Tensor? Summary { get; init; }

    /// <summary>The tokens of the sources, int64 [sources, positions]; <c>null</c> where none is copied.</summary>
    public Tensor? Tokens { get; init; }

    /// <summary>The attention module that computed the keys; <c>null</c> without attention.</summary>
    internal SourceAttention? Attention { get; init; }

    /// <summary>How many positions the longest source has.</summary>
    public long Positions => Values?.size(1) ?? throw new InvalidOperationException("This memory has no positions: it was made by a decoder without attention.");

    /// <summary>The vector of each row's source, as often as there are steps.</summary>
    /// <param name="like">[rows, features] or [rows, time, features]</param>
    /// <returns>[rows, summary] or [rows, time, summary]</returns>
    public Tensor SummaryAt(Tensor like)
    {
        ArgumentNullException.ThrowIfNull(like);
        var summary = Summary ?? throw new InvalidOperationException("This memory has no summary: it was made by a decoder without [Context].");
        var ofRows = AtRows(summary, like.size(0));
        return like.dim() == 2 ? ofRows : ofRows.unsqueeze(1).expand(-1, like.size(1), -1);
    }

    /// <summary>A tensor of the sources, once for each row that reads one of them.</summary>
    /// <param name="ofSources">[sources, ...]</param>
    /// <param name="rows">How many rows there are, equally many for each source.</param>
    /// <returns>[rows, ...]</returns>
    internal Tensor AtRows(Tensor ofSources, long rows) => rows == Sources ? ofSources : ofSources.repeat_interleave(rows / Sources, 0);

    /// <summary>The tensors that there are.</summary>
    internal IEnumerable<Tensor> Tensors => ((Tensor?[])[Values, Keys, Padding, Summary, Tokens]).OfType<Tensor>();

    /// <summary>The memory of some of the sources, in the order given.</summary>
    /// <param name="sources">int64 [n], indices into the sources.</param>
    public EncoderMemory Select(Tensor sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return Map(tensor => tensor.index_select(0, sources)) with { Sources = sources.size(0) };
    }

    /// <summary>Hands every tensor to the enclosing dispose scope, so that it outlives this one.</summary>
    public EncoderMemory MoveToOuterDisposeScope() => Map(tensor => tensor.MoveToOuterDisposeScope());

    /// <summary>Takes every tensor out of all dispose scopes: from here on <see cref="Dispose"/> is the caller's.</summary>
    public EncoderMemory DetachFromDisposeScope() => Map(tensor => tensor.DetachFromDisposeScope());

    /// <summary>Disposes the tensors.</summary>
    public void Dispose() => Map(tensor =>
    {
        tensor.Dispose();
        return tensor;
    });

    private EncoderMemory Map(Func<Tensor, Tensor> change) => this with
    {
        Values = Values is null ? null : change(Values),
        Keys = Keys is null ? null : change(Keys),
        Padding = Padding is null ? null : change(Padding),
        Summary = Summary is null ? null : change(Summary),
        Tokens = Tokens is null ? null : change(Tokens),
    };
}
