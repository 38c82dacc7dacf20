using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Layers;

/// <summary>Layers that run step by step, because one of them reads the output or the state of another at the previous step.</summary>
/// <param name="First">The index of the first layer.</param>
/// <param name="Last">The index of the last layer.</param>
/// <param name="Reason">Why they do.</param>
internal sealed record StepLoop(int First, int Last, string Reason)
{
    /// <summary>From the first layer that reads a previous step to the last that is read; null where none does.</summary>
    public static StepLoop? Of(IReadOnlyList<Layer> layers)
    {
        var keys = layers.Select(layer => layer.Key).ToList();
        var reads = layers
            .SelectMany((layer, i) => layer.Operations.Select(operation => operation.Previous).OfType<PreviousStep>().Select(previous => (Reader: i, Read: keys.IndexOf(previous.Layer), previous.Reason)))
            .Where(read => read.Read > read.Reader)
            .ToList();
        return reads.Count == 0 ? null : new StepLoop(reads.Min(read => read.Reader), reads.Max(read => read.Read), string.Join(", and ", reads.Select(read => read.Reason)));
    }

    /// <summary>The items of the layers that run step by step, of a list with one item for each layer.</summary>
    public IEnumerable<T> In<T>(IEnumerable<T> items) => items.Skip(First).Take(Last - First + 1);
}
