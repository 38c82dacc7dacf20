using static TorchSharp.torch;

namespace RnnDsl.Examples.Forecast;

/// <summary>
/// The level subtracted from each window before the model and added to its forecast, so that the model learns changes and not the level of the
/// training period. The last value as in NLinear (Zeng et al. 2023), or the mean as in reversible instance normalisation (Kim et al. 2022).
/// </summary>
internal static class Level
{
    public const string Last = "last";
    public const string Mean = "mean";
    public const string None = "none";

    public static IReadOnlyList<string> All { get; } = [Last, Mean, None];

    /// <summary>The default: the last value for one series, which may drift; the mean for several, of which some are noise around a mean.</summary>
    public static string For(string features) => features == ForecastCommand.Univariate ? Last : Mean;

    /// <param name="name">One of <see cref="All"/>.</param>
    /// <param name="history">[batch, history, columns]; no future values.</param>
    /// <returns>[batch, 1, columns]</returns>
    public static Tensor Of(string name, Tensor history) => name switch
    {
        Last => history.narrow(1, -1, 1),
        Mean => history.mean([1], keepdim: true),
        _ => zeros_like(history.narrow(1, -1, 1)),
    };
}
