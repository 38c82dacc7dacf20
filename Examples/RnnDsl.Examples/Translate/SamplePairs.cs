namespace RnnDsl.Examples.Translate;

/// <summary>
/// About two hundred simple pairs of English and French sentences, written for this library. They replace
/// <see cref="DataSets.EnglishFrench"/> if it is not available: one pair per line, English first, separated by a tab.
/// </summary>
internal static class SamplePairs
{
    /// <summary>Opens the pairs, for <see cref="DataSet.Sample"/>.</summary>
    /// <param name="name">The name of a file of the data set.</param>
    /// <exception cref="ArgumentException">The data set has no such file.</exception>
    public static Stream Open(string name) => DataSets.EnglishFrench.Files.Any(file => file.Name == name)
        ? typeof(SamplePairs).Assembly.GetManifestResourceStream("SamplePairs.txt")!
        : throw new ArgumentException($"{DataSets.EnglishFrench.Name} has no file '{name}'.", nameof(name));
}
