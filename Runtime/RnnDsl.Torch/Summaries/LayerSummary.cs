namespace RnnDsl.Torch;

/// <summary>A layer of a model, as <see cref="ModelSummary"/> lists it.</summary>
/// <param name="Name">Its name in the state_dict, such as <c>lstm</c> or <c>encoder.lstm</c>.</param>
/// <param name="Type">The attribute of its declaration, such as <c>Lstm</c>; for other modules the name of the class.</param>
/// <param name="Output">The shape of its output, such as <c>[batch, time, 256]</c>; empty if unknown.</param>
/// <param name="Trainable">The number of trainable parameters. A parameter that two layers share counts in the first.</param>
/// <param name="Frozen">The number of frozen parameters, which require no gradient.</param>
public sealed record LayerSummary(string Name, string Type, string Output, long Trainable, long Frozen)
{
    /// <summary>The number of parameters.</summary>
    public long Parameters => Trainable + Frozen;
}
