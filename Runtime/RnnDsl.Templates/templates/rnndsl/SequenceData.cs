using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDslApp._1;

/// <summary>Labelled sequences of numbers: a line of the file is a label and the values of one sequence, separated by commas.</summary>
public sealed class SequenceData
{
    private readonly List<(long Label, float[] Values)> _examples;

    private SequenceData(List<(long, float[])> examples, IReadOnlyList<string> classes) => (_examples, Classes) = (examples, classes);

    /// <summary>The names of the classes, in the order of their numbers.</summary>
    public IReadOnlyList<string> Classes { get; }

    public int Count => _examples.Count;

    /// <summary>Reads a file.</summary>
    /// <param name="classes">The classes of the training data; <c>null</c> takes those of the file.</param>
    /// <exception cref="InvalidDataException">A line has no values, a value that is no finite number, or an unknown label; or there are no sequences.</exception>
    public static SequenceData Read(string path, IReadOnlyList<string>? classes = null)
    {
        var rows = File.ReadLines(path).Select((line, i) => (Number: i + 1, Fields: line.Split(','))).Where(row => row.Fields is not [""]).ToList();
        if (rows.Count == 0)
        {
            throw new InvalidDataException($"{path} has no sequences.");
        }

        classes ??= [.. rows.Select(row => row.Fields[0]).Distinct().Order(StringComparer.Ordinal)];
        var examples = new List<(long, float[])>();
        foreach (var (number, fields) in rows)
        {
            var place = $"{path}, line {number}{(number == 1 ? " (no header row is expected)" : "")}";
            var label = classes.ToList().IndexOf(fields[0]);
            if (label < 0)
            {
                throw new InvalidDataException($"{place}: unknown label '{fields[0]}'. The classes are {string.Join(", ", classes)}.");
            }

            examples.Add((label, Parse(fields[1..], place)));
        }

        return new SequenceData(examples, classes);
    }

    /// <summary>Parses the values of one sequence.</summary>
    public static float[] Parse(string[] fields, string place)
    {
        var values = new float[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            if (!float.TryParse(fields[i], CultureInfo.InvariantCulture, out values[i]) || !float.IsFinite(values[i]))
            {
                throw new InvalidDataException($"{place}: '{fields[i]}' is not a finite number.");
            }
        }

        return values.Length > 0 ? values : throw new InvalidDataException($"{place}: there are no values.");
    }

    /// <summary>A padded batch: values [batch, time, 1], lengths int64 [batch] and labels int64 [batch].</summary>
    public (Tensor Values, Tensor Lengths, Tensor Labels) Batch(ReadOnlySpan<long> numbers)
    {
        var rows = numbers.ToArray().Select(number => _examples[(int)number]).ToList();
        var time = rows.Max(row => row.Values.Length);
        var values = rows.SelectMany(row => row.Values.Concat(new float[time - row.Values.Length])).ToArray();
        return (
            tensor(values).reshape(rows.Count, time, 1),
            tensor(rows.Select(row => (long)row.Values.Length).ToArray()),
            tensor(rows.Select(row => row.Label).ToArray()));
    }
}
