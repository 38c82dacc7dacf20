using System.Globalization;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Sentiment;

/// <summary>Table of the results by fold.</summary>
internal static class FoldTable
{
    public static void Print(IReadOnlyList<FoldOutcome> outcomes)
    {
        Show.Line("fold   BiLSTM with attention   bag of words   epoch");
        foreach (var outcome in outcomes)
            Row($"{outcome.Fold}", Show.Percent(outcome.Accuracy), Show.Percent(outcome.Baseline.TestAccuracy), outcome.Epoch.ToString("0", CultureInfo.InvariantCulture));
        if (outcomes.Count > 1)
        {
            Row("mean", Show.Percent(Mean(outcomes, Own)), Show.Percent(Mean(outcomes, Baseline)));
            Row("dev.", Show.Percent(Deviation(outcomes, Own)), Show.Percent(Deviation(outcomes, Baseline)));
        }
        Show.Line();

        static double Own(FoldOutcome outcome) => outcome.Accuracy;
        static double Baseline(FoldOutcome outcome) => outcome.Baseline.TestAccuracy;
        static void Row(string fold, string own, string baseline, string epoch = "") => Show.Line($"{fold,4}   {own,21}   {baseline,12}   {epoch,5}".TrimEnd());
    }

    public static double Mean(IReadOnlyList<FoldOutcome> outcomes, Func<FoldOutcome, double> value) => outcomes.Average(value);

    /// <summary>Standard deviation over the folds; 0 for a single fold.</summary>
    public static double Deviation(IReadOnlyList<FoldOutcome> outcomes, Func<FoldOutcome, double> value)
    {
        var mean = Mean(outcomes, value);
        return outcomes.Count == 1 ? 0 : Math.Sqrt(outcomes.Sum(outcome => Math.Pow(value(outcome) - mean, 2)) / (outcomes.Count - 1));
    }

    public static Dictionary<string, double> ByFold(IReadOnlyList<FoldOutcome> outcomes, Func<FoldOutcome, double> value) =>
        outcomes.ToDictionary(static outcome => outcome.Fold.ToString(CultureInfo.InvariantCulture), value);
}
