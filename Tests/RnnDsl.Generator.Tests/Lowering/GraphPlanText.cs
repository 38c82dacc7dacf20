using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Graphs;
using RnnDsl.Generator.Lowering.Inference;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Prints the graph of a model: its steps with their inputs, outputs, shapes and notes, and its states.</summary>
/// <param name="name">The name of a value.</param>
internal sealed class GraphPlanText(Func<MethodValue, string> name) : IGraphStepVisitor<string>
{
    public IEnumerable<string> Print(ModelGraph graph) =>
    [
        .. graph.Steps.SelectMany(step => new[] { step.Note, $"  {step.Accept(this)}   {step.Shape}" }),
        .. graph.States.Select(state => $"{state.Name} = {Print(graph.After(state))}"),
    ];

    public string Visit(ComputeOperation step) => Call(step.Operation.GetType().Name[..^nameof(Operation).Length], [.. step.Inputs.Append(step.Lengths)], step.Output);

    public string Visit(CountWindowSteps step) => Call("CountWindowSteps", [step.Lengths], step.Output);

    public string Visit(ConcatenateValues step) => Call("Concatenate", [.. step.Inputs], step.Output);

    public string Visit(FeedBackReadout step) => $"{Call("Concatenate", [step.Input], step.Output)} and the state {step.Readout.Name}";

    public string Visit(AttendToMemory step) => Call("Attend", [step.Query], step.Context, step.Weights)
        + string.Concat(new[] { step.QueryState, step.Coverage, step.PreviousWeights }.OfType<StateTensor>().Select(state => $", with the state {state.Name}"));

    public string Visit(TakeLastState step) => $"{Call("TakeLastState", [], step.Output)} of {step.Hidden.Name}";

    public string Visit(RunOperator step) => $"{Call(step.Operator.ToString(), [step.Input, step.Lengths], [step.Output, .. step.Final])}{(step.HasKernelWeights ? ", with weights in its layout" : "")}, {Print(step.Stack)}";

    public string Visit(RunScan step) =>
        $"{Call("Scan", [step.Input, step.Lengths], step.Output, step.Final)}, {Print(step.Stack)}, {step.Cell.Inference.Cell.Nodes.Count(node => step.Cell.Inference.PartOf(node) == InferencePart.Step)} values in a step";

    private string Call(string operation, IEnumerable<MethodValue?> inputs, params IEnumerable<MethodValue> outputs)
    {
        // Inputs have their names before the outputs.
        var read = string.Join(", ", inputs.OfType<MethodValue>().Select(name));
        return $"{string.Join(", ", outputs.Select(name))} = {operation}({read})";
    }

    private static string Print(RecurrentStack stack) =>
        $"layers: {stack.Layers}{(stack.IsBidirectional ? $", both directions, {stack.Merge}" : "")}{(stack.IsReverse ? ", from the end" : "")}{(stack.IsResidual ? ", residual" : "")}";

    private string Print(FinalState state) => state switch
    {
        ValueState value => name(value.Value),
        ItemState item => $"{name(item.Values)}[{item.Index}]",
        StepState step => name(step.Value),
        SummedState sum => $"{sum.State.Name} + {name(sum.Value)}",
        _ => throw new InvalidOperationException($"A {state.GetType().Name} is not printed."),
    };
}
