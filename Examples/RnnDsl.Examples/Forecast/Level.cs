using static TorchSharp.torch;

namespace RnnDsl.Examples.Forecast;

/// <summary>
/// What is taken from each window before a network reads it, and added to what it tells: so it learns how a series moves and not where it was in the
/// months it was trained on. The last value as in NLinear (Zeng et al. 2023), or the mean as in reversible instance normalisation (Kim et al. 2022).
/// </summary>
internal static class Level
{
    public const string Last = "last";
    public const string Mean = "mean";
    public const string None = "none";

    public static IReadOnlyList<string> All { get; } = [Last, Mean, None];

    /// <summary>
    /// Which of the three, unless it is said: one series that wanders goes on from its last value, among several some are noise around a mean.
    /// </summary>
    public static string For(string features) => features == ForecastCommand.Univariate ? Last : Mean;

    /// <param name="name">Which of the three.</param>
    /// <param name="history">[batch, history, columns]; nothing of what is to be told goes in.</param>
    /// <returns>[batch, 1, columns]</returns>
    public static Tensor Of(string name, Tensor history) => name switch
    {
        Last => history.narrow(1, -1, 1),
        Mean => history.mean([1], keepdim: true),
        _ => zeros_like(history.narrow(1, -1, 1)),
    };
}
