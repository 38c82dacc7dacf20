using System.Text.Json.Nodes;

namespace RnnDsl.Examples.Common;

/// <summary>The results of the best of several runs in one file, with a summary of the other runs.</summary>
internal sealed class TrialRecord
{
    private const string Metric = "heldOutLoss";
    private const string Tried = "tried";

    /// <summary>The properties kept of other runs: metrics and options, without the recorded losses.</summary>
    private static readonly string[] Short = ["metrics", "command", "seed", "device", "seconds", "options"];

    private readonly string _path;
    private readonly JsonObject _before;

    /// <summary>Reads the existing file before training, so that a wrong file is reported early.</summary>
    /// <param name="path">The file.</param>
    /// <param name="option">The option that must be equal in all runs of a record, since losses are not comparable otherwise.</param>
    /// <param name="value">Its value.</param>
    /// <param name="former">The value assumed for older runs without this option.</param>
    /// <exception cref="UsageException">The file exists and does not hold such results.</exception>
    public TrialRecord(string path, string option, string value, string former)
    {
        (_path, _before) = (path, ResultsFile.Read(path));
        if (_before.Count == 0)
            return;
        if (_before["metrics"]?[Metric] is null)
            throw new UsageException($"--record {path}: this file holds results without a '{Metric}', of something else.");
        var recorded = (string?)_before["options"]?[option] ?? former;
        if (recorded != value)
            throw new UsageException($"--record {path}: this file holds a run with --{option} {recorded}, and losses of {value} do not compare with its own. Name another file.");
    }

    /// <summary>Adds the results of a run.</summary>
    /// <param name="results">The results file of the run.</param>
    public void Add(string results)
    {
        var added = ResultsFile.Read(results);
        var (best, other) = _before.Count == 0 || Loss(added) <= Loss(_before) ? (added, _before) : (_before, added);
        var tried = _before[Tried]?.DeepClone() as JsonArray ?? [];
        if (other.Count > 0)
            tried.Add((JsonNode)new JsonObject(Short.Select(name => KeyValuePair.Create(name, other[name]?.DeepClone()))));
        best.Remove(Tried);
        if (tried.Count > 0)
            best[Tried] = tried;
        ResultsFile.Write(_path, best);
    }

    private static double Loss(JsonObject results) => (double)results["metrics"]![Metric]!;
}
