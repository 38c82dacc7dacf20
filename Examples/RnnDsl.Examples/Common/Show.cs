using System.Globalization;
using TorchSharp;

namespace RnnDsl.Examples.Common;

/// <summary>Console output with the invariant culture.</summary>
internal static class Show
{
    public static void Line(string line = "") => Console.Out.WriteLine(line);

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Numbered figures as an item of a file list with a trailing comma; empty for none.</summary>
    public static string Pictures(string name, int count) => count switch
    {
        0 => "",
        1 => $"{name}-1.png, ",
        _ => $"{name}-1.png to {name}-{Count(count)}.png, ",
    };

    public static string Loss(double loss) => loss.ToString("F4", CultureInfo.InvariantCulture);

    /// <summary>A difference of losses with its sign, such as <c>-0.00014</c>.</summary>
    public static string LossDifference(double difference) =>
        // Rounded first: a format with signs writes "-+" before a negative number that it rounds to zero. Adding 0 turns -0 to 0.
        (Math.Round(difference, 5) + 0).ToString("+0.00000;-0.00000", CultureInfo.InvariantCulture);

    /// <summary>A number with two decimals, such as <c>38.24</c>.</summary>
    public static string Number(double number) => number.ToString("F2", CultureInfo.InvariantCulture);

    /// <summary>A fraction from 0 to 1 as a percentage, such as <c>98.71%</c>.</summary>
    public static string Percent(double fraction) => (100 * fraction).ToString("F2", CultureInfo.InvariantCulture) + "%";

    /// <summary>The number of trainable parameters.</summary>
    public static long Parameters(torch.nn.Module model) => model.parameters().Sum(static parameter => parameter.numel());
}
