using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Equations;

/// <summary>An LSTM whose gates see the cell state.</summary>
internal sealed class StepByStepPeephole : EquationLayer
{
    private readonly Gate _i;
    private readonly Gate _f;
    private readonly Gate _c;
    private readonly Gate _o;
    private readonly Parameter _ofCellI;
    private readonly Parameter _ofCellF;
    private readonly Parameter _ofCellO;

    public StepByStepPeephole(int hidden) : base(hidden, states: 2)
    {
        (_i, _f) = (Sum("W_xi", "W_hi", "b_i"), Sum("W_xf", "W_hf", "b_f"));
        (_c, _o) = (Sum("W_xc", "W_hc", "b_c"), Sum("W_xo", "W_ho", "b_o"));
        (_ofCellI, _ofCellF, _ofCellO) = (Vector("w_ci"), Vector("w_cf"), Vector("w_co"));
    }

    protected override Tensor[] Step(Tensor x, Tensor[] before)
    {
        var (hidden, cell) = (before[0], before[1]);
        var i = sigmoid(_i.Of(x, hidden) + _ofCellI * cell);
        var f = sigmoid(_f.Of(x, hidden) + _ofCellF * cell);
        var c = f * cell + i * tanh(_c.Of(x, hidden));
        var o = sigmoid(_o.Of(x, hidden) + _ofCellO * c);
        return [o * tanh(c), c];
    }
}

/// <summary>An LSTM whose gates are normalised one by one.</summary>
internal sealed class StepByStepLayerNorm : EquationLayer
{
    private readonly NormedGate _f;
    private readonly NormedGate _i;
    private readonly NormedGate _g;
    private readonly NormedGate _o;
    private readonly LayerNorm _normOfCell;

    public StepByStepLayerNorm(int hidden) : base(hidden, states: 2)
    {
        (_f, _i, _g, _o) = (Normed("f"), Normed("i"), Normed("g"), Normed("o"));
        _normOfCell = Norm("gamma", "delta");

        NormedGate Normed(string gate) =>
            new(Product($"W_{gate}"), Norm($"beta_{gate}"), Product($"U_{gate}"), Norm($"alpha_{gate}"), Vector($"b_{gate}"));
    }

    protected override Tensor[] Step(Tensor x, Tensor[] before)
    {
        var (hidden, cell) = (before[0], before[1]);
        var f = sigmoid(_f.Of(x, hidden));
        var i = sigmoid(_i.Of(x, hidden));
        var g = tanh(_g.Of(x, hidden));
        var o = sigmoid(_o.Of(x, hidden));
        var c = f * cell + i * g;
        return [o * tanh(_normOfCell.call(c)), c];
    }

    private sealed record NormedGate(Linear OfInput, LayerNorm NormOfInput, Linear OfHidden, LayerNorm NormOfHidden, Parameter Bias)
    {
        public Tensor Of(Tensor x, Tensor hidden) => NormOfHidden.call(OfHidden.call(hidden)) + NormOfInput.call(OfInput.call(x)) + Bias;
    }
}

/// <summary>An LSTM with exponential gates and four states.</summary>
internal sealed class StepByStepExponential : EquationLayer
{
    private readonly Gate _i;
    private readonly Gate _f;
    private readonly Gate _z;
    private readonly Gate _o;

    public StepByStepExponential(int hidden) : base(hidden, states: 4)
    {
        (_i, _f) = (Sum("W_i", "R_i", "b_i"), Sum("W_f", "R_f", "b_f"));
        (_z, _o) = (Sum("W_z", "R_z", "b_z"), Sum("W_o", "R_o", "b_o"));
    }

    protected override Tensor[] Step(Tensor x, Tensor[] before)
    {
        var (hidden, cell, normalizer, largest) = (before[0], before[1], before[2], before[3]);
        var logI = _i.Of(x, hidden);
        var logF = nn.functional.logsigmoid(_f.Of(x, hidden));
        var z = tanh(_z.Of(x, hidden));
        var o = sigmoid(_o.Of(x, hidden));
        var m = maximum(logF + largest, logI);
        var i = exp(logI - m);
        var f = exp(logF + largest - m);
        var c = f * cell + i * z;
        var n = f * normalizer + i;
        return [o * c / n, c, n, m];
    }
}

/// <summary>The gated recurrent unit as the article prints it: each gate is a product with state and input side by side.</summary>
internal sealed class StepByStepArticleGru : EquationLayer
{
    private readonly Linear _z;
    private readonly Linear _r;
    private readonly Linear _h;

    public StepByStepArticleGru(int hidden) : base(hidden, states: 1) =>
        (_z, _r, _h) = (Product("W_z", operands: 2), Product("W_r", operands: 2), Product("W", operands: 2));

    protected override Tensor[] Step(Tensor x, Tensor[] before)
    {
        var hidden = before[0];
        var both = cat([hidden, x], 1);
        var z = sigmoid(_z.call(both));
        var r = sigmoid(_r.call(both));
        var candidate = tanh(_h.call(cat([r * hidden, x], 1)));
        return [(1 - z) * hidden + z * candidate];
    }
}
