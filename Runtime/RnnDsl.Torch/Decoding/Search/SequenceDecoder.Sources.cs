using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <content>Encoder-decoders, alone or as an ensemble.</content>
public static partial class SequenceDecoder
{
    /// <summary>Greedy decoding: the most probable token at each step, the first of equals.</summary>
    /// <param name="model">The network.</param>
    /// <param name="source">The encoder's input: int64 [batch, positions] of tokens, [batch, positions, features] or images.</param>
    /// <param name="sourceLengths">int64 [batch], the number of valid positions of each source; <c>null</c>: all are valid.</param>
    /// <param name="options">The begin and end tokens and the length limits.</param>
    /// <inheritdoc cref="Greedy{TState}(DecodingStart{TState}, DecodingOptions)"/>
    public static IReadOnlyList<Hypothesis> Greedy<TState>(
        IEncoderDecoder<TState> model, Tensor source, Tensor? sourceLengths, DecodingOptions options)
        where TState : RecurrentState<TState> =>
        Decode([model], () => DecodingStart.Of(model, source, sourceLengths, Begin(options)), start => Greedy(start, options));

    /// <summary>Greedy decoding with an ensemble: the most probable token at each step, the first of equals.</summary>
    /// <param name="models">The networks, with one vocabulary.</param>
    /// <param name="source">The input of every encoder: int64 [batch, positions] of tokens, [batch, positions, features] or images.</param>
    /// <param name="sourceLengths">int64 [batch], the number of valid positions of each source; <c>null</c>: all are valid.</param>
    /// <param name="options">The begin and end tokens and the length limits.</param>
    /// <param name="mean">How the ensemble averages distributions.</param>
    /// <inheritdoc cref="Greedy{TState}(DecodingStart{TState}, DecodingOptions)"/>
    public static IReadOnlyList<Hypothesis> Greedy<TState>(
        IReadOnlyList<IEncoderDecoder<TState>> models, Tensor source, Tensor? sourceLengths, DecodingOptions options,
        EnsembleMean mean = EnsembleMean.Probabilities)
        where TState : RecurrentState<TState> =>
        Decode(models, () => Together(models, source, sourceLengths, options, mean), start => Greedy(start, options));

    /// <summary>Sampling: each token comes from the distribution of the network.</summary>
    /// <param name="model">The network.</param>
    /// <param name="source">The encoder's input: int64 [batch, positions] of tokens, [batch, positions, features] or images.</param>
    /// <param name="sourceLengths">int64 [batch], the number of valid positions of each source; <c>null</c>: all are valid.</param>
    /// <param name="options">The begin and end tokens and the length limits.</param>
    /// <param name="sampling">Temperature, top-k, top-p and suppressed tokens.</param>
    /// <param name="random">The random source; one seed gives one result. It seeds a separate random source for each sequence.</param>
    /// <param name="samples">The number of samples per source.</param>
    /// <inheritdoc cref="Sample{TState}(DecodingStart{TState}, DecodingOptions, SamplingOptions, RandomSource, int)"/>
    public static IReadOnlyList<IReadOnlyList<Hypothesis>> Sample<TState>(
        IEncoderDecoder<TState> model, Tensor source, Tensor? sourceLengths, DecodingOptions options,
        SamplingOptions sampling, RandomSource random, int samples = 1)
        where TState : RecurrentState<TState> =>
        Decode([model], () => DecodingStart.Of(model, source, sourceLengths, Begin(options)), start => Sample(start, options, sampling, random, samples));

    /// <summary>Sampling with an ensemble: each token comes from the mean of the distributions.</summary>
    /// <param name="models">The networks, with one vocabulary.</param>
    /// <param name="source">The input of every encoder: int64 [batch, positions] of tokens, [batch, positions, features] or images.</param>
    /// <param name="sourceLengths">int64 [batch], the number of valid positions of each source; <c>null</c>: all are valid.</param>
    /// <param name="options">The begin and end tokens and the length limits.</param>
    /// <param name="sampling">Temperature, top-k, top-p and suppressed tokens.</param>
    /// <param name="random">The random source; one seed gives one result. It seeds a separate random source for each sequence.</param>
    /// <param name="samples">The number of samples per source.</param>
    /// <param name="mean">How the ensemble averages distributions.</param>
    /// <inheritdoc cref="Sample{TState}(DecodingStart{TState}, DecodingOptions, SamplingOptions, RandomSource, int)"/>
    public static IReadOnlyList<IReadOnlyList<Hypothesis>> Sample<TState>(
        IReadOnlyList<IEncoderDecoder<TState>> models, Tensor source, Tensor? sourceLengths, DecodingOptions options,
        SamplingOptions sampling, RandomSource random, int samples = 1, EnsembleMean mean = EnsembleMean.Probabilities)
        where TState : RecurrentState<TState> =>
        Decode(models, () => Together(models, source, sourceLengths, options, mean), start => Sample(start, options, sampling, random, samples));

    /// <summary>Beam search: follows the most probable hypotheses and returns the best finished ones.</summary>
    /// <param name="model">The network.</param>
    /// <param name="source">The encoder's input: int64 [batch, positions] of tokens, [batch, positions, features] or images.</param>
    /// <param name="sourceLengths">int64 [batch], the number of valid positions of each source; <c>null</c>: all are valid.</param>
    /// <param name="options">The beam width, the penalties and the number of hypotheses.</param>
    /// <inheritdoc cref="BeamSearch{TState}(DecodingStart{TState}, BeamSearchOptions)"/>
    public static IReadOnlyList<IReadOnlyList<Hypothesis>> BeamSearch<TState>(
        IEncoderDecoder<TState> model, Tensor source, Tensor? sourceLengths, BeamSearchOptions options)
        where TState : RecurrentState<TState> =>
        Decode([model], () => DecodingStart.Of(model, source, sourceLengths, Begin(options)), start => BeamSearch(start, options));

    /// <summary>Beam search with an ensemble: follows the most probable hypotheses and returns the best finished ones.</summary>
    /// <param name="models">The networks, with one vocabulary.</param>
    /// <param name="source">The input of every encoder: int64 [batch, positions] of tokens, [batch, positions, features] or images.</param>
    /// <param name="sourceLengths">int64 [batch], the number of valid positions of each source; <c>null</c>: all are valid.</param>
    /// <param name="options">The beam width, the penalties and the number of hypotheses.</param>
    /// <param name="mean">How the ensemble averages distributions.</param>
    /// <inheritdoc cref="BeamSearch{TState}(DecodingStart{TState}, BeamSearchOptions)"/>
    public static IReadOnlyList<IReadOnlyList<Hypothesis>> BeamSearch<TState>(
        IReadOnlyList<IEncoderDecoder<TState>> models, Tensor source, Tensor? sourceLengths, BeamSearchOptions options,
        EnsembleMean mean = EnsembleMean.Probabilities)
        where TState : RecurrentState<TState> =>
        Decode(models, () => Together(models, source, sourceLengths, options, mean), start => BeamSearch(start, options));

    private static DecodingStart<EnsembleHypotheses<DecoderHypotheses<TState>>> Together<TState>(
        IReadOnlyList<IEncoderDecoder<TState>> models, Tensor source, Tensor? sourceLengths, DecodingOptions options, EnsembleMean mean)
        where TState : RecurrentState<TState> =>
        Ensemble.Of([.. models.Select(model => DecodingStart.Of(model, source, sourceLengths, Begin(options)))], mean);

    private static long Begin(DecodingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Begin
            ?? throw new ArgumentException("The first step of a decoder reads a begin token, and the options have none: set Begin.", nameof(options));
    }
}
