using RnnDsl.Decoding;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>A loop over batches in evaluation mode, without gradients, each batch in a dispose scope of its own.</summary>
internal static class EvaluationLoop
{
    /// <summary>Evaluates the batches, or with several ranks those of this one: every so many-th. If a rank fails, all do.</summary>
    public static void Over<TBatch>(
        nn.Module model, IEnumerable<TBatch> batches, Action<TBatch> evaluate, IProgress<long>? progress, ICommunicator? communicator, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(batches);
        communicator ??= SingleProcess.Instance;
        new DataParallel(communicator).Agree(() =>
        {
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
                if (done % communicator.Size == communicator.Rank)
                    evaluate(all.Current);
                done++;
                progress?.Report(done);
            }
            if (done == 0)
                throw new ArgumentException("There is no batch to evaluate.", nameof(batches));
        });
    }
}
