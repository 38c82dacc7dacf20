using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Streams;

/// <content>Windows over time. One that reads earlier steps only keeps them as a state; others read whole sequences.</content>
internal sealed partial class StreamBuilder
{
    public Action<Layer> Visit(ConvolutionOperation operation) => layer =>
    {
        var (read, window) = (Current, operation.Window);
        var matrix = items.AddMatrix(
            layer.Property,
            new TensorWindow(items.Tensor(layer.Key + ".weight", operation.OutputSize, operation.InputSize, window.Kernel), window.Kernel),
            operation.OutputSize, window.Kernel * operation.InputSize);
        var bias = Vector(layer.Property + "Bias", layer.Key + ".bias", operation.OutputSize);
        var windows = read;
        var note = $"{layer.Key}: convolution, {NoteOf(layer)}.";
        if (window.IsPointwise)
        {
            Note(note);
        }
        else if (span == StreamSpan.Sequence)
        {
            var after = CountAfter(layer, window, note);
            windows = Windows();
            _steps.Add(new GatherWindows(window, OfStep(read), _count, windows, after));
            _count = after;
        }
        else
        {
            windows = Windows();
            var past = items.AddRows(layer.Property + "Past", window.Before * read.Width, StreamExtent.State, $"{layer.Key}: the inputs of earlier steps, the state before each step and after it");
            Note(note);
            _steps.Add(new ContinueWindow(window, past, OfStep(read), windows, _count));
        }

        var result = items.AddRows(layer.Property, operation.OutputSize, StreamExtent.Block, $"{layer.Key}: convolution");
        Multiply(matrix, bias, windows, result);
        _current = result;

        StreamRows Windows() => items.AddRows(layer.Property + "Windows", window.Kernel * read.Width, StreamExtent.Block, $"{layer.Key}: windows of {Messages.Number(window.Kernel)} steps");
    };

    public Action<Layer> Visit(PoolingOperation operation) => layer =>
    {
        if (operation is not { Kind: PoolingKind.Mean, Dimensions: 1 })
        {
            throw new InvalidOperationException($"Pooling of kind {operation.Kind} over {Messages.Number(operation.Dimensions)} dimensions does not stream.");
        }

        var read = Current;
        var after = CountAfter(layer, operation.Window, $"{layer.Key}: {NoteOf(layer)}.");
        var result = items.AddRows(layer.Property, read.Width, StreamExtent.Block, $"{layer.Key}: {NoteOf(layer)}");
        _steps.Add(new AverageWindows(operation.Window, OfStep(read), result, after));
        (_current, _count) = (result, after);
    };

    private static string NoteOf(Layer layer) => ((StatelessLayer)layer).Note;

    /// <summary>The number of steps after a window over a whole sequence.</summary>
    private StreamCount CountAfter(Layer layer, Window window, string note)
    {
        var after = new StreamCount(Identifiers.ToCamelCase(layer.Property) + "Steps");
        Note(note);
        _steps.Add(new CountWindows(layer.Key, window, _count, after));
        return after;
    }
}
