using static TorchSharp.torch;

namespace RnnDsl.Examples.Common;

/// <summary>What a network with an encoder writes, by whichever search the options are of.</summary>
internal static class SourceSearch
{
    /// <summary>Of each source the best first: one where the likeliest token is taken, and as many as were asked for with a beam.</summary>
    /// <param name="model">The network.</param>
    /// <param name="source">What its encoder reads.</param>
    /// <param name="lengths">int64 [sources]; <c>null</c> where all is real.</param>
    /// <param name="options">Greedy, or a beam where they are a beam's.</param>
    public static IReadOnlyList<IReadOnlyList<Hypothesis>> Run<TState>(IEncoderDecoder<TState> model, Tensor source, Tensor? lengths, DecodingOptions options)
        where TState : RecurrentState<TState> => options is BeamSearchOptions beam
            ? SequenceDecoder.BeamSearch(model, source, lengths, beam)
            : [.. SequenceDecoder.Greedy(model, source, lengths, options).Select(static hypothesis => new[] { hypothesis })];
}
