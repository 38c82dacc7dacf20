using RnnDsl.Torch;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Common;

/// <summary>Decoding of an encoder-decoder by the search that the options select.</summary>
internal static class SourceDecoding
{
    /// <summary>The hypotheses of each source, best first: one for greedy decoding, the n-best of beam search.</summary>
    /// <param name="model">The model.</param>
    /// <param name="source">The encoder input.</param>
    /// <param name="lengths">Sequence lengths, int64 [sources]; <c>null</c> if all positions are valid.</param>
    /// <param name="options">Greedy or beam search options.</param>
    public static IReadOnlyList<IReadOnlyList<Hypothesis>> Run<TState>(IEncoderDecoder<TState> model, Tensor source, Tensor? lengths, DecodingOptions options)
        where TState : RecurrentState<TState> => options is BeamSearchOptions beam
            ? SequenceDecoder.BeamSearch(model, source, lengths, beam)
            : [.. SequenceDecoder.Greedy(model, source, lengths, options).Select(static hypothesis => new[] { hypothesis })];
}
