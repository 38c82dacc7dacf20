using RnnDsl.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Common;

/// <summary>An encoder-decoder over token sequences, independent of its state type.</summary>
/// <param name="Module">The trained module.</param>
/// <param name="Scores">Teacher-forced scores of the targets, [batch, time, tokens].</param>
/// <param name="Loss">The loss of such scores, as declared by the model.</param>
/// <param name="Search">Decodes sources [batch, positions] with lengths [batch]: greedily, or by beam search for <see cref="BeamSearchOptions"/>.</param>
internal sealed record SequenceToSequenceModel(
    nn.Module Module,
    Func<SequencePairBatch, Tensor> Scores,
    Func<Tensor, SequencePairBatch, Tensor> Loss,
    Func<Tensor, Tensor, DecodingOptions, IReadOnlyList<IReadOnlyList<Hypothesis>>> Search) : IDisposable
{
    /// <param name="model">The model.</param>
    /// <param name="scores">Its forward call.</param>
    /// <param name="loss">Its loss of scores, targets and target lengths.</param>
    public static SequenceToSequenceModel Of<TState>(IEncoderDecoder<TState> model, Func<SequencePairBatch, Tensor> scores, Func<Tensor, Tensor, Tensor?, Tensor> loss)
        where TState : RecurrentState<TState> => new(
            (nn.Module)model,
            scores,
            (output, batch) => loss(output, batch.Targets, batch.TargetLengths),
            (source, lengths, options) => SourceDecoding.Run(model, source, lengths, options));

    public void Dispose() => Module.Dispose();
}
