using System.Globalization;
using TorchSharp;

namespace RnnDsl.Examples.Common;

/// <summary>What the examples print, the same under every culture.</summary>
internal static class Show
{
    public static void Line(string line = "") => Console.Out.WriteLine(line);

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Numbered pictures as an item of a list of files, with the comma behind it; nothing where there is none.</summary>
    public static string Pictures(string name, int count) => count switch
    {
        0 => "",
        1 => $"{name}-1.png, ",
        _ => $"{name}-1.png to {name}-{Count(count)}.png, ",
    };

    public static string Loss(double loss) => loss.ToString("F4", CultureInfo.InvariantCulture);

    /// <summary>A score or the like, such as <c>38.24</c>.</summary>
    public static string Number(double number) => number.ToString("F2", CultureInfo.InvariantCulture);

    /// <summary>A share from 0 to 1, such as <c>98.71%</c>.</summary>
    public static string Share(double share) => (100 * share).ToString("F2", CultureInfo.InvariantCulture) + "%";

    /// <summary>How many numbers a network learns.</summary>
    public static long Parameters(torch.nn.Module model) => model.parameters().Sum(static parameter => parameter.numel());
}
