using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Gradients;

/// <summary>A model whose gradients are measured.</summary>
/// <param name="Name">Name in <c>--networks</c> and in the results.</param>
/// <param name="Title">Name in tables and figures.</param>
/// <param name="Create">Creates the model from hidden size, device and dtype.</param>
internal sealed record GradientNetwork(string Name, string Title, Func<long, Device, ScalarType, GradientModel> Create)
{
    /// <summary>All models.</summary>
    public static IReadOnlyList<GradientNetwork> All { get; } =
    [
        new("elman", "Elman", static (hidden, device, type) => GradientModel.Of(new ElmanNetwork(hidden, device, type))),
        new("gru", "GRU", static (hidden, device, type) => GradientModel.Of(new GruNetwork(hidden, device, type))),
        new("lstm", "LSTM", static (hidden, device, type) => GradientModel.Of(new LstmNetwork(hidden, device, type))),
        new("forget-gate", "Forget gate", static (hidden, device, type) => GradientModel.Of(new ForgetGateNetwork(hidden, device, type))),
        new("lstm-chrono", "LSTM, chrono", static (hidden, device, type) => GradientModel.Of(new ChronoLstmNetwork(hidden, device, type))),
    ];

    /// <summary>The name, for <c>--help</c>.</summary>
    public override string ToString() => Name;
}

/// <summary>A model independent of its state type.</summary>
/// <param name="Module">The trained module.</param>
/// <param name="LastOutput">[batch, time, 2] to the output of the last step, [batch, 1].</param>
/// <param name="Norms">The norms of <see cref="StateGradients"/> for sequences and a loss of the last output.</param>
internal sealed record GradientModel(
    nn.Module Module, Func<Tensor, Tensor> LastOutput, Func<Tensor, Func<Tensor, Tensor>, IReadOnlyDictionary<string, double[]>> Norms) : IDisposable
{
    public static GradientModel Of<TState>(IStepModel<TState> model)
        where TState : RecurrentState<TState> => new(
            (nn.Module)model,
            input => ((ISequenceModel<TState>)model).forward(input).Output.select(1, -1),
            (input, loss) => StateGradients.Norms(model, input, loss));

    /// <summary>
    /// The spectral radius of the recurrent matrix of each gate: of a built-in cell in PyTorch's order, of a user-defined cell the matrices named U.
    /// </summary>
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

    /// <summary>Copies the weights of another model of the same declaration, of any dtype.</summary>
    public void CopyFrom(GradientModel other)
    {
        using var noGrad = no_grad();
        foreach (var (own, given) in Module.parameters().Zip(other.Module.parameters()))
            own.copy_(given);
    }

    public void Dispose() => Module.Dispose();
}
