using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Equations;

/// <summary>The cell of some equations as tutorials write it: a linear layer for every product. It knows what the equations call its weights.</summary>
internal abstract class EquationLayer(int hidden, int states) : StepByStepLayer(hidden, states)
{
    private readonly List<(string Name, Parameter Parameter)> _weights = [];

    /// <inheritdoc/>
    public override void Load(nn.Module model)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var (name, parameter) in _weights)
        {
            parameter.copy_(model.get_parameter($"cell.{name}_l0")!);
        }
    }

    /// <summary>W x + b + U h, by the names of the three.</summary>
    protected Gate Sum(string ofInput, string ofHidden, string bias) => new(Product(ofInput, bias), Product(ofHidden));

    /// <param name="weight">What the equations call the matrix.</param>
    /// <param name="bias">What they call what is added to the product, if anything is.</param>
    /// <param name="operands">How many vectors side by side are multiplied.</param>
    protected Linear Product(string weight, string? bias = null, int operands = 1)
    {
        var linear = nn.Linear(operands * Hidden, Hidden, bias is not null);
        register_module(weight, linear);
        _weights.Add((weight, linear.weight));
        if (bias is not null)
        {
            _weights.Add((bias, linear.bias!));
        }

        return linear;
    }

    /// <param name="gain">What the equations call the factor.</param>
    /// <param name="shift">What they call what is added, if anything is.</param>
    protected LayerNorm Norm(string gain, string? shift = null)
    {
        var norm = nn.LayerNorm(Hidden, bias: shift is not null);
        register_module(gain, norm);
        _weights.Add((gain, norm.weight));
        if (shift is not null)
        {
            _weights.Add((shift, norm.bias!));
        }

        return norm;
    }

    protected Parameter Vector(string name)
    {
        var vector = new Parameter(zeros(Hidden));
        register_parameter(name, vector);
        _weights.Add((name, vector));
        return vector;
    }

    /// <summary>A product of the input and one of the state.</summary>
    protected sealed record Gate(Linear OfInput, Linear OfHidden)
    {
        public Tensor Of(Tensor x, Tensor hidden) => OfInput.call(x) + OfHidden.call(hidden);
    }
}
