using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <content>Networks without sources, which continue prompts.</content>
public static partial class SequenceDecoder
{
    /// <summary>Greedy decoding: the most probable token at each step, the first of equals.</summary>
    /// <param name="model">The network. If it is also an <see cref="ISequenceModel{TState}"/>, the prompts run through the sequence kernel.</param>
    /// <param name="prompts">
    /// int64 [batch, positions], the prompts, after the begin token if the options have one; not part of the result.
    /// </param>
    /// <param name="options">The begin and end tokens and the length limits.</param>
    /// <inheritdoc cref="Greedy{TState}(DecodingStart{TState}, DecodingOptions)"/>
    public static IReadOnlyList<Hypothesis> Greedy<TState>(IStepModel<TState> model, Tensor prompts, DecodingOptions options)
        where TState : RecurrentState<TState> =>
        Decode([model], () => After(model, prompts, options), start => Greedy(start, options));

    /// <summary>Sampling: each token comes from the distribution of the network.</summary>
    /// <param name="model">The network. If it is also an <see cref="ISequenceModel{TState}"/>, the prompts run through the sequence kernel.</param>
    /// <param name="prompts">
    /// int64 [batch, positions], the prompts, after the begin token if the options have one; not part of the result.
    /// </param>
    /// <param name="options">The begin and end tokens and the length limits.</param>
    /// <param name="sampling">Temperature, top-k, top-p and suppressed tokens.</param>
    /// <param name="random">The random source; one seed gives one result. It seeds a separate random source for each sequence.</param>
    /// <param name="samples">The number of samples per prompt.</param>
    /// <inheritdoc cref="Sample{TState}(DecodingStart{TState}, DecodingOptions, SamplingOptions, RandomSource, int)"/>
    public static IReadOnlyList<IReadOnlyList<Hypothesis>> Sample<TState>(
        IStepModel<TState> model, Tensor prompts, DecodingOptions options, SamplingOptions sampling, RandomSource random, int samples = 1)
        where TState : RecurrentState<TState> =>
        Decode([model], () => After(model, prompts, options), start => Sample(start, options, sampling, random, samples));

    /// <summary>Beam search: follows the most probable hypotheses and returns the best finished ones.</summary>
    /// <param name="model">The network. If it is also an <see cref="ISequenceModel{TState}"/>, the prompts run through the sequence kernel.</param>
    /// <param name="prompts">
    /// int64 [batch, positions], the prompts, after the begin token if the options have one; not part of the result.
    /// </param>
    /// <param name="options">The beam width, the penalties and the number of hypotheses.</param>
    /// <inheritdoc cref="BeamSearch{TState}(DecodingStart{TState}, BeamSearchOptions)"/>
    public static IReadOnlyList<IReadOnlyList<Hypothesis>> BeamSearch<TState>(IStepModel<TState> model, Tensor prompts, BeamSearchOptions options)
        where TState : RecurrentState<TState> =>
        Decode([model], () => After(model, prompts, options), start => BeamSearch(start, options));

    private static DecodingStart<RecurrentHypotheses<TState>> After<TState>(IStepModel<TState> model, Tensor prompts, DecodingOptions options)
        where TState : RecurrentState<TState>
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(prompts);
        if (options.Begin is { } begin && prompts.dim() == 2)
        {
            using Scalar first = begin;
            prompts = cat([full([prompts.size(0), 1], first, dtype: ScalarType.Int64, device: prompts.device), prompts], 1);
        }

        return DecodingStart.Of(model, prompts);
    }
}
