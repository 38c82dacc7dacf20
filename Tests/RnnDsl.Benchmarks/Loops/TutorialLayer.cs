using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Loops;

/// <summary>
/// A cell as tutorials write it: a linear layer of the input and one of the state for every gate, step by step, the outputs in a list. Autograd
/// records every operation.
/// </summary>
internal abstract class TutorialLayer : nn.Module<Tensor, Tensor>
{
    private readonly int _hidden;
    private readonly Linear[] _ofInput;
    private readonly Linear[] _ofHidden;

    /// <param name="products">How many there are of the input, and as many of the state.</param>
    /// <param name="hidden">The length of the state, and of a step of the input.</param>
    /// <param name="blocks">How many states long a product is.</param>
    /// <param name="hasBias">Whether something is added to each.</param>
    protected TutorialLayer(int products, int hidden, int blocks = 1, bool hasBias = true) : base(nameof(TutorialLayer))
    {
        _hidden = hidden;
        (_ofInput, _ofHidden) = (Create("x"), Create("h"));

        Linear[] Create(string name) => [.. Enumerable.Range(0, products).Select(i =>
        {
            var linear = nn.Linear(hidden, blocks * hidden, hasBias);
            register_module(name + i, linear);
            return linear;
        })];
    }

    /// <summary>Takes over the weights of a generated model of one layer.</summary>
    public virtual void Load(nn.Module model)
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

    /// <summary>[batch, time, features] to [batch, time, hidden].</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        Tensor[] state = [zeros(input.size(0), _hidden), zeros(input.size(0), _hidden)];
        var outputs = new List<Tensor>();
        Begin(state[0]);
        for (var t = 0; t < input.size(1); t++)
        {
            state = Step(input.select(1, t), state[0], state[1]);
            outputs.Add(state[0]);
        }

        return stack(outputs, 1).MoveToOuterDisposeScope();
    }

    /// <summary>What is drawn once for a sequence.</summary>
    protected virtual void Begin(Tensor hidden) { }

    /// <summary>The states after a step; a cell without a second state hands the given one on.</summary>
    protected abstract Tensor[] Step(Tensor x, Tensor hidden, Tensor cell);

    protected Tensor OfInput(int gate, Tensor x) => _ofInput[gate].call(x);

    protected Tensor OfHidden(int gate, Tensor hidden) => _ofHidden[gate].call(hidden);

    /// <summary>W x + b + U h + d</summary>
    protected Tensor Sum(int gate, Tensor x, Tensor hidden) => OfInput(gate, x) + OfHidden(gate, hidden);

    protected override void RegisterComponents() { }
}
