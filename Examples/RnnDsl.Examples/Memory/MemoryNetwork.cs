using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Memory;

/// <summary>A model of the benchmark.</summary>
/// <param name="Name">Name in <c>--networks</c> and in the results.</param>
/// <param name="Title">Name in tables and figures.</param>
/// <param name="Create">Creates the model from input size, hidden size, output size and device.</param>
internal sealed record MemoryNetwork(string Name, string Title, Func<long, long, long, Device, MemoryModel> Create)
{
    /// <summary>Factor of <c>--learning-rate</c>.</summary>
    public double LearningRateFactor { get; init; } = 1;

    /// <summary>All models.</summary>
    public static IReadOnlyList<MemoryNetwork> All { get; } =
    [
        new("rnn", "Elman, tanh", static (inputs, hidden, outputs, device) => MemoryModel.Of(new ElmanNetwork(inputs, hidden, outputs, device))),
        new("irnn", "Elman, relu (IRNN)", static (inputs, hidden, outputs, device) => MemoryModel.Of(new IdentityNetwork(inputs, hidden, outputs, device))) { LearningRateFactor = 0.2 },
        new("gru", "GRU", static (inputs, hidden, outputs, device) => MemoryModel.Of(new GruNetwork(inputs, hidden, outputs, device))),
        new("lstm", "LSTM", static (inputs, hidden, outputs, device) => MemoryModel.Of(new LstmNetwork(inputs, hidden, outputs, device))),
    ];

    /// <summary>The name, for <c>--help</c>.</summary>
    public override string ToString() => Name;
}

/// <summary>A model independent of its state type.</summary>
/// <param name="Module">The trained module.</param>
/// <param name="Outputs">Outputs at every step, [batch, time, inputs] to [batch, time, outputs].</param>
internal sealed record MemoryModel(nn.Module Module, Func<Tensor, Tensor> Outputs) : IDisposable
{
    public static MemoryModel Of<TState>(nn.Module<Tensor, Tensor?, TState?, (Tensor Output, TState State)> model)
        where TState : RecurrentState<TState> => new(model, input => model.call(input, null, null).Output);

    public void Dispose() => Module.Dispose();
}
