using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Forecasting;

/// <summary>Recursive multi-step forecasts: the network forecasts one step and reads its own forecast.</summary>
public static class RecursiveForecast
{
    /// <summary>Forecasts recursively after lookback windows.</summary>
    /// <typeparam name="TModel">A network over whole sequences and single steps.</typeparam>
    /// <typeparam name="TState">Its state.</typeparam>
    /// <param name="model">The network, in its current mode.</param>
    /// <param name="history">[batch, history, columns]</param>
    /// <param name="horizon">The number of steps to forecast.</param>
    /// <param name="next">
    /// The next step, [batch × paths, columns], from the network's output and the previous step. For a network that predicts differences:
    /// <c>(output, last) => last + output</c>; a simulation adds noise.
    /// </param>
    /// <param name="paths">The number of sample paths per window; the paths of one window are consecutive rows.</param>
    /// <returns>[batch × paths, horizon, columns]</returns>
    /// <exception cref="ArgumentException">The window, or a step that <paramref name="next"/> returns, has another shape.</exception>
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
                : throw new ArgumentException($"The next step must be [{string.Join(", ", before.shape)}] (batch × paths, columns), like the step before it; this one is [{string.Join(", ", step.shape)}].", nameof(next));
        }
    }
}
