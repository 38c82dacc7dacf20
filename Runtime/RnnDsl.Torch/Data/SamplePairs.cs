namespace RnnDsl.Torch;

/// <summary>
/// Some two hundred simple pairs of English and French sentences, written for this library. They stand in for
/// <see cref="DataSets.EnglishFrench"/> where it cannot be had: a line for each pair, the English first and a tab between.
/// </summary>
public static class SamplePairs
{
    /// <summary>Opens the pairs, as <see cref="DataSet.Sample"/> wants it.</summary>
    /// <param name="name">The name of a file of the data set.</param>
    /// <exception cref="ArgumentException">The data set has no such file.</exception>
    public static Stream Open(string name) => DataSets.EnglishFrench.Files.Any(file => file.Name == name)
        ? typeof(SamplePairs).Assembly.GetManifestResourceStream("SamplePairs.txt")!
        : throw new ArgumentException($"{DataSets.EnglishFrench.Name} has no file '{name}'.", nameof(name));
}
