namespace RnnDsl.Examples.Translate;

/// <summary>Model sizes.</summary>
internal sealed record TranslatePreset(string Name, int Embedding, int Hidden, int Readout, int MinimumFrequency)
{
    /// <summary>Trains in half an hour on two CPU cores.</summary>
    public static TranslatePreset Small { get; } = new("small", 256, 256, 256, MinimumFrequency: 3);

    /// <summary>The sizes of Bahdanau, Cho and Bengio 2015, for a GPU.</summary>
    public static TranslatePreset Paper { get; } = new("paper", 620, 1_000, 500, MinimumFrequency: 1);

    public static IReadOnlyList<TranslatePreset> All { get; } = [Small, Paper];
}
