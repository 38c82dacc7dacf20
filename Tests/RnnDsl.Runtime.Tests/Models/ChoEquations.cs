using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>
/// The gated recurrent unit as Cho et al. 2014 print it (appendix A), one gate, one step and one layer after the other, with the
/// biases the paper leaves out. Slow and plain: what the emitted loop is held against.
/// </summary>
internal static class ChoEquations
{
    /// <summary>Several layers in one or two directions over [batch, time, features].</summary>
    /// <param name="weight">A parameter by its key: weight_ih_l0, weight_hh_l1_reverse, bias_ih_l0.</param>
    public static (Tensor Output, Tensor Hidden) Run(Tensor input, Tensor? initial, int layers, bool bidirectional, Func<string, Tensor> weight)
    {
        var sequence = Enumerable.Range(0, (int)input.size(1)).Select(t => input.select(1, t)).ToList();
        var finals = new List<Tensor>();
        for (var layer = 0; layer < layers; layer++)
        {
            var directions = new List<List<Tensor>>();
            foreach (var reverse in bidirectional ? new[] { false, true } : [false])
            {
                var suffix = $"_l{layer}{(reverse ? "_reverse" : "")}";
                var unit = new Unit(weight("weight_ih" + suffix), weight("weight_hh" + suffix), weight("bias_ih" + suffix));
                var state = initial?.select(0, finals.Count) ?? zeros(input.size(0), unit.Size, dtype: input.dtype);
                var outputs = new List<Tensor>();
                foreach (var x in reverse ? Enumerable.Reverse(sequence) : sequence)
                {
                    state = unit.Next(x, state);
                    outputs.Add(state);
                }

                if (reverse)
                {
                    outputs.Reverse();
                }

                directions.Add(outputs);
                finals.Add(state);
            }

            sequence = [.. Enumerable.Range(0, sequence.Count).Select(t => cat([.. directions.Select(direction => direction[t])], 1))];
        }

        return (stack(sequence, 1), stack(finals));
    }

    private sealed class Unit(Tensor inputWeights, Tensor hiddenWeights, Tensor biases)
    {
        public long Size => hiddenWeights.size(1);

        public Tensor Next(Tensor x, Tensor h)
        {
            // r = σ(W_r x + U_r h), z = σ(W_z x + U_z h)
            var r = sigmoid(Gate(0, x, h));
            var z = sigmoid(Gate(1, x, h));

            // h̃ = tanh(W x + U (r ⊙ h))
            var candidate = tanh(Gate(2, x, r * h));

            // h = z h + (1 - z) h̃
            return (z * h) + ((1 - z) * candidate);
        }

        private Tensor Gate(int gate, Tensor x, Tensor h) =>
            x.matmul(Rows(inputWeights, gate).transpose(0, 1)) + h.matmul(Rows(hiddenWeights, gate).transpose(0, 1)) + Rows(biases, gate);

        private Tensor Rows(Tensor all, int gate) => all.slice(0, gate * Size, (gate + 1) * Size, 1);
    }
}
