namespace RnnDsl.Training;

/// <summary>Names of metrics: parts of lines of text, and of TensorBoard's tags <c>name/training</c> and <c>name/validation</c>.</summary>
internal static class MetricName
{
    public const string Loss = "loss";
    public const string Accuracy = "accuracy";

    /// <summary>Checks the name of a metric of the training steps.</summary>
    public static void CheckTraining(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Fault(name) is { } fault)
            throw new ArgumentException(fault, nameof(name));
    }

    /// <summary>Checks the name of a metric of an evaluation.</summary>
    public static void CheckValidation(string name)
    {
        CheckTraining(name);
        if (name == Accuracy)
            throw new ArgumentException($"A metric is named '{name}'; set Evaluation.Accuracy instead, from 0 to 1.", nameof(name));
    }

    /// <summary>The problem of a name, or <c>null</c>.</summary>
    public static string? Fault(string name)
    {
        if (string.IsNullOrWhiteSpace(name))
            return "A metric has an empty name.";
        if (name.Trim().Length != name.Length || name.Any(static character => character == '/' || char.IsControl(character)))
            return $"A metric is named '{name}'; a name has no white space at its ends, no control character and no '/', which separates the name from 'training' or 'validation' in TensorBoard.";
        return name == Loss ? $"A metric is named '{name}', the name of the loss itself; choose another name." : null;
    }

    /// <summary>Whether both have the same names with the same values, in any order.</summary>
    public static bool SameValues(IReadOnlyDictionary<string, double> one, IReadOnlyDictionary<string, double> other) =>
        one.Count == other.Count && one.All(metric => other.TryGetValue(metric.Key, out var value) && value.Equals(metric.Value));
}
