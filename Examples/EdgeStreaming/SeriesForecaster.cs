using System.Globalization;
using RnnDsl.Examples.Forecast;

namespace RnnDsl.Examples.Edge;

/// <summary>
/// Reads the values of a time step from each line of standard input, and writes the forecast of the next time step at once, from the files of
/// <c>RnnDsl.Examples forecast --modes recursive --level none</c>: the weights and the settings.
/// </summary>
internal sealed class SeriesForecaster(string weights, string settingsFile, Arguments arguments)
{
    public void Run()
    {
        var footprint = new Footprint();
        var settings = SeriesSettings.Load(settingsFile);
        var stream = RecursiveLstm.Streaming.Load(weights, arguments.Format);
        var columns = settings.ColumnsOf(stream.InputSize, settingsFile);
        var (values, inputs, differences) = (new double[columns.Length], new float[columns.Length], new float[columns.Length]);

        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        while (Console.In.ReadLine() is { } line)
        {
            Read(line, footprint.Count + 1, values);
            for (var i = 0; i < columns.Length; i++)
                inputs[i] = (float)((values[i] - settings.Means[columns[i]]) / settings.Deviations[columns[i]]);

            // The model forecasts the differences to the next values, of standardised columns.
            stream.Step(inputs, differences);
            for (var i = 0; i < columns.Length; i++)
                values[i] += differences[i] * settings.Deviations[columns[i]];
            output.WriteLine(string.Join(',', values.Select(static value => value.ToString("G7", CultureInfo.InvariantCulture))));
            footprint.Add();
        }

        footprint.Report("forecasts");
    }

    private void Read(string line, long number, double[] values)
    {
        var fields = line.Split(',');
        if (fields.Length != values.Length)
            throw new InvalidDataException($"Line {number}: the model of {weights} reads {values.Length} {(values.Length == 1 ? "number" : "numbers, with commas between them")}; '{line}' has {fields.Length}.");
        for (var i = 0; i < fields.Length; i++)
        {
            if (!double.TryParse(fields[i], CultureInfo.InvariantCulture, out values[i]) || !double.IsFinite(values[i]))
                throw new InvalidDataException($"Line {number}: '{fields[i].Trim()}' is not a finite number.");
        }
    }
}
