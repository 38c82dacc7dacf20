using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Speech;

/// <summary>A text file of numbers that are likely to be said.</summary>
internal static class LikelyNumbers
{
    /// <summary>Counts how their digits follow each other.</summary>
    /// <param name="path">A number in each line, digits alone; empty lines are passed over.</param>
    /// <param name="order">How many digits an n-gram has.</param>
    /// <exception cref="UsageException">There is no such file, a line is no number, or there is none.</exception>
    public static NGramModel Read(string path, int order)
    {
        if (!File.Exists(path))
            throw new UsageException($"--numbers {path}: there is no such file.");
        var numbers = new List<int[]>();
        foreach (var (index, line) in File.ReadLines(path).Index())
        {
            var number = line.Trim();
            if (number.Length == 0)
                continue;
            if (!number.All(char.IsAsciiDigit))
                throw new UsageException($"--numbers {path}: line {Show.Count(index + 1)} is '{(number.Length > 40 ? number[..40] + "..." : number)}', where digits alone are expected.");
            numbers.Add(Digits.Parse(number));
        }
        return numbers.Count > 0 ? new NGramModel(numbers, Digits.Count, order) : throw new UsageException($"--numbers {path}: there is no number in it.");
    }
}
