namespace RnnDsl.Generator.Lowering.Construction;

/// <summary>What the constructor keeps of a recurrent layer.</summary>
internal abstract record RecurrentField(Recurrence Recurrence);

/// <summary>The connections between its layers and directions, which run over a sequence.</summary>
/// <param name="First">The first layer that they run: those below run in a loop with an attention.</param>
internal sealed record LayersField(Recurrence Recurrence, int First) : RecurrentField(Recurrence);

/// <summary>The weights that the runtime's step reads.</summary>
internal sealed record StepWeightsField(Recurrence Recurrence) : RecurrentField(Recurrence);
