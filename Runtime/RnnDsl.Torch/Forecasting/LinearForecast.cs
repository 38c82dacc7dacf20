using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// A linear model from the history of a column to its future, one for each column: what the last step will change by is a weighted sum of how
/// the steps before differ from it. Such models are hard to beat (Zeng et al., "Are Transformers Effective for Time Series Forecasting?", 2023,
/// whose NLinear this is, solved in closed form).
/// </summary>
public sealed class LinearForecast : IDisposable
{
    /// <summary>Ridge penalties to choose from, as shares of a column whose values have a variance of 1.</summary>
    private static readonly double[] Penalties = [1e-4, 1e-3, 1e-2, 1e-1, 1];

    private readonly Tensor _weights; // [columns, history, horizon], double
    private readonly Tensor _biases; // [columns, horizon], double

    private LinearForecast(Tensor weights, Tensor biases, IReadOnlyList<double> chosen) => (_weights, _biases, ChosenPenalties) = (weights, biases, chosen);

    /// <summary>The penalty that each column took.</summary>
    public IReadOnlyList<double> ChosenPenalties { get; }

    /// <summary>Solves the least squares of all training windows, with the ridge penalty that is best on others (Hoerl and Kennard 1970).</summary>
    /// <param name="training">Windows to learn from.</param>
    /// <param name="validation">Windows to choose the penalty by, of the same lengths and columns.</param>
    /// <exception cref="ArgumentException">The windows have other lengths or another number of columns.</exception>
    public static LinearForecast Fit(SlidingWindows training, SlidingWindows validation)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(validation);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var (learned, judged) = (All(training), All(validation));
        if (training.History != validation.History || training.Horizon != validation.Horizon || learned.History.size(2) != judged.History.size(2))
            throw new ArgumentException($"Validation windows have the history, horizon and columns of the training windows, {Sizes(training, learned)}; these have {Sizes(validation, judged)}.", nameof(validation));

        var columns = Enumerable.Range(0, (int)learned.History.size(2)).Select(column => FitColumn(Column(learned, column), Column(judged, column))).ToList();
        return new(
            stack(columns.Select(static column => column.Weights)).DetachFromDisposeScope(),
            stack(columns.Select(static column => column.Bias)).DetachFromDisposeScope(),
            [.. columns.Select(static column => column.Penalty)]);
    }

    /// <summary>What comes after histories.</summary>
    /// <param name="history">[batch, history, columns], as long as those that were learned from.</param>
    /// <returns>[batch, horizon, columns]</returns>
    /// <exception cref="ArgumentException">The histories have another length or another number of columns.</exception>
    public Tensor Predict(Tensor history)
    {
        ArgumentNullException.ThrowIfNull(history);
        var (columns, steps) = (_weights.size(0), _weights.size(1));
        if (history.dim() != 3 || history.size(1) != steps || history.size(2) != columns)
            throw new ArgumentException($"Histories are [batch, {steps}, {columns}], as long and as wide as those that were fitted; these are [{string.Join(", ", history.shape)}].", nameof(history));

        using var scope = NewDisposeScope();
        var last = history.narrow(1, -1, 1);
        var changes = einsum("bhc,cht->btc", (history - last).to(ScalarType.Float64), _weights).add(_biases.t(), Scalars.One);
        return changes.to(history.dtype).add(last, Scalars.One).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _weights.Dispose();
        _biases.Dispose();
    }

    private static string Sizes(SlidingWindows windows, ForecastBatch all) => $"{windows.History.Invariant()}, {windows.Horizon.Invariant()} and {all.History.size(2).Invariant()}";

    private static ForecastBatch All(SlidingWindows windows) => windows.Batch(0, windows.Count);

    /// <summary>One column as changes from the last step that is known: [windows, history], [windows, horizon].</summary>
    private static ForecastBatch Column(ForecastBatch windows, int column)
    {
        var (history, future) = (windows.History.select(2, column).to(ScalarType.Float64), windows.Future.select(2, column).to(ScalarType.Float64));
        var last = history.narrow(1, -1, 1);
        return new(history - last, future - last);
    }

    private static (Tensor Weights, Tensor Bias, double Penalty) FitColumn(ForecastBatch learned, ForecastBatch judged)
    {
        var (inputs, targets) = (learned.History.mean([0]), learned.Future.mean([0]));
        var centred = learned.History - inputs;
        using Scalar rows = centred.size(0);
        var moments = centred.t().mm(centred).div(rows);
        var products = centred.t().mm(learned.Future - targets).div(rows);
        var best = Penalties.Select(penalty =>
        {
            using Scalar factor = penalty;
            var weights = linalg.solve(moments.add(eye(moments.size(0), dtype: ScalarType.Float64, device: moments.device), factor), products);
            var bias = targets - inputs.unsqueeze(0).mm(weights).squeeze(0);
            var error = (judged.History.mm(weights).add(bias, Scalars.One) - judged.Future).pow(Scalars.Two).mean().item<double>();
            return (Weights: weights, Bias: bias, Penalty: penalty, Error: error);
        }).MinBy(static fit => fit.Error);
        return (best.Weights, best.Bias, best.Penalty);
    }
}
