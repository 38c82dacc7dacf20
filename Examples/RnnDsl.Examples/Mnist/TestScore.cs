namespace RnnDsl.Examples.Mnist;

/// <summary>Test loss and accuracy.</summary>
internal static class TestScore
{
    private const int BatchSize = 1_000;

    /// <summary>Evaluates all images; the ranks of a run share them.</summary>
    public static Evaluation Of(ImageModel model, LabelledImages images, ICommunicator? ranks = null)
    {
        var starts = Enumerable.Range(0, (images.Count + BatchSize - 1) / BatchSize).Select(static batch => batch * BatchSize);
        return Evaluation.Classification(model.Module, starts, start =>
        {
            var (pixels, labels) = images.Batch(start, BatchSize);
            return new(model.Scores(MnistData.Normalised(pixels)), labels);
        }, communicator: ranks);
    }
}
