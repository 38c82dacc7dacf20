using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Common;

/// <summary>A network from one sequence of tokens to another with its weights, whatever its state looks like.</summary>
/// <param name="Module">What is trained.</param>
/// <param name="Scores">The scores of every token of the targets, [batch, time, tokens], each step having read the target before it.</param>
/// <param name="Loss">How far such scores are from the tokens that were meant, as the network's declaration says.</param>
/// <param name="Search">What it writes for sources [batch, positions] of the given lengths [batch]: greedily, or with a beam where the options are a beam's.</param>
internal sealed record SequencePairModel(
    nn.Module Module,
    Func<SequencePairBatch, Tensor> Scores,
    Func<Tensor, SequencePairBatch, Tensor> Loss,
    Func<Tensor, Tensor, DecodingOptions, IReadOnlyList<IReadOnlyList<Hypothesis>>> Search) : IDisposable
{
    /// <param name="model">The network.</param>
    /// <param name="scores">Its call.</param>
    /// <param name="loss">Its loss: scores, tokens that were meant, lengths.</param>
    public static SequencePairModel Of<TState>(IEncoderDecoder<TState> model, Func<SequencePairBatch, Tensor> scores, Func<Tensor, Tensor, Tensor?, Tensor> loss)
        where TState : RecurrentState<TState> => new(
            (nn.Module)model,
            scores,
            (output, batch) => loss(output, batch.Targets, batch.TargetLengths),
            (source, lengths, options) => SourceSearch.Run(model, source, lengths, options));

    public void Dispose() => Module.Dispose();
}
