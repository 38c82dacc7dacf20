using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Gradients;

/// <summary>A network whose gradients are looked at: what it is called and how one of it is made.</summary>
/// <param name="Name">What <c>--networks</c> calls it, and the results.</param>
/// <param name="Title">What tables and figures call it.</param>
/// <param name="Create">Hidden units, a device and a precision, and there it is.</param>
internal sealed record GradientNetwork(string Name, string Title, Func<long, Device, ScalarType, GradientModel> Create)
{
    /// <summary>All there are; one more is one line more.</summary>
    public static IReadOnlyList<GradientNetwork> All { get; } =
    [
        new("elman", "Elman", static (hidden, device, type) => GradientModel.Of(new ElmanNetwork(hidden, device, type))),
        new("gru", "GRU", static (hidden, device, type) => GradientModel.Of(new GruNetwork(hidden, device, type))),
        new("lstm", "LSTM", static (hidden, device, type) => GradientModel.Of(new LstmNetwork(hidden, device, type))),
        new("forget-gate", "Forget gate", static (hidden, device, type) => GradientModel.Of(new ForgetGateNetwork(hidden, device, type))),
        new("lstm-chrono", "LSTM, chrono", static (hidden, device, type) => GradientModel.Of(new ChronoLstmNetwork(hidden, device, type))),
    ];

    /// <summary>The name, which <c>--help</c> shows.</summary>
    public override string ToString() => Name;
}

/// <summary>One network with its weights, whatever its state looks like.</summary>
/// <param name="Module">What is trained.</param>
/// <param name="LastOutput">[batch, time, 2] to the output after the last step, [batch, 1].</param>
/// <param name="Norms">The norms of <see cref="StateGradients"/> for sequences and a loss of the last output.</param>
internal sealed record GradientModel(
    nn.Module Module, Func<Tensor, Tensor> LastOutput, Func<Tensor, Func<Tensor, Tensor>, IReadOnlyDictionary<string, double[]>> Norms) : IDisposable
{
    public static GradientModel Of<TState>(IStepModel<TState> model)
        where TState : RecurrentState<TState> => new(
            (nn.Module)model,
            input => ((ISequenceModel<TState>)model).forward(input).Output.select(1, -1),
            (input, loss) => StateGradients.Norms(model, input, loss));

    /// <summary>The spectral radius of each gate's recurrent matrix: of a built-in cell in PyTorch's order, of one in equations those that are called U.</summary>
    public double[] Radii()
    {
        using var scope = NewDisposeScope();
        return
        [
            .. Module.named_parameters()
                .Where(static parameter => parameter.name.Contains("weight_hh", StringComparison.Ordinal) || parameter.name.Contains(".U_", StringComparison.Ordinal))
                .SelectMany(static parameter => parameter.parameter.split(parameter.parameter.size(1)))
                .Select(SpectralRadius.Of),
        ];
    }

    /// <summary>Takes over the weights of another network of the same declaration, whatever its precision.</summary>
    public void CopyFrom(GradientModel other)
    {
        using var free = no_grad();
        foreach (var (own, given) in Module.parameters().Zip(other.Module.parameters()))
            own.copy_(given);
    }

    public void Dispose() => Module.Dispose();
}
