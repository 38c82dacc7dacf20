namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>The output or the state of a lower layer at the previous step.</summary>
/// <param name="Layer">The key of the layer.</param>
/// <param name="Reason">Why layers run step by step.</param>
internal sealed record PreviousStep(string Layer, string Reason);
