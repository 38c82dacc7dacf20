using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <summary>
/// The start of decoding: a step function, the initial state, and the lengths of the sources. The caller keeps ownership:
/// decoding disposes none of it, and several searches may start from it.
/// </summary>
/// <typeparam name="TState">The state of the hypotheses.</typeparam>
public sealed record DecodingStart<TState>
    where TState : IHypotheses<TState>
{
    /// <summary>The step function.</summary>
    public required DecodingStep<TState> Step { get; init; }

    /// <summary>The initial state, one row per source.</summary>
    public required TState State { get; init; }

    /// <summary>int64 [sources], the input token of each source's first step, on the network's device.</summary>
    public required Tensor Tokens { get; init; }

    /// <summary>int64 [sources], the lengths of the sources, for a relative <see cref="LengthLimit"/>.</summary>
    public Tensor? SourceLengths { get; init; }

    /// <summary>The padding mask of the attention positions: bool [sources, positions]. <c>null</c> if there is no padding.</summary>
    public Tensor? Padding { get; init; }

    private bool PrintMembers(StringBuilder builder) =>
        builder.AppendMembers((nameof(State), State), (nameof(Tokens), Tokens), (nameof(SourceLengths), SourceLengths), (nameof(Padding), Padding));
}

/// <summary>Creates a <see cref="DecodingStart{TState}"/> from a network. The network stays in its current mode: put it into evaluation mode first.</summary>
public static class DecodingStart
{
    /// <summary>Encodes sources with an encoder-decoder.</summary>
    /// <param name="model">The network.</param>
    /// <param name="source">The encoder's input: int64 [batch, positions] of tokens, [batch, positions, features] or images.</param>
    /// <param name="sourceLengths">int64 [batch], the number of valid positions of each source; <c>null</c>: all are valid.</param>
    /// <param name="begin">The begin token of the target.</param>
    /// <exception cref="ArgumentException">There are no sources.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="begin"/> is negative.</exception>
    public static DecodingStart<DecoderHypotheses<TState>> Of<TState>(
        IEncoderDecoder<TState> model, Tensor source, Tensor? sourceLengths, long begin)
        where TState : RecurrentState<TState>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(begin);
        if (source.dim() == 0 || source.size(0) == 0)
            throw new ArgumentException($"There is nothing to decode: the source is [{string.Join(", ", source.shape)}]; pass at least one sequence.", nameof(source));

        var (memory, state) = model.Encode(source, sourceLengths);
        var hypotheses = new DecoderHypotheses<TState>(state, memory);
        using Scalar first = begin;
        using Scalar longest = source.dim() > 1 ? source.size(1) : 0;
        var device = hypotheses.Tensors.FirstOrDefault()?.device ?? source.device;
        return new DecodingStart<DecoderHypotheses<TState>>
        {
            Step = (tokens, before) =>
            {
                var (output, after, weights) = model.Step(tokens, before.Memory, before.State);
                return (output, before with { State = after }, weights);
            },
            State = hypotheses,
            Tokens = full([memory.Sources], first, dtype: ScalarType.Int64, device: device),
            SourceLengths = sourceLengths ?? (source.dim() > 1 ? full([memory.Sources], longest, dtype: ScalarType.Int64, device: device) : null),
            Padding = memory.Padding,
        };
    }

    /// <summary>Runs a network without sources, such as a language model, over prompts.</summary>
    /// <param name="model">The network. If it is also an <see cref="ISequenceModel{TState}"/>, the prompts run through the sequence kernel.</param>
    /// <param name="prompts">int64 [batch, positions], the prompts, at least one token each.</param>
    /// <exception cref="ArgumentException">There are no prompts, or no tokens in them.</exception>
    public static DecodingStart<RecurrentHypotheses<TState>> Of<TState>(IStepModel<TState> model, Tensor prompts)
        where TState : RecurrentState<TState>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(prompts);
        if (prompts.dim() != 2 || prompts.size(0) == 0 || prompts.size(1) == 0)
        {
            throw new ArgumentException(
                $"The prompts are [{string.Join(", ", prompts.shape)}]; they must be [batch, positions] with at least one token each, such as a begin token.",
                nameof(prompts));
        }

        var last = prompts.size(1) - 1;
        var state = model.InitialState(prompts.size(0));
        prompts = prompts.to(state.Tensors[0].Value.device);
        if (last > 0 && model is ISequenceModel<TState> sequence)
        {
            (_, state) = sequence.forward(prompts.narrow(1, 0, last), state: state);
        }
        else
        {
            for (var position = 0; position < last; position++)
                (_, state) = model.Step(prompts.select(1, position), state);
        }

        return new DecodingStart<RecurrentHypotheses<TState>>
        {
            Step = (tokens, before) =>
            {
                var (output, after) = model.Step(tokens, before.State);
                return (output, new RecurrentHypotheses<TState>(after), null);
            },
            State = new RecurrentHypotheses<TState>(state),
            Tokens = prompts.select(1, last),
        };
    }
}
