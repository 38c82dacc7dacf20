using System.Text;

namespace RnnDsl.Training;

/// <summary>The inputs of one training step's loss.</summary>
/// <param name="Number">The number of the step, from 1.</param>
/// <param name="Random">
/// Random numbers for the data of this step: a function of the seed and the step, so that a resumed run gets the same numbers as an
/// uninterrupted one.
/// </param>
public readonly record struct TrainingStep(long Number, RandomSource Random)
{
    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Number), Number));
}
