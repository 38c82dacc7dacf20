using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>What the next step reads: a row for each hypothesis that is alive, equally many for each source.</summary>
/// <param name="State">Of [sources × width] rows.</param>
/// <param name="Tokens">int64 [sources, width], the last token of each.</param>
/// <param name="History">int64 [sources, width, steps], all that was written; <c>null</c> where nobody asks.</param>
internal sealed record Frontier<TState>(TState State, Tensor Tokens, Tensor? History)
    where TState : IHypotheses<TState>
{
    public IEnumerable<Tensor> Tensors => History is null ? State.Tensors.Append(Tokens) : State.Tensors.Append(Tokens).Append(History);

    public static Frontier<TState> First(DecodingStart<TState> start, DecodingOptions options)
    {
        var tokens = start.Tokens.view(-1, 1);
        return new Frontier<TState>(start.State, tokens, options.NoRepeatNGram is null ? null : tokens.narrow(1, 0, 0).unsqueeze(1));
    }

    /// <summary>The rows of the next step.</summary>
    /// <param name="state">After the step, still in the old rows.</param>
    /// <param name="parents">int64 [sources, new width], which of its source's rows each goes on from; <c>null</c>: each from its own.</param>
    /// <param name="tokens">int64 [sources, new width], what each has written.</param>
    /// <param name="kept">int64 [n], the sources that stay; <c>null</c>: all.</param>
    public Frontier<TState> Advance(TState state, Tensor? parents, Tensor tokens, Tensor? kept)
    {
        var (sources, width) = (Tokens.size(0), Tokens.size(1));
        var before = History is null ? null : Keep(History, kept);
        if (parents is not null || kept is not null)
        {
            using Scalar rows = width;
            var first = (kept ?? Scalars.Range(sources, Tokens.device)).unsqueeze(1).mul(rows);
            parents = parents is null ? Scalars.Range(width, Tokens.device).unsqueeze(0) : Keep(parents, kept);
            state = state.Select(first.add(parents, Scalars.One).flatten(), kept);
            before = before?.gather(1, parents.unsqueeze(2).expand(before.size(0), parents.size(1), before.size(2)));
        }

        tokens = Keep(tokens, kept);
        return new Frontier<TState>(state, tokens, before is null ? null : cat([before, tokens.unsqueeze(2)], 2));
    }

    /// <summary>The rows of the sources that stay.</summary>
    public static Tensor Keep(Tensor tensor, Tensor? kept) => kept is null ? tensor : tensor.index_select(0, kept);
}
