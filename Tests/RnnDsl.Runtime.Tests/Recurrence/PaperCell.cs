using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Recurrence;

/// <summary>One step of one cell for one sequence: vectors in, vectors out.</summary>
internal interface IPaperCell
{
    /// <summary>The states before the first step.</summary>
    Tensor[] Zeros();

    /// <summary>The states after the step; the first is the output.</summary>
    Tensor[] Next(Tensor x, Tensor[] states, int step);
}

/// <summary>The cells that RnnDsl has built in.</summary>
/// <param name="declared">The layer and its options.</param>
/// <param name="weight">A parameter of this layer and direction: weight_ih, norm_c.</param>
/// <param name="masks">What is dropped and kept; <c>null</c> in evaluation.</param>
/// <param name="row">Which sequence of the batch it is, for the masks.</param>
internal sealed class PaperCell(RecurrentLayerAttribute declared, Func<string, Tensor> weight, PaperMasks.Cell? masks, int row) : IPaperCell
{
    private readonly Tensor _inputWeights = weight("weight_ih");

    // A dropped weight takes part in no product of the whole call (Merity et al. 2018).
    private readonly Tensor _hiddenWeights = masks?.Weights is { } mask ? weight("weight_hh") * mask : weight("weight_hh");

    /// <summary>The length of a gate.</summary>
    private long Size => Convert.ToInt64(declared.HiddenSize, provider: null);

    public Tensor[] Zeros()
    {
        var hidden = _inputWeights.new_zeros(_hiddenWeights.size(1));
        return declared is LstmAttribute ? [hidden, _inputWeights.new_zeros(Size)] : [hidden];
    }

    /// <summary>The states after the step; the first is the output.</summary>
    public Tensor[] Next(Tensor x, Tensor[] states, int step)
    {
        // Gal and Ghahramani 2016: the same numbers of h are hidden from the products at every step.
        var shown = masks?.Shown is { } mask ? states[0] * mask[step, row] : states[0];
        Tensor[] fresh = declared switch
        {
            RnnAttribute rnn => [Elman(rnn, x, shown)],
            LstmAttribute lstm => Lstm(lstm, x, shown, states[1]),
            GruAttribute gru => [Gru(gru, x, shown, states[0])],
            _ => throw new InvalidOperationException($"{declared} has no definition in this reference."),
        };
        return [.. fresh.Select((next, state) => Zoned(next, states[state], state, step))];
    }

    /// <summary>Elman 1990; normalised, equation 4 of Ba et al. 2016.</summary>
    private Tensor Elman(RnnAttribute rnn, Tensor x, Tensor h)
    {
        var sum = Product(_inputWeights, 0, x) + Product(_hiddenWeights, 0, h);
        sum = rnn.LayerNorm
            ? Normalized(sum, weight("norm_hh")) + weight("bias_ih")
            : sum + weight("bias_ih") + weight("bias_hh");
        return rnn.Activation switch
        {
            Activation.Tanh => tanh(sum),
            Activation.Relu => sum.maximum(zeros_like(sum)),
            _ => throw new InvalidOperationException($"{rnn.Activation} has no definition in this reference."),
        };
    }

    /// <summary>
    /// Gers et al. 2000; with peepholes, Gers and Schmidhuber 2000; with a projection, Sak et al. 2014; normalised, equations 20 to 22 of Ba et
    /// al. 2016.
    /// </summary>
    private Tensor[] Lstm(LstmAttribute lstm, Tensor x, Tensor h, Tensor c)
    {
        var (ofInput, ofState) = (Products(_inputWeights, x), Products(_hiddenWeights, h));
        if (lstm.LayerNorm)
        {
            ofInput = NormalizedTogether(ofInput, weight("norm_ih"));
            ofState = NormalizedTogether(ofState, weight("norm_hh"));
        }

        var i = sigmoid(Sum(0) + Peephole(0, c));
        var f = sigmoid(Sum(1) + Peephole(1, c));
        var g = tanh(Sum(2));
        var next = (f * c) + (i * g);
        var o = sigmoid(Sum(3) + Peephole(2, next));
        var m = o * tanh(lstm.LayerNorm ? Normalized(next, weight("norm_c")) + weight("norm_c_bias") : next);
        return [lstm.ProjectionSize is null ? m : weight("weight_hr").matmul(m), next];

        Tensor Sum(int gate) =>
            ofInput[gate] + ofState[gate] + Rows(weight("bias_ih"), gate) + (lstm.LayerNorm ? 0 : Rows(weight("bias_hh"), gate));

        Tensor Peephole(int gate, Tensor cell) => lstm.Peepholes ? weight("peephole")[gate] * cell : zeros_like(cell);
    }

    /// <summary>Cho et al. 2014, appendix A, with PyTorch's order of gates and its z; or with the reset after the product, as cuDNN has it.</summary>
    private Tensor Gru(GruAttribute gru, Tensor x, Tensor shown, Tensor h)
    {
        var (ofInput, ofState) = (Products(_inputWeights, x)[..2], Products(_hiddenWeights, shown)[..2]);
        var ofCandidate = Product(_inputWeights, 2, x);
        if (gru.LayerNorm)
        {
            ofInput = NormalizedTogether(ofInput, weight("norm_ih"));
            ofState = NormalizedTogether(ofState, weight("norm_hh"));
            ofCandidate = Normalized(ofCandidate, weight("norm_ih_n"));
        }

        var hasTwoBiases = gru is { LayerNorm: false, ResetAfter: true };
        var r = sigmoid(Sum(0));
        var z = sigmoid(Sum(1));
        var n = tanh(ofCandidate + Rows(weight("bias_ih"), 2) + FromState());
        return ((1 - z) * n) + (z * h);

        Tensor Sum(int gate) =>
            ofInput[gate] + ofState[gate] + Rows(weight("bias_ih"), gate) + (hasTwoBiases ? Rows(weight("bias_hh"), gate) : 0);

        Tensor FromState() => (gru.ResetAfter, gru.LayerNorm) switch
        {
            (true, false) => r * (Product(_hiddenWeights, 2, shown) + Rows(weight("bias_hh"), 2)),
            (true, true) => r * (Normalized(Product(_hiddenWeights, 2, shown), weight("norm_n")) + weight("norm_n_bias")),
            (false, false) => Product(_hiddenWeights, 2, r * shown),
            (false, true) => Normalized(Product(_hiddenWeights, 2, r * shown), weight("norm_n")),
        };
    }

    /// <summary>Krueger et al. 2017: some numbers keep their old value; in evaluation each is the expectation of both.</summary>
    private Tensor Zoned(Tensor fresh, Tensor old, int state, int step)
    {
        if (declared.Zoneout == 0)
        {
            return fresh;
        }

        var keep = masks?.Kept[state][step, row] ?? full_like(fresh, declared.Zoneout);
        return (keep * old) + ((1 - keep) * fresh);
    }

    private Tensor[] Products(Tensor weights, Tensor vector) =>
        [.. Enumerable.Range(0, (int)(weights.size(0) / Size)).Select(gate => Product(weights, gate, vector))];

    private Tensor Product(Tensor weights, int gate, Tensor vector) => Rows(weights, gate).matmul(vector);

    private Tensor Rows(Tensor all, int gate) => all.narrow(0, gate * Size, Size);

    /// <summary>Ba et al. 2016: the products of several gates have one mean and one variance.</summary>
    private Tensor[] NormalizedTogether(Tensor[] products, Tensor gain)
    {
        var all = Normalized(cat(products), gain);
        return [.. products.Select((_, gate) => Rows(all, gate))];
    }

    private static Tensor Normalized(Tensor a, Tensor gain)
    {
        var distance = a - a.mean();
        return gain * distance / (distance.square().mean() + 1e-5).sqrt();
    }
}
