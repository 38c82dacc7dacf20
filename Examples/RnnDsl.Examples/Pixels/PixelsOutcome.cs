namespace RnnDsl.Examples.Pixels;

/// <summary>The result of one training.</summary>
/// <param name="Order">The order of the pixels.</param>
/// <param name="Network">The network.</param>
/// <param name="Name">Name of the training, from order and network.</param>
/// <param name="History">The recorded losses and accuracies.</param>
/// <param name="Seconds">Training time in seconds.</param>
/// <param name="Parameters">Number of trained parameters.</param>
internal sealed record PixelsOutcome(PixelOrder Order, PixelNetwork Network, string Name, TrainingHistory History, double Seconds, long Parameters)
{
    /// <summary>Test accuracy after the last epoch.</summary>
    public double Accuracy => History.Validation[^1].Accuracy!.Value;
}
