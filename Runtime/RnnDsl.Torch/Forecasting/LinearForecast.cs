using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Forecasting;

/// <summary>
/// A linear direct forecast, one model per column: the change from the last known step is a linear function of the differences of
/// the earlier steps from it. Such models are strong baselines (Zeng et al., "Are Transformers Effective for Time Series Forecasting?", 2023;
/// this is their NLinear, solved in closed form).
/// </summary>
public sealed class LinearForecast : IDisposable
{
    /// <summary>The candidate ridge penalties, relative to a column with variance 1.</summary>
    private static readonly double[] Penalties = [1e-4, 1e-3, 1e-2, 1e-1, 1];

    private readonly Tensor _weights; // [columns, history, horizon], double
    private readonly Tensor _biases; // [columns, horizon], double

    private LinearForecast(Tensor weights, Tensor biases, IReadOnlyList<double> chosen) => (_weights, _biases, ChosenPenalties) = (weights, biases, chosen);

    /// <summary>The chosen penalty of each column.</summary>
    public IReadOnlyList<double> ChosenPenalties { get; }

    /// <summary>Ridge regression over all training windows, with the penalty that is best on the validation windows (Hoerl and Kennard 1970).</summary>
    /// <param name="training">The training windows.</param>
    /// <param name="validation">The validation windows, with the same lengths and columns.</param>
    /// <exception cref="ArgumentException">The windows differ in their lengths or numbers of columns.</exception>
    public static LinearForecast Fit(SlidingWindows training, SlidingWindows validation)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(validation);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (fitted, validated) = (All(training), All(validation));
        if (training.History != validation.History || training.Horizon != validation.Horizon || fitted.History.size(2) != validated.History.size(2))
            throw new ArgumentException($"Validation windows have the history, horizon and columns of the training windows, {Sizes(training, fitted)}; these have {Sizes(validation, validated)}.", nameof(validation));

        var columns = Enumerable.Range(0, (int)fitted.History.size(2)).Select(column => FitColumn(Column(fitted, column), Column(validated, column))).ToList();
        return new(
            stack(columns.Select(static column => column.Weights)).DetachFromDisposeScope(),
            stack(columns.Select(static column => column.Bias)).DetachFromDisposeScope(),
            [.. columns.Select(static column => column.Penalty)]);
    }

    /// <summary>Forecasts the steps after lookback windows.</summary>
    /// <param name="history">[batch, history, columns], as long as the training windows.</param>
    /// <returns>[batch, horizon, columns]</returns>
    /// <exception cref="ArgumentException">The windows have another length or another number of columns.</exception>
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

    /// <summary>One column as changes from the last known step: [windows, history], [windows, horizon].</summary>
    private static ForecastBatch Column(ForecastBatch windows, int column)
    {
        var (history, future) = (windows.History.select(2, column).to(ScalarType.Float64), windows.Future.select(2, column).to(ScalarType.Float64));
        var last = history.narrow(1, -1, 1);
        return new(history - last, future - last);
    }

    private static (Tensor Weights, Tensor Bias, double Penalty) FitColumn(ForecastBatch fitted, ForecastBatch validated)
    {
        var (inputs, targets) = (fitted.History.mean([0]), fitted.Future.mean([0]));
        var centred = fitted.History - inputs;
        using Scalar rows = centred.size(0);
        var moments = centred.t().mm(centred).div(rows);
        var products = centred.t().mm(fitted.Future - targets).div(rows);
        var best = Penalties.Select(penalty =>
        {
            using Scalar factor = penalty;
            var weights = linalg.solve(moments.add(eye(moments.size(0), dtype: ScalarType.Float64, device: moments.device), factor), products);
            var bias = targets - inputs.unsqueeze(0).mm(weights).squeeze(0);
            var error = (validated.History.mm(weights).add(bias, Scalars.One) - validated.Future).pow(Scalars.Two).mean().item<double>();
            return (Weights: weights, Bias: bias, Penalty: penalty, Error: error);
        }).MinBy(static fit => fit.Error);
        return (best.Weights, best.Bias, best.Penalty);
    }
}
