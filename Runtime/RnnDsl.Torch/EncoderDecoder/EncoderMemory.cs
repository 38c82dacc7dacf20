using System.Text;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// The memory of an encoder-decoder: what a decoder reads of its sources at every step, computed once for each source from the output of the
/// encoder.
/// </summary>
/// <remarks>
/// Several rows of a step may read one source, as the hypotheses of a beam do: consecutive rows belong to one source, the same number for each, and the
/// memory is not repeated for them.
/// </remarks>
public sealed record EncoderMemory : IDisposable
{
    /// <summary>The number of sources.</summary>
    public required long Sources { get; init; }

    /// <summary>The attention values: [sources, positions, features], zero at padding. <c>null</c> without attention.</summary>
    public Tensor? Values { get; init; }

    /// <summary>The attention keys, in the layout of the attention; the first dimension is the sources. <c>null</c> without attention.</summary>
    public Tensor? Keys { get; init; }

    /// <summary>The padding mask: bool [sources, positions], true at padding. <c>null</c> if there is no padding.</summary>
    public Tensor? Padding { get; init; }

    /// <summary>The source summary, one vector per source: [sources, features]. <c>null</c> if the decoder does not read it.</summary>
    public Tensor? Summary { get; init; }

    /// <summary>The tokens of the sources, int64 [sources, positions]; <c>null</c> if the decoder does not copy.</summary>
    public Tensor? Tokens { get; init; }

    /// <summary>The attention module that computed the keys; <c>null</c> without attention.</summary>
    internal SourceAttention? Attention { get; init; }

    /// <summary>The number of positions, that of the longest source.</summary>
    public long Positions => Values?.size(1) ?? throw new InvalidOperationException("This memory has no positions: it was created by a decoder without attention.");

    /// <summary>The source summary of each row, repeated over the time steps.</summary>
    /// <param name="like">[rows, features] or [rows, time, features]</param>
    /// <returns>[rows, summary] or [rows, time, summary]</returns>
    public Tensor SummaryAt(Tensor like)
    {
        ArgumentNullException.ThrowIfNull(like);
        var summary = Summary ?? throw new InvalidOperationException("This memory has no summary: it was created by a decoder without [Context].");
        var ofRows = AtRows(summary, like.size(0));
        return like.dim() == 2 ? ofRows : ofRows.unsqueeze(1).expand(-1, like.size(1), -1);
    }

    /// <summary>Repeats a tensor of the sources for the rows that read them.</summary>
    /// <param name="ofSources">[sources, ...]</param>
    /// <param name="rows">The number of rows, the same for each source.</param>
    /// <returns>[rows, ...]</returns>
    internal Tensor AtRows(Tensor ofSources, long rows) => rows == Sources ? ofSources : ofSources.repeat_interleave(rows / Sources, 0);

    /// <summary>The tensors that are not <c>null</c>.</summary>
    internal IEnumerable<Tensor> Tensors => ((Tensor?[])[Values, Keys, Padding, Summary, Tokens]).OfType<Tensor>();

    /// <summary>The memory of some of the sources, in the order given.</summary>
    /// <param name="sources">int64 [n], indices into the sources.</param>
    public EncoderMemory Select(Tensor sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return Map(tensor => tensor.index_select(0, sources)) with { Sources = sources.size(0) };
    }

    /// <summary>Moves every tensor to the enclosing dispose scope, so that it outlives the current one.</summary>
    public EncoderMemory MoveToOuterDisposeScope() => Map(tensor => tensor.MoveToOuterDisposeScope());

    /// <summary>Detaches every tensor from all dispose scopes; the caller calls <see cref="Dispose"/>.</summary>
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

    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Sources), Sources), (nameof(Values), Values), (nameof(Keys), Keys), (nameof(Padding), Padding), (nameof(Summary), Summary), (nameof(Tokens), Tokens));
}
