using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Forecasts step by step: a network tells the next step, and reads on from what it told.</summary>
public static class RecursiveForecast
{
    /// <summary>Reads histories and goes on.</summary>
    /// <typeparam name="TModel">A network that reads whole sequences and single steps.</typeparam>
    /// <typeparam name="TState">Its state.</typeparam>
    /// <param name="model">The network, in the mode that it is in.</param>
    /// <param name="history">[batch, history, columns]</param>
    /// <param name="horizon">How many steps to tell.</param>
    /// <param name="next">
    /// The next step, [batch × paths, columns], from the network's output and the step before it. A network that tells differences has
    /// <c>(output, last) => last + output</c>; one path in a simulation adds noise.
    /// </param>
    /// <param name="paths">How many futures go on from each history, side by side; those of one history follow each other.</param>
    /// <returns>[batch × paths, horizon, columns]</returns>
    /// <exception cref="ArgumentException">The history or a step that <paramref name="next"/> gives has another shape.</exception>
    public static Tensor Of<TModel, TState>(TModel model, Tensor history, int horizon, Func<Tensor, Tensor, Tensor> next, int paths = 1)
        where TModel : ISequenceModel<TState>, IStepModel<TState>
        where TState : RecurrentState<TState>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(next);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(paths);
        if (history.dim() != 3)
            throw new ArgumentException($"Histories are [batch, history, columns]; these are [{string.Join(", ", history.shape)}].", nameof(history));

        using var scope = NewDisposeScope();
        var (outputs, state) = model.forward(history, state: null);
        var rows = Scalars.Range(history.size(0), history.device).repeat_interleave(paths);
        var (output, last) = (outputs.select(1, -1).index_select(0, rows), history.select(1, -1).index_select(0, rows));
        state = state.Select(rows);

        var steps = new List<Tensor> { Next(output, last) };
        while (steps.Count < horizon)
        {
            (output, state) = model.Step(steps[^1], state);
            steps.Add(Next(output, steps[^1]));
        }
        return stack(steps, 1).MoveToOuterDisposeScope();

        Tensor Next(Tensor given, Tensor before)
        {
            var step = next(given, before);
            return step.shape.AsSpan().SequenceEqual(before.shape)
                ? step
                : throw new ArgumentException($"A next step is [{string.Join(", ", before.shape)}] (batch × paths, columns), like the step before it; this one is [{string.Join(", ", step.shape)}].", nameof(next));
        }
    }
}
