using RnnDsl.Torch;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Equations;

/// <summary>A layer, however it was written.</summary>
/// <param name="Module">Its weights.</param>
/// <param name="Run">[batch, time, features] to [batch, time, hidden].</param>
internal sealed record Layer(nn.Module Module, Func<Tensor, Tensor> Run)
{
    /// <summary>A generated model of one layer.</summary>
    public static Layer Of<TState>(ISequenceModel<TState> model)
        where TState : RecurrentState<TState> => new((nn.Module)model, input => model.forward(input).Output);
}
