using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Loops;

/// <summary>A built-in cell as tutorials write it: a linear layer of the input and one of the state for every gate.</summary>
internal abstract class TutorialLayer : StepByStepLayer
{
    private readonly Linear[] _ofInput;
    private readonly Linear[] _ofHidden;

    /// <param name="products">How many there are of the input, and as many of the state.</param>
    /// <param name="hidden">The length of the state, and of a step of the input.</param>
    /// <param name="blocks">How many states long a product is.</param>
    /// <param name="hasBias">Whether something is added to each.</param>
    protected TutorialLayer(int products, int hidden, int blocks = 1, bool hasBias = true) : base(hidden, states: 2)
    {
        (_ofInput, _ofHidden) = (Create("x"), Create("h"));

        Linear[] Create(string name) => [.. Enumerable.Range(0, products).Select(i =>
        {
            var linear = nn.Linear(hidden, blocks * hidden, hasBias);
            register_module(name + i, linear);
            return linear;
        })];
    }

    /// <inheritdoc/>
    public override void Load(nn.Module model)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        for (var gate = 0; gate < _ofInput.Length; gate++)
        {
            Copy("ih", _ofInput[gate], gate);
            Copy("hh", _ofHidden[gate], gate);
        }

        void Copy(string kind, Linear to, int gate)
        {
            var length = to.weight.size(0);
            to.weight.copy_(model.get_parameter($"cell.weight_{kind}_l0")!.narrow(0, gate * length, length));
            if (to.bias is null)
            {
                return;
            }

            // A cell that needs one bias only has no second one.
            to.bias.copy_(model.get_parameter($"cell.bias_{kind}_l0")?.narrow(0, gate * length, length) ?? zeros(length));
        }
    }

    protected sealed override Tensor[] Step(Tensor x, Tensor[] before) => Step(x, before[0], before[1]);

    /// <summary>The states after a step; a cell without a second state hands the given one on.</summary>
    protected abstract Tensor[] Step(Tensor x, Tensor hidden, Tensor cell);

    protected Tensor OfInput(int gate, Tensor x) => _ofInput[gate].call(x);

    protected Tensor OfHidden(int gate, Tensor hidden) => _ofHidden[gate].call(hidden);

    /// <summary>W x + b + U h + d</summary>
    protected Tensor Sum(int gate, Tensor x, Tensor hidden) => OfInput(gate, x) + OfHidden(gate, hidden);
}
