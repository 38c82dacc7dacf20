using System.Globalization;
using System.Text;

namespace RnnDsl.Metrics;

/// <summary>Precision, recall and F1 of a class, or their average over classes.</summary>
/// <param name="Precision">The fraction of the predictions of the class that are right, from 0 to 1; 0 for a class that is never predicted.</param>
/// <param name="Recall">The fraction of the labels of the class that are predicted, from 0 to 1; 0 for a class without labels.</param>
/// <param name="F1">The harmonic mean of both, 2 TP / (2 TP + FP + FN); 0 for a class that is neither a label nor predicted.</param>
/// <param name="Support">The number of labels of the class, or of all classes of the average.</param>
public readonly record struct ClassificationScores(double Precision, double Recall, double F1, long Support)
{
    /// <summary>The heading of <see cref="Row"/>.</summary>
    internal static string[] Heading => ["class", "precision", "recall", "F1", "support"];

    /// <summary>The scores of counts: true positives, predictions and labels.</summary>
    internal static ClassificationScores Of(long right, long predicted, long labels) =>
        new(Fraction(right, predicted), Fraction(right, labels), Fraction(2 * right, predicted + labels), labels);

    /// <summary>A row of a report.</summary>
    internal string[] Row(string name) => [name, Text(Precision), Text(Recall), Text(F1), Support.Invariant()];

    private static string Text(double share) => share.ToString("F4", CultureInfo.InvariantCulture);

    private static double Fraction(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private bool PrintMembers(StringBuilder builder) =>
        builder.AppendMembers((nameof(Precision), Precision), (nameof(Recall), Recall), (nameof(F1), F1), (nameof(Support), Support));
}
