namespace RnnDsl.Generator.Lowering.Cells;

/// <summary>The input projection of a built-in cell: W x_t, normalised where there is a gain, plus the biases.</summary>
/// <param name="Gain">The gain of the normalisation; null without one.</param>
/// <param name="CandidateGain">The gain of the candidate, which is normalised by itself; null where one normalisation has all gates.</param>
/// <param name="Biases">The biases.</param>
internal sealed record StoredProjection(StoredTensor? Gain, StoredTensor? CandidateGain, IReadOnlyList<StoredTensor> Biases)
{
    /// <summary>The projection that reads the given tensors.</summary>
    public static StoredProjection Of(IReadOnlyCollection<StoredTensor> tensors) => new(
        Only(StoredTensor.InputGain, tensors),
        Only(StoredTensor.InputCandidateGain, tensors),
        [.. new[] { StoredTensor.InputBias, StoredTensor.HiddenBias }.Where(tensors.Contains)]);

    private static StoredTensor? Only(StoredTensor tensor, IReadOnlyCollection<StoredTensor> tensors) => tensors.Contains(tensor) ? tensor : null;
}
