using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Loops;

/// <summary>An LSTM whose gates see the cell state.</summary>
internal sealed class TutorialPeephole : TutorialLayer
{
    private readonly Parameter _peepholes;

    public TutorialPeephole(int hidden) : base(4, hidden)
    {
        _peepholes = new Parameter(zeros(3, hidden));
        register_parameter("peepholes", _peepholes);
    }

    public override void Load(nn.Module model)
    {
        base.Load(model);
        using var noGradient = no_grad();
        _peepholes.copy_(model.get_parameter("cell.peephole_l0")!);
    }

    protected override Tensor[] Step(Tensor x, Tensor hidden, Tensor cell)
    {
        var i = sigmoid(Sum(0, x, hidden) + _peepholes[0] * cell);
        var f = sigmoid(Sum(1, x, hidden) + _peepholes[1] * cell);
        var g = tanh(Sum(2, x, hidden));
        var c = f * cell + i * g;
        var o = sigmoid(Sum(3, x, hidden) + _peepholes[2] * c);
        return [o * tanh(c), c];
    }
}

/// <summary>An LSTM whose states keep some of their old values.</summary>
internal sealed class TutorialZoneout(int hidden, double probability) : TutorialLayer(4, hidden)
{
    protected override Tensor[] Step(Tensor x, Tensor hidden, Tensor cell)
    {
        var i = sigmoid(Sum(0, x, hidden));
        var f = sigmoid(Sum(1, x, hidden));
        var g = tanh(Sum(2, x, hidden));
        var o = sigmoid(Sum(3, x, hidden));
        var c = f * cell + i * g;
        var h = o * tanh(c);
        var (keepHidden, keepCell) = (Keep(h), Keep(c));
        return [keepHidden * hidden + (1 - keepHidden) * h, keepCell * cell + (1 - keepCell) * c];
    }

    private Tensor Keep(Tensor state) => training ? bernoulli(full_like(state, probability)) : full_like(state, probability);
}

/// <summary>An LSTM whose gates see a part of the hidden state, the same at every step.</summary>
internal sealed class TutorialRecurrentDropout(int hidden, double probability) : TutorialLayer(4, hidden)
{
    private Tensor _mask = null!;

    protected override void Begin(Tensor hidden) => _mask = nn.functional.dropout(ones_like(hidden), probability, training);

    protected override Tensor[] Step(Tensor x, Tensor hidden, Tensor cell)
    {
        var seen = hidden * _mask;
        var i = sigmoid(Sum(0, x, seen));
        var f = sigmoid(Sum(1, x, seen));
        var g = tanh(Sum(2, x, seen));
        var o = sigmoid(Sum(3, x, seen));
        var c = f * cell + i * g;
        return [o * tanh(c), c];
    }
}

/// <summary>
/// An LSTM with normalised products. The paper normalises those of all gates together: one product of the input and one of the state, not one for
/// each gate.
/// </summary>
internal sealed class TutorialLayerNorm : TutorialLayer
{
    private readonly LayerNorm _normOfInput;
    private readonly LayerNorm _normOfHidden;
    private readonly LayerNorm _normOfCell;
    private readonly Parameter _bias;

    public TutorialLayerNorm(int hidden) : base(products: 1, hidden, blocks: 4, hasBias: false)
    {
        (_normOfInput, _normOfHidden, _normOfCell) = (nn.LayerNorm(4 * hidden, bias: false), nn.LayerNorm(4 * hidden, bias: false), nn.LayerNorm(hidden));
        _bias = new Parameter(zeros(4 * hidden));
        register_module("norm_x", _normOfInput);
        register_module("norm_h", _normOfHidden);
        register_module("norm_c", _normOfCell);
        register_parameter("bias", _bias);
    }

    public override void Load(nn.Module model)
    {
        base.Load(model);
        using var noGradient = no_grad();
        _bias.copy_(model.get_parameter("cell.bias_ih_l0")!);
    }

    protected override Tensor[] Step(Tensor x, Tensor hidden, Tensor cell)
    {
        var sums = _normOfInput.call(OfInput(0, x)) + _normOfHidden.call(OfHidden(0, hidden)) + _bias;
        var gates = sums.chunk(4, 1);
        var i = sigmoid(gates[0]);
        var f = sigmoid(gates[1]);
        var g = tanh(gates[2]);
        var o = sigmoid(gates[3]);
        var c = f * cell + i * g;
        return [o * tanh(_normOfCell.call(c)), c];
    }
}

/// <summary>The gated recurrent unit as the paper has it.</summary>
internal sealed class TutorialChoGru(int hidden) : TutorialLayer(3, hidden)
{
    protected override Tensor[] Step(Tensor x, Tensor hidden, Tensor cell)
    {
        var r = sigmoid(Sum(0, x, hidden));
        var z = sigmoid(Sum(1, x, hidden));
        var n = tanh(OfInput(2, x) + OfHidden(2, r * hidden));
        return [(1 - z) * n + z * hidden, cell];
    }
}
