using System.Text.Json.Nodes;

namespace RnnDsl.Examples.Common;

/// <summary>The results of the best of several runs in one file, and in short what else was tried.</summary>
internal sealed class TrialRecord
{
    private const string Metric = "heldOutLoss";
    private const string Tried = "tried";

    /// <summary>What tells of a run that is not the best: how it was made and what came of it, without every loss on the way.</summary>
    private static readonly string[] Short = ["metrics", "command", "seed", "device", "seconds", "options"];

    private readonly string _path;
    private readonly JsonObject _before;

    /// <summary>Reads what there is, so that a file of something else is found before the work and not after it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="option">The option whose value all runs of a record share: their losses would not be comparable otherwise.</param>
    /// <param name="value">The value it has.</param>
    /// <param name="former">The value of runs from before there was such an option.</param>
    /// <exception cref="UsageException">There is a file, and it is not one of such results.</exception>
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

    /// <summary>Adds a run's results.</summary>
    /// <param name="results">The run's own file.</param>
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
