using System.Text.Json.Nodes;

namespace RnnDsl.Examples.Common;

/// <summary>The results of two runs that belong together, in one file: those of the second stand in the first's under a name.</summary>
internal sealed class ResultsRecord
{
    private const string Second = "withoutAttention";

    private readonly string _path;
    private readonly JsonObject _before;

    /// <summary>Reads what there is, so that a file of something else is found before the work and not after it.</summary>
    /// <exception cref="UsageException">There is a file, and it is not one of results.</exception>
    public ResultsRecord(string path)
    {
        _path = path;
        _before = ResultsFile.Read(path);
    }

    /// <summary>Adds a run's results, in the place of an earlier one of its kind.</summary>
    /// <param name="results">The run's own file.</param>
    /// <param name="first">Whether it is the first of the two.</param>
    public void Add(string results, bool first)
    {
        var added = (JsonObject)JsonNode.Parse(File.ReadAllText(results))!;
        var whole = first ? added : _before;
        whole[Second] = (first ? _before[Second] : added)?.DeepClone();
        if (whole[Second] is null)
            whole.Remove(Second);
        ResultsFile.Write(_path, whole);
    }
}
