namespace RnnDsl.Examples.Forecast;

/// <summary>
/// Published errors of the LSTM with attention (LSTMa, Bahdanau et al. 2015) on the same rows of ETTh1, quoted from H. Zhou et al., "Informer: Beyond
/// Efficient Transformer for Long Sequence Time-Series Forecasting", AAAI 2021, tables 1 and 2.
/// </summary>
internal static class PublishedErrors
{
    public const string Title = "LSTMa, as published";

    private static readonly Dictionary<(string Features, int Horizon), (double Mse, double Mae)> Lstma = new()
    {
        [(ForecastCommand.Univariate, 24)] = (0.114, 0.272),
        [(ForecastCommand.Univariate, 48)] = (0.193, 0.358),
        [(ForecastCommand.Univariate, 168)] = (0.236, 0.392),
        [(ForecastCommand.Multivariate, 24)] = (0.650, 0.624),
        [(ForecastCommand.Multivariate, 48)] = (0.702, 0.675),
        [(ForecastCommand.Multivariate, 168)] = (1.212, 0.867),
    };

    public static (double Mse, double Mae)? Of(string features, int horizon) => Lstma.TryGetValue((features, horizon), out var errors) ? errors : null;
}
