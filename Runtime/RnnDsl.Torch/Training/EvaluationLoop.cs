using RnnDsl.Decoding;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>A loop over batches in evaluation mode, without gradients, each batch in a dispose scope of its own.</summary>
internal static class EvaluationLoop
{
    public static void Over<TBatch>(nn.Module model, IEnumerable<TBatch> batches, Action<TBatch> evaluate, IProgress<long>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(batches);
        using var quiet = no_grad();
        using var mode = new EvaluationMode(model);
        using var all = batches.GetEnumerator();
        var done = 0L;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();

            // The enumeration creates the tensors of the batch, so the scope begins before it.
            using var scope = NewDisposeScope();
            if (!all.MoveNext())
                break;
            evaluate(all.Current);
            done++;
            progress?.Report(done);
        }
        if (done == 0)
            throw new ArgumentException("There is no batch to evaluate.", nameof(batches));
    }
}
