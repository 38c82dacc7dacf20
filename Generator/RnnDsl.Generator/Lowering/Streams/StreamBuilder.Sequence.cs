using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Lowering.Streams;

/// <content>Layers that read sequences from their end, and those that reduce them.</content>
internal sealed partial class StreamBuilder
{
    /// <summary>Adds the directions of a stacked layer, and merges two of them.</summary>
    private void AddDirections(LayerReference layer, RecurrenceOperation operation, int number, string title, StreamRecurrence recurrence)
    {
        var read = Current;
        var forward = operation.Options.Reverse ? null : StreamCell.Add(layer, operation, recurrence.Inference, number, read, items);
        if (forward is not null)
        {
            Attend(layer, number, forward);
            Note(title + ".");
            _steps.Add(new RunCell(forward, _count));
            _current = forward.Output;
            if (!operation.Bidirectional)
            {
                recurrence.Add(forward, null);
                return;
            }
        }

        var name = StreamCell.PrefixOf(layer, operation, number);
        var reversed = items.AddRows(name + "Reversed", read.Width, StreamExtent.Block, $"{layer.Key}: the input from the end");
        var reverse = StreamCell.Add(layer, operation, recurrence.Inference, number, reversed, items, isReverse: operation.Bidirectional);
        recurrence.Add(forward, reverse);
        Note($"{title}, from the end.");
        _steps.Add(new ReverseRows(OfStep(read), reversed, _count));
        _steps.Add(new RunCell(reverse, _count));

        // The state after the step at t is in row steps - t.
        var width = operation.StateSize;
        var fromTheEnd = new RowsPlace(reverse.Output, new RowFromTheEnd(_count), 0);
        var result = items.AddRows(name, operation.JoinedDirections * operation.StateSize, StreamExtent.Block, $"{layer.Key}: {(forward is null ? "the output in the order of the input" : "both directions")}");
        if (forward is null)
        {
            Note($"{title}: the output in the order of the input.");
            _steps.Add(new CopyColumns(fromTheEnd, OfStep(result), width, _count));
        }
        else if (operation.Options.Merge == MergeKind.Concat)
        {
            Note($"{title}: both directions, concatenated.");
            _steps.Add(new CopyColumns(OfStep(forward.Output), OfStep(result), width, _count));
            _steps.Add(new CopyColumns(fromTheEnd, OfStep(result, width), width, _count));
        }
        else
        {
            Note($"{title}: the {(operation.Options.Merge == MergeKind.Sum ? "sum" : "mean")} of both directions.");
            _steps.Add(new AddColumns(OfStep(forward.Output), fromTheEnd, operation.Options.Merge == MergeKind.Mean, OfStep(result), width, _count));
        }

        _current = result;
    }

    public Action<Layer> Visit(FinalStateOperation operation) => layer =>
    {
        var recurrence = _recurrences[operation.Of];
        if (span != StreamSpan.Sequence)
        {
            _current = recurrence.State(recurrence.Count - 1, 0);
            return;
        }

        var result = items.AddRows(layer.Property, WidthOf(layer.Output), StreamExtent.Step, $"{layer.Key}: the final hidden state");
        Note($"{layer.Key}: the final hidden state.");
        _steps.AddRange(recurrence.CopyFinal(recurrence.Count - 1, 0, RowsPlace.First(result)));
        (_current, _count) = (result, StreamCount.One);
    };

    public Action<Layer> Visit(ReductionOperation operation) => layer =>
    {
        var read = Current;
        var isMax = operation.Kind == PoolingKind.Max;
        var what = isMax ? "maximum" : "sum";
        var steps = items.AddRows(layer.Property + "Count", 2, StreamExtent.State, $"{layer.Key}: the number of steps");
        var kept = items.AddRows(layer.Property + (isMax ? "Maximum" : "Sum"), read.Width, StreamExtent.State, $"{layer.Key}: the {what} of the steps so far");
        Note($"{layer.Key}: {(isMax ? "maximum of each feature" : "mean")} over the steps so far.");
        if (isMax)
        {
            _steps.Add(new RunningMaximum(steps, kept, OfStep(read), _count));
            _current = LastOf(layer, kept);
            return;
        }

        var lost = items.AddRows(layer.Property + "Lost", read.Width, StreamExtent.State, $"{layer.Key}: what roundings added to the sum");
        var result = items.AddRows(layer.Property, read.Width, StreamExtent.Block, $"{layer.Key}: the mean of the steps so far");
        _steps.Add(new RunningMean(steps, kept, lost, OfStep(read), result, _count));
        _current = LastOf(layer, result);
    };

    public Action<Layer> Visit(AttentionPoolingOperation operation) => layer =>
    {
        var read = Current;
        var matrix = Matrix(layer.Property, layer.Key + ".hidden.weight", operation.Size, operation.Features);
        var bias = Vector(layer.Property + "Bias", layer.Key + ".hidden.bias", operation.Size);
        var score = Matrix(layer.Property + "Score", layer.Key + ".score.weight", 1, operation.Size);
        var hidden = items.AddRows(layer.Property + "Hidden", operation.Size, StreamExtent.Block, $"{layer.Key}: tanh(W h + b)");
        var scores = items.AddRows(layer.Property + "Scores", 1, StreamExtent.Block, $"{layer.Key}: the attention score");
        var scale = items.AddRows(layer.Property + "Kept", 4, StreamExtent.State, $"{layer.Key}: the largest score, the sum of the weights and the number of steps");
        var sum = items.AddRows(layer.Property + "Sum", read.Width, StreamExtent.State, $"{layer.Key}: the weighted sum of the steps so far");
        var result = items.AddRows(layer.Property, read.Width, StreamExtent.Block, $"{layer.Key}: the weighted mean of the steps so far");
        Note($"{layer.Key}: attention pooling over the steps so far.");
        Multiply(matrix, bias, read, hidden);
        _steps.Add(new TanhRows(OfStep(hidden), _count));
        Multiply(score, null, hidden, scores);
        _steps.Add(new RunningAttention(scale, sum, scores, OfStep(read), result, _count));
        _current = LastOf(layer, result);
    };

    /// <summary>What a reduction gives: over a whole sequence the row of its last step.</summary>
    private StreamRows LastOf(Layer layer, StreamRows rows)
    {
        if (span != StreamSpan.Sequence)
        {
            return rows;
        }

        var last = items.AddRows(layer.Property + "Vector", rows.Width, StreamExtent.Step, $"{layer.Key}: the vector of the sequence");
        _steps.Add(new CopyColumns(new RowsPlace(rows, new LastRow(_count), 0), RowsPlace.First(last), rows.Width, StreamCount.One));
        _count = StreamCount.One;
        return last;
    }
}
