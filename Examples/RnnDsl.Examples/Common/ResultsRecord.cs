using System.Text.Json.Nodes;

namespace RnnDsl.Examples.Common;

/// <summary>The results of two runs in one file; those of the run without attention are nested under a name.</summary>
internal sealed class ResultsRecord
{
    private const string Second = "withoutAttention";

    private readonly string _path;
    private readonly JsonObject _before;

    /// <summary>Reads the existing file before training, so that a wrong file is reported early.</summary>
    /// <exception cref="UsageException">The file exists and does not hold results.</exception>
    public ResultsRecord(string path)
    {
        _path = path;
        _before = ResultsFile.Read(path);
    }

    /// <summary>Adds the results of a run, replacing an earlier run of the same kind.</summary>
    /// <param name="results">The results file of the run.</param>
    /// <param name="first">Whether it is the run with attention.</param>
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
