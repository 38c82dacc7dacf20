using RnnDsl.Generator.Lowering.Rows;
using RnnDsl.Generator.Lowering.Streams;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Prints the plan of a stream: what it declares, and its steps as operations on rows.</summary>
internal sealed class StreamPlanText : IStreamStepVisitor<string>
{
    private static readonly StreamPlanText Steps = new();

    /// <summary>The items of a stream, one a line.</summary>
    public static IEnumerable<string> Print(IEnumerable<StreamItem> items) => items.Select(item => item.Name + item switch
    {
        StreamRows rows => $" [{rows.Width}], {Print(rows.Extent)}: {rows.Note}",
        StreamWeight weight => $" {weight.Note}, {weight.Kind}: {Print(weight.Value)}",
        StreamPass pass => $": {pass.Note}",
        StreamCell cell => $": {cell.Title}, {cell.Description}; {string.Join("; ", Parts(cell))}",
        _ => throw new InvalidOperationException($"A {item.GetType().Name} is not printed."),
    });

    /// <summary>The steps of a stream, one a line.</summary>
    public static IEnumerable<string> Print(IEnumerable<StreamStep> steps) => steps.Select(step => step is StreamNote note ? note.Text : "  " + step.Accept(Steps));

    /// <summary>What a stream reads from the file of weights beside its items.</summary>
    public static IEnumerable<string> Print(StreamWeights weights) =>
    [
        .. weights.Ties.Select(tie => $"{tie.Other} may be {tie.Name}"),
        .. weights.Sizes.Select(size => $"{size.Name} = dimension {size.Dimension} of {size.Tensor}{(size.Others == 0 ? "" : $" less {size.Others}")}{(size.Parts == 1 ? "" : $", in {size.Parts} parts")}"),
    ];

    /// <summary>The keys of a memory.</summary>
    public static IEnumerable<string> Print(StreamMemory memory) =>
        [$"values [{memory.ValueSize}]{(memory.KeySize is { } size ? $", keys [{size}]" : "")}{(memory.HeadValueSize is { } heads ? $", values of heads [{heads}]" : "")}", .. Print(memory.Keys)];

    private static IEnumerable<string> Parts(StreamCell cell)
    {
        var inference = cell.Inference;
        foreach (var (name, stages) in new[] { ("once", inference.Constants), ("for all steps", inference.Inputs), ("each step", inference.Step) })
        {
            if (stages.Count > 0)
            {
                yield return $"{name}: {string.Join(", ", stages.Select(Print))}";
            }
        }
    }

    private static string Print(RowStage stage) => stage.GetType().Name[..^"Stage".Length].ToLowerInvariant();

    private static string Print(StreamExtent extent) => extent switch
    {
        StreamExtent.Step => "one row",
        StreamExtent.Block => "a row for each step",
        StreamExtent.State => "a state",
        _ => "a state as wide as the source is long",
    };

    private static string Print(WeightValue value) => value switch
    {
        WholeTensor whole => $"{whole.Tensor.Name} [{string.Join(", ", whole.Tensor.Shape)}]",
        TensorColumns columns => $"columns {columns.First} .. {columns.First + columns.Count} of {Print(columns.Of)}",
        TensorRows rows => $"rows {rows.First} .. {rows.First + rows.Count} of {Print(rows.Of)}",
        TensorRow row => $"row {row.Row} of {Print(row.Of)}",
        TensorWindow window => $"{Print(window.Of)} in the order of the window",
        RepeatedTensor repeated => $"{Print(repeated.Of)}, {repeated.Length} times",
        ConstantTensor constant => $"{(constant.IsOne ? "ones" : "zeros")} [{constant.Length}]",
        SumOfTensors sum => string.Join(" + ", sum.Parts.Select(Print)),
        JoinedTensors joined => string.Join("; ", joined.Parts.Select(Print)),
        _ => throw new InvalidOperationException($"A {value.GetType().Name} is not printed."),
    };

    private static string Print(StreamPlace place) => place switch
    {
        RowsPlace rows => rows.Rows.Name + (rows.Row switch
        {
            RowOfStep => "",
            RowBeforeStep => " before",
            FirstRow => " (first row)",
            RowFromTheEnd end => $" ({Print(end.Steps)} - t)",
            LastRow last => $" after {Print(last.Steps)}",
            var row => throw new InvalidOperationException($"A {row.GetType().Name} is not printed."),
        }),
        SummaryPlace => "summary",
        _ => throw new InvalidOperationException($"A {place.GetType().Name} is not printed."),
    } + (place.Column == 0 ? "" : $" from column {place.Column}");

    private static string Print(StreamCount count) => count.IsOne ? "once" : count.Name;

    private static string Call(StreamStep step, StreamCount count, string target, params IEnumerable<string> operands) => $"{target} = {step.GetType().Name}({string.Join(", ", operands)}), {Print(count)}";

    public string Visit(StreamNote step) => step.Text;

    public string Visit(ReadInput step) => Call(step, step.Count, step.Target.Name);

    public string Visit(ReadTable step) => Call(step, step.Count, step.Target.Name, step.Table.Name);

    public string Visit(MultiplyRows step) => Call(step, step.Count, Print(step.Target), [step.Matrix.Name, Print(step.Source), .. step.Bias is { } bias ? [bias.Name] : Array.Empty<string>()]);

    public string Visit(RunPass step) => Call(step, step.Count, step.Pass.Target.Name, [step.Pass.Name, .. step.Pass.Sources.Select(source => source.Name)]);

    public string Visit(NormaliseRows step) => Call(step, step.Count, Print(step.Target), Print(step.Source), step.Gain.Name, step.Bias.Name);

    public string Visit(SoftmaxRows step) => Call(step, step.Count, Print(step.Target), step.IsLog ? "log" : "", Print(step.Source));

    public string Visit(TanhRows step) => Call(step, step.Count, Print(step.Rows), Print(step.Rows));

    public string Visit(MaxoutRows step) => Call(step, step.Count, Print(step.Target), Print(step.Source));

    public string Visit(CopyColumns step) => Call(step, step.Count, Print(step.Target), Print(step.Source), step.Width.ToString());

    public string Visit(AddColumns step) => Call(step, step.Count, Print(step.Target), Print(step.Left), Print(step.Right), step.IsMean ? "mean" : "sum");

    public string Visit(RunCell step) => Call(step, step.Count, step.Cell.Output.Name, step.Cell.Input.Name);

    public string Visit(ReverseRows step) => Call(step, step.Count, step.Target.Name, Print(step.Source));

    public string Visit(CountWindows step) => $"{step.After.Name} = {step.GetType().Name}({Print(step.Before)}): {step.Window}";

    public string Visit(GatherWindows step) => Call(step, step.After, step.Target.Name, Print(step.Source));

    public string Visit(ContinueWindow step) => Call(step, step.Count, step.Target.Name, step.Past.Name, Print(step.Source));

    public string Visit(AverageWindows step) => Call(step, step.After, step.Target.Name, Print(step.Source));

    public string Visit(RunningMaximum step) => Call(step, step.Count, step.Maximum.Name, Print(step.Source), step.Steps.Name);

    public string Visit(RunningMean step) => Call(step, step.Count, step.Target.Name, Print(step.Source), step.Steps.Name, step.Sum.Name, step.Lost.Name);

    public string Visit(RunningAttention step) => Call(step, step.Count, step.Target.Name, Print(step.Source), step.Scores.Name, step.Scale.Name, step.Sum.Name);

    public string Visit(MeanOfRows step) => Call(step, StreamCount.One, Print(step.Target), Print(step.Source), Print(step.Rows));

    public string Visit(MultiplyMemory step) => Call(step, StreamCount.One, step.IsValue ? "values of heads" : "keys", [step.Matrix.Name, .. step.Bias is { } bias ? [bias.Name] : Array.Empty<string>()]);

    public string Visit(DotScores step) => Call(step, StreamCount.One, "attention weights", Print(step.Query), step.IsScaled ? "scaled" : "plain");

    public string Visit(AdditiveScores step) => Call(
        step, StreamCount.One, "attention weights", [step.Query.Name, step.Score.Name, .. step.Coverage is var (weight, state) ? [weight.Name, state.Name] : Array.Empty<string>(), .. step.IsLocated ? ["located"] : Array.Empty<string>()]);

    public string Visit(LocatePrevious step) => Call(step, StreamCount.One, "located", step.Previous.Name, step.Filters.Name, step.Location.Name);

    public string Visit(AttendHeads step) => Call(step, StreamCount.One, step.Target.Name, step.Query.Name, $"{step.Heads} heads");

    public string Visit(ReadContext step) => Call(step, StreamCount.One, Print(step.Target), "attention weights");

    public string Visit(AddCoverage step) => Call(step, StreamCount.One, step.Coverage.Name, "attention weights");

    public string Visit(KeepWeights step) => Call(step, StreamCount.One, step.Previous.Name, "attention weights");

    public string Visit(MixCopies step) => Call(step, StreamCount.One, Print(step.Target), Print(step.Scores), Print(step.Gate));
}
