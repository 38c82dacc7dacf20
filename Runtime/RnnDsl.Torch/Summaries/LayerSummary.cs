namespace RnnDsl.Torch;

/// <summary>A layer of a model, as <see cref="ModelSummary"/> lists it.</summary>
/// <param name="Name">Its name in the state_dict, such as <c>lstm</c> or <c>encoder.lstm</c>.</param>
/// <param name="Type">What it is declared as, such as <c>Lstm</c>; for other modules the name of the class.</param>
/// <param name="Output">The shape of its output, such as <c>[batch, time, 256]</c>; empty where it is not known.</param>
/// <param name="Trainable">How many numbers of its parameters training changes. A parameter that two layers share counts in the first.</param>
/// <param name="Frozen">How many numbers of its parameters stay as they are: those that require no gradient.</param>
public sealed record LayerSummary(string Name, string Type, string Output, long Trainable, long Frozen)
{
    /// <summary>How many numbers its parameters have.</summary>
    public long Parameters => Trainable + Frozen;
}
