using static TorchSharp.torch;

namespace RnnDsl.Benchmarks;

/// <summary>A recurrent layer as tutorials write it: step by step, the outputs in a list. Autograd records every operation.</summary>
/// <param name="hidden">The length of every state.</param>
/// <param name="states">How many there are; the first one is the output.</param>
internal abstract class StepByStepLayer(int hidden, int states) : nn.Module<Tensor, Tensor>(nameof(StepByStepLayer))
{
    /// <summary>The length of every state.</summary>
    protected int Hidden { get; } = hidden;

    /// <summary>Takes over the weights of a generated model of one layer, whose name is <c>cell</c>.</summary>
    public abstract void Load(nn.Module model);

    /// <summary>[batch, time, features] to [batch, time, hidden].</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var state = Enumerable.Range(0, states).Select(_ => zeros(input.size(0), Hidden)).ToArray();
        var outputs = new List<Tensor>();
        Begin(state[0]);
        for (var t = 0; t < input.size(1); t++)
        {
            state = Step(input.select(1, t), state);
            outputs.Add(state[0]);
        }

        return stack(outputs, 1).MoveToOuterDisposeScope();
    }

    /// <summary>What is drawn once for a sequence.</summary>
    protected virtual void Begin(Tensor hidden) { }

    /// <summary>The states after a step.</summary>
    protected abstract Tensor[] Step(Tensor x, Tensor[] before);

    protected override void RegisterComponents() { }
}
