using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Recurrence;

/// <summary>
/// Recurrent layers as their papers print them: one sequence of the batch, one layer, one direction, one step and one gate after the other,
/// and derivatives left to autograd. Slow and plain: what kernels and emitted loops are held against.
/// </summary>
/// <param name="declared">The layer and its options.</param>
/// <param name="weight">A parameter by its key: weight_ih_l0, norm_c_l1_reverse.</param>
/// <param name="cellOf">Another cell than the declared one: of a layer's suffix, its masks and a row of the batch.</param>
internal sealed class PaperEquations(
    RecurrentLayerAttribute declared, Func<string, Tensor> weight, Func<string, PaperMasks.Cell?, int, IPaperCell>? cellOf = null)
{
    /// <summary>Several layers in one or two directions over [batch, time, features].</summary>
    /// <param name="input">Padding lies behind the valid steps and is never read.</param>
    /// <param name="initial">The states, [layers × directions, batch, size] each; <c>null</c> for zeros.</param>
    /// <param name="lengths">int64 [batch]; <c>null</c> where every step is real.</param>
    /// <param name="masks">What is dropped and kept in training; <c>null</c> in evaluation.</param>
    /// <returns>The output, zero where there is padding, and the final states.</returns>
    public (Tensor Output, Tensor[] Final) Run(Tensor input, Tensor[]? initial = null, Tensor? lengths = null, PaperMasks? masks = null)
    {
        var time = (int)input.size(1);
        var alone = Enumerable.Range(0, (int)input.size(0)).Select(row =>
        {
            var length = (int)(lengths?[row].ToInt64() ?? time);
            var (output, final) = RunOne([.. Enumerable.Range(0, length).Select(t => input[row, t])], row, initial, masks);
            return (Output: stack([.. output, .. Enumerable.Repeat(zeros_like(output[0]), time - length)]), Final: final);
        }).ToList();
        return (
            stack(alone.Select(sequence => sequence.Output)),
            [.. alone[0].Final.Select((_, state) => stack(alone.Select(sequence => sequence.Final[state]), 1))]);
    }

    private (List<Tensor> Output, Tensor[] Final) RunOne(List<Tensor> sequence, int row, Tensor[]? initial, PaperMasks? masks)
    {
        var finals = new List<Tensor[]>();
        for (var layer = 0; layer < declared.Layers; layer++)
        {
            var read = layer == 0 || masks?.Between(layer) is not { } between ? sequence : [.. sequence.Select((x, t) => x * between[t, row])];
            var forth = Unroll(read, layer, declared.Reverse, reverseWeights: false);
            sequence = !declared.Bidirectional ? forth
                : [.. forth.Zip(Unroll(read, layer, fromTheEnd: true, reverseWeights: true), (one, other) => declared.Merge switch
                {
                    Merge.Concat => cat([one, other]),
                    Merge.Sum => one + other,
                    Merge.Mean => 0.5 * (one + other),
                    _ => throw new InvalidOperationException($"{declared.Merge} has no definition in this reference."),
                })];
            if (declared.Residual)
            {
                sequence = [.. sequence.Zip(read, (output, x) => output + x)];
            }
        }

        return (sequence, [.. finals[0].Select((_, state) => stack(finals.Select(final => final[state])))]);

        List<Tensor> Unroll(List<Tensor> read, int layer, bool fromTheEnd, bool reverseWeights)
        {
            var suffix = $"_l{layer}{(reverseWeights ? "_reverse" : "")}";
            var own = masks?.OfCell(layer, reverseWeights);
            var cell = cellOf?.Invoke(suffix, own, row) ?? new PaperCell(declared, kind => weight(kind + suffix), own, row);
            var states = initial?.Select(state => state[finals.Count, row]).ToArray() ?? cell.Zeros();
            var outputs = new List<Tensor>();
            foreach (var x in fromTheEnd ? Enumerable.Reverse(read) : read)
            {
                states = cell.Next(x, states, step: outputs.Count);
                outputs.Add(states[0]);
            }

            finals.Add(states);
            if (fromTheEnd)
            {
                outputs.Reverse();
            }

            return outputs;
        }
    }
}
