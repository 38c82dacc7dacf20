namespace RnnDsl.Examples.Pixels;

/// <summary>Test accuracies of Bai, Kolter and Koltun 2018, "An empirical evaluation of generic convolutional and recurrent networks for sequence modeling", table 1.</summary>
/// <param name="Name">Name in the results.</param>
/// <param name="Title">Name in tables and figures.</param>
/// <param name="Sequential">Accuracy on sequential MNIST, from 0 to 1.</param>
/// <param name="Permuted">Accuracy on permuted MNIST, from 0 to 1; its permutation is another one.</param>
internal sealed record PublishedAccuracy(string Name, string Title, double Sequential, double Permuted)
{
    public static IReadOnlyList<PublishedAccuracy> All { get; } =
    [
        new("lstm", "LSTM (published)", 0.872, 0.857),
        new("gru", "GRU (published)", 0.962, 0.873),
        new("tcn", "TCN (published)", 0.990, 0.972),
    ];

    public double Of(PixelOrder order) => order.Indices is null ? Sequential : Permuted;
}
