using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <summary>The input of the next step: one row per active hypothesis, the same number for each source.</summary>
/// <param name="State">The state, with [sources × width] rows.</param>
/// <param name="Tokens">int64 [sources, width], the last token of each hypothesis.</param>
/// <param name="History">int64 [sources, width, steps], all generated tokens; <c>null</c> without n-gram blocking.</param>
internal sealed record Frontier<TState>(TState State, Tensor Tokens, Tensor? History)
    where TState : IHypotheses<TState>
{
    public IEnumerable<Tensor> Tensors => History is null ? State.Tensors.Append(Tokens) : State.Tensors.Append(Tokens).Append(History);

    public static Frontier<TState> First(DecodingStart<TState> start, DecodingOptions options)
    {
        var tokens = start.Tokens.view(-1, 1);
        return new Frontier<TState>(start.State, tokens, options.NoRepeatNGram is null ? null : tokens.narrow(1, 0, 0).unsqueeze(1));
    }

    /// <summary>The input of the step after this one.</summary>
    /// <param name="state">The state after this step, in the current rows.</param>
    /// <param name="parents">int64 [sources, new width], the row within its source that each hypothesis continues; <c>null</c>: its own.</param>
    /// <param name="tokens">int64 [sources, new width], the added tokens.</param>
    /// <param name="kept">int64 [n], the sources that remain; <c>null</c>: all.</param>
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

    /// <summary>Selects the sources that remain.</summary>
    public static Tensor Keep(Tensor tensor, Tensor? kept) => kept is null ? tensor : tensor.index_select(0, kept);
}
