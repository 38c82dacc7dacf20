using System.Globalization;
using System.Text;
using RnnDsl.Examples.Forecast;

namespace RnnDsl.Examples.Edge;

/// <summary>
/// Reads the values of a time step from each line of standard input, and writes the forecast of the next time step at once, from the files of
/// <c>RnnDsl.Examples forecast --modes recursive --level none</c>: the weights and the settings. Nothing is allocated for a time step.
/// </summary>
internal sealed class SeriesForecaster(string weights, string settingsFile, Arguments arguments)
{
    // The longest number of seven digits is -1.234567E+308.
    private const int LongestNumber = 16;

    public void Run()
    {
        var footprint = new Footprint();
        var settings = SeriesSettings.Load(settingsFile);
        var stream = RecursiveLstm.Streaming.Load(weights, arguments.Format);
        var columns = settings.ColumnsOf(stream.InputSize, settingsFile);
        var (values, inputs, differences) = (new double[columns.Length], new float[columns.Length], new float[columns.Length]);

        var input = new LineReader(Console.OpenStandardInput());
        using var output = Console.OpenStandardOutput();
        var text = new byte[columns.Length * (LongestNumber + 1)];
        while (input.TryRead(out var line))
        {
            Read(line, input.Count, values);
            for (var i = 0; i < columns.Length; i++)
                inputs[i] = (float)((values[i] - settings.Means[columns[i]]) / settings.Deviations[columns[i]]);

            // The model forecasts the differences to the next values, of standardised columns.
            stream.Step(inputs, differences);
            for (var i = 0; i < columns.Length; i++)
                values[i] += differences[i] * settings.Deviations[columns[i]];
            output.Write(Text(values, text));
            footprint.Add();
        }

        footprint.Report("forecasts");
    }

    private void Read(ReadOnlySpan<byte> line, long number, double[] values)
    {
        var fields = line.Count((byte)',') + 1;
        if (fields != values.Length)
            throw new InvalidDataException($"Line {number}: the model of {weights} reads {values.Length} {(values.Length == 1 ? "number" : "numbers, with commas between them")}; '{Encoding.UTF8.GetString(line)}' has {fields}.");
        var i = 0;
        foreach (var range in line.Split((byte)','))
        {
            if (!double.TryParse(line[range], CultureInfo.InvariantCulture, out values[i]) || !double.IsFinite(values[i++]))
                throw new InvalidDataException($"Line {number}: '{Encoding.UTF8.GetString(line[range]).Trim()}' is not a finite number.");
        }
    }

    private static ReadOnlySpan<byte> Text(double[] values, Span<byte> text)
    {
        var length = 0;
        foreach (var value in values)
        {
            if (!value.TryFormat(text[length..], out var written, "G7", CultureInfo.InvariantCulture))
                throw new InvalidOperationException($"{value} has more than {LongestNumber} digits.");
            length += written;
            text[length++] = (byte)',';
        }

        text[length - 1] = (byte)'\n';
        return text[..length];
    }
}
