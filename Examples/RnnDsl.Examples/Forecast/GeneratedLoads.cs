using System.Globalization;
using System.Text;

namespace RnnDsl.Examples.Forecast;

/// <summary>
/// Synthetic series with the columns of <see cref="DataSets.Etth1"/>, which they replace if it is not available: six loads
/// with a daily cycle and noise, and a temperature that follows them slowly.
/// </summary>
internal static class GeneratedLoads
{
    /// <summary>The number of hours.</summary>
    public const int Rows = 3_000;

    private const int Loads = 6;

    /// <summary>Opens the series as a CSV file, always the same, for <see cref="DataSet.Sample"/>.</summary>
    /// <param name="name">The name of a file of the data set.</param>
    /// <exception cref="ArgumentException">The data set has no such file.</exception>
    public static Stream Open(string name)
    {
        if (DataSets.Etth1.Files.All(file => file.Name != name))
            throw new ArgumentException($"{DataSets.Etth1.Name} has no file '{name}'.", nameof(name));

        var (random, slow, temperature) = (new RandomSource(1), new double[Loads], 20d);
        var text = new StringBuilder("date,HUFL,HULL,MUFL,MULL,LUFL,LULL,OT\n");
        for (var hour = 0; hour < Rows; hour++)
        {
            text.Append(new DateTime(2016, 7, 1).AddHours(hour).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
            var day = Math.Sin(2 * Math.PI * (hour - 8) / 24);
            for (var load = 0; load < Loads; load++)
            {
                slow[load] = (0.97 * slow[load]) + (0.3 * Noise(random));
                Append(text, (2 * (load + 1)) + ((load + 2) * 0.5 * day) + slow[load] + (0.4 * Noise(random)));
            }
            temperature += (0.08 * (20 + (6 * day) + slow[0] - temperature)) + (0.4 * Noise(random));
            Append(text, temperature);
            text.Append('\n');
        }
        return new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>A sample with mean 0 and variance 1: the sum of twelve uniform ones is nearly normal.</summary>
    private static double Noise(RandomSource random) => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;

    private static void Append(StringBuilder text, double value) => text.Append(CultureInfo.InvariantCulture, $",{value:F3}");
}
