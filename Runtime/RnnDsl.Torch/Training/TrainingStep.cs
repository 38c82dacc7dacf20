namespace RnnDsl.Torch;

/// <summary>What the loss of one training step may depend on.</summary>
/// <param name="Number">1 for the first step.</param>
/// <param name="Random">
/// Random numbers for this step's data: a function of the seed and the step alone, so that a resumed run draws what the
/// unbroken one would have drawn.
/// </param>
public readonly record struct TrainingStep(long Number, RandomSource Random);
