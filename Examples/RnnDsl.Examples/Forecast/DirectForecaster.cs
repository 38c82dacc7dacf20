using RnnDsl.Forecasting;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Forecast;

/// <summary>Direct multi-step forecast: all steps of one horizon at once, as points and quantiles.</summary>
internal sealed class DirectForecaster : Forecaster
{
    private readonly DirectLstm _network;
    private readonly ForecastSettings _settings;
    private readonly ForecastModel _model;

    private DirectForecaster(DirectLstm network, ForecastSettings settings, ForecastModel model)
        : base(network) => (_network, _settings, _model) = (network, settings, model);

    public static DirectForecaster Create(ForecastSettings settings, ForecastModel model, Device device)
    {
        var columns = settings.ColumnsOf(model).Count;
        return new(new DirectLstm(columns, settings.Hidden, model.Horizon * columns * (1 + settings.Quantiles.Count), device), settings, model);
    }

    /// <summary>Squared error of the points plus pinball loss of the quantiles.</summary>
    public override Tensor Loss(ForecastBatch batch)
    {
        var outputs = Outputs(batch.History);
        var loss = ModelLoss.Squared(outputs.select(-1, 0), batch.Future, nameof(DirectLstm));
        return _settings.Quantiles.Count == 0
            ? loss
            : loss + QuantileForecast.PinballLoss(outputs.narrow(-1, 1, _settings.Quantiles.Count), batch.Future, _settings.Quantiles);
    }

    public override Tensor Points(Tensor history, int horizon)
    {
        using var scope = NewDisposeScope();
        return Outputs(history).select(-1, 0).narrow(1, 0, horizon).MoveToOuterDisposeScope();
    }

    public override Tensor Quantiles(Tensor history, int horizon)
    {
        using var scope = NewDisposeScope();
        return QuantileForecast.Rearranged(Outputs(history).narrow(-1, 1, _settings.Quantiles.Count).narrow(1, 0, horizon)).MoveToOuterDisposeScope();
    }

    /// <summary>[batch, horizon, columns, 1 + quantiles]</summary>
    private Tensor Outputs(Tensor history)
    {
        var level = Level.Of(_model.Level, history);
        return _network.call(history - level).reshape(history.size(0), _model.Horizon, history.size(2), -1) + level.unsqueeze(-1);
    }
}
