using RnnDsl.Generator.Lowering.Graphs;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Emit.Onnx;

/// <summary>Writes operations as calls of the runtime. The steps of a graph compute recurrences, attention, context vectors, final states and dropout otherwise or not at all.</summary>
/// <param name="scope">The names of values.</param>
internal sealed class OnnxOperations(OnnxScope scope) : IOperationVisitor<Func<ComputeOperation, string>>
{
    public Func<ComputeOperation, string> Visit(LookupOperation operation) => step => Call(step, $"Lookup({Input(step)}, {step.Layer.Property})");

    public Func<ComputeOperation, string> Visit(LinearOperation operation) => step => Call(
        step, operation.TiedTo is { } table ? $"TiedLinear({Input(step)}, {step.Layer.Property}, {Literal.Of(table.Key)})" : $"Linear({Input(step)}, {step.Layer.Property})");

    public Func<ComputeOperation, string> Visit(ActivationOperation operation) => step => Call(step, $"{operation.Function}({Input(step)})");

    public Func<ComputeOperation, string> Visit(NormalizationOperation operation) => step => Call(step, $"LayerNorm({Input(step)}, {step.Layer.Property})");

    public Func<ComputeOperation, string> Visit(ReductionOperation operation) => step => Call(step, $"{operation.Kind}OverTime({Input(step)}, {scope.Optional(step.Lengths)})");

    public Func<ComputeOperation, string> Visit(AttentionPoolingOperation operation) => step => Call(step, $"AttentionOverTime({Input(step)}, {scope.Optional(step.Lengths)}, {step.Layer.Property})");

    public Func<ComputeOperation, string> Visit(ConvolutionOperation operation) => step =>
    {
        var window = operation.Window;
        var lengths = operation.Dimensions == 2 ? "" : $", {scope.Optional(step.Lengths)}";
        var options = string.Concat(new[] { ("stride", window.Stride, 1L), ("dilation", window.Dilation, 1L), ("before", window.Before, 0L), ("after", window.After, 0L) }
            .Where(option => option.Item2 != option.Item3).Select(option => $", {option.Item1}: {Literal.Of(option.Item2)}"));
        return Call(step, $"Convolution{Literal.Of(operation.Dimensions)}d({Input(step)}{lengths}, {step.Layer.Property}{options})");
    };

    public Func<ComputeOperation, string> Visit(PoolingOperation operation) => step => Call(
        step,
        $"Pooling{Literal.Of(operation.Dimensions)}d({Input(step)}, max: {Literal.Of(operation.Kind == PoolingKind.Max)}, {Literal.Of(operation.Window.Kernel)}, {Literal.Of(operation.Window.Stride)})");

    public Func<ComputeOperation, string> Visit(FlattenOperation operation) => step => Call(step, $"{operation.Axis}({Input(step)})");

    public Func<ComputeOperation, string> Visit(CopyOperation operation) => step => Call(
        step, $"Copy({Input(step)}, graph.Concat({scope.List(step.Inputs.Skip(1).Take(3))}), {scope[step.Inputs[4]]}, sourceTokens, {step.Layer.Property})");

    public Func<ComputeOperation, string> Visit(ReadoutOperation operation) => step =>
    {
        var projection = Call(step, $"Linear({(step.Inputs.Count == 1 ? Input(step) : $"graph.Concat({scope.List(step.Inputs)})")}, {step.Layer.Property})");
        return operation.Function == ReadoutFunction.None ? projection : $"graph.{operation.Function}({projection})";
    };

    public Func<ComputeOperation, string> Visit(RecurrenceOperation operation) => NoCall(operation);

    public Func<ComputeOperation, string> Visit(DropoutOperation operation) => NoCall(operation);

    public Func<ComputeOperation, string> Visit(FinalStateOperation operation) => NoCall(operation);

    public Func<ComputeOperation, string> Visit(CurrentStateAttentionOperation operation) => NoCall(operation);

    public Func<ComputeOperation, string> Visit(PreviousStateAttentionOperation operation) => NoCall(operation);

    public Func<ComputeOperation, string> Visit(ContextOperation operation) => NoCall(operation);

    public Func<ComputeOperation, string> Visit(UserMethodOperation operation) => NoCall(operation);

    public Func<ComputeOperation, string> Visit(UserModuleOperation operation) => NoCall(operation);

    private static Func<ComputeOperation, string> NoCall(Operation operation) => throw new InvalidOperationException($"A {operation.GetType().Name} is no call in a graph.");

    private static string Call(ComputeOperation step, string call) => $"{OnnxStatements.Of(step.Layer)}.{call}";

    private string Input(ComputeOperation step) => scope[step.Inputs[0]];
}
