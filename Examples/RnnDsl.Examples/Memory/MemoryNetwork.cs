using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Memory;

/// <summary>A network that is put to the test: what it is called and how one of it is made.</summary>
/// <param name="Name">What <c>--networks</c> calls it, and the results.</param>
/// <param name="Title">What tables and figures call it.</param>
/// <param name="Create">Inputs and outputs of a step, hidden units and a device, and there it is.</param>
internal sealed record MemoryNetwork(string Name, string Title, Func<long, long, long, Device, MemoryModel> Create)
{
    /// <summary>What multiplies <c>--learning-rate</c>.</summary>
    public double LearningRateFactor { get; init; } = 1;

    /// <summary>All there are; one more is one line more.</summary>
    public static IReadOnlyList<MemoryNetwork> All { get; } =
    [
        new("rnn", "Elman, tanh", static (inputs, hidden, outputs, device) => MemoryModel.Of(new ElmanNetwork(inputs, hidden, outputs, device))),
        new("irnn", "Elman, relu from I", static (inputs, hidden, outputs, device) => MemoryModel.Of(new IdentityNetwork(inputs, hidden, outputs, device))) { LearningRateFactor = 0.2 },
        new("gru", "GRU", static (inputs, hidden, outputs, device) => MemoryModel.Of(new GruNetwork(inputs, hidden, outputs, device))),
        new("lstm", "LSTM", static (inputs, hidden, outputs, device) => MemoryModel.Of(new LstmNetwork(inputs, hidden, outputs, device))),
    ];

    /// <summary>The name, which <c>--help</c> shows.</summary>
    public override string ToString() => Name;
}

/// <summary>One network with its weights, whatever its state looks like.</summary>
/// <param name="Module">What is trained.</param>
/// <param name="Outputs">The output at every step, [batch, time, inputs] to [batch, time, outputs].</param>
internal sealed record MemoryModel(nn.Module Module, Func<Tensor, Tensor> Outputs) : IDisposable
{
    public static MemoryModel Of<TState>(nn.Module<Tensor, Tensor?, TState?, (Tensor Output, TState State)> model)
        where TState : RecurrentState<TState> => new(model, input => model.call(input, null, null).Output);

    public void Dispose() => Module.Dispose();
}
