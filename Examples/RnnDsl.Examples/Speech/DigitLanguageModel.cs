using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Speech;

/// <summary>N-gram language model of digit strings.</summary>
internal static class DigitLanguageModel
{
    /// <summary>Counts the n-grams of a text file.</summary>
    /// <param name="path">One string of digits per line; empty lines are skipped.</param>
    /// <param name="order">Order n of the n-grams.</param>
    /// <exception cref="UsageException">The file is missing, empty or too large, or a line is not a string of digits.</exception>
    public static NGramModel Read(string path, int order)
    {
        var numbers = new List<int[]>();
        foreach (var (index, line) in TextFile.ReadLines(path, "--numbers").Index())
        {
            var number = line.Trim();
            if (number.Length == 0)
                continue;
            if (!number.All(char.IsAsciiDigit))
                throw new UsageException($"--numbers {path}: line {Show.Count(index + 1)} is '{(number.Length > 40 ? number[..40] + "..." : number)}', where digits alone are expected.");
            numbers.Add(Digits.Parse(number));
        }
        return numbers.Count > 0 ? new NGramModel(numbers, Digits.Count, order) : throw new UsageException($"--numbers {path}: it has no string of digits.");
    }
}
