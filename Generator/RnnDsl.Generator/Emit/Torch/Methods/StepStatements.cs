using RnnDsl.Generator.Emit.Torch.Operations;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Methods;

namespace RnnDsl.Generator.Emit.Torch.Methods;

/// <summary>Prints the steps of a method as expressions.</summary>
internal sealed class StepStatements(MethodScope scope) : IMethodStepVisitor<string>
{
    private readonly TypeNames _names = scope.Types;

    /// <summary>The statements of steps.</summary>
    public static List<Statement> Of(IEnumerable<MethodStep> steps, MethodScope scope)
    {
        var printer = new StepStatements(scope);
        return [.. steps.Select(printer.Print)];
    }

    public string Visit(OperationStep step) => TorchOperations.Of(step.Operation, _names).Code(step, scope);

    public string Visit(NoteStep step) => "";

    public string Visit(ZeroPaddingStep step) => $"{_names["ValidSteps"]}.ZeroPadding({scope.List(step.Inputs)})";

    public string Visit(WindowLengthsStep step) => LengthsAfter(_names, scope[step.Lengths], step.Window.Shrink, step.Window.Stride);

    public string Visit(SequenceStep step) => new RecurrenceCall(step.Recurrence, _names).Sequence(step, scope);

    public string Visit(CellStep step)
    {
        var input = scope[step.Inputs[0]];
        return new RecurrenceCall(step.Recurrence, _names).Step(step.FedBack is { } fed ? $"{_names.Torch}.cat([{input}, {scope.Before(fed)}.squeeze(0)], 1)" : input, scope.Before);
    }

    public string Visit(LayersLoopStep step) => $"{TorchMembers.UnrollDecoder}({scope.List(step.Inputs)}, memory, state)";

    public string Visit(AttentionLoopStep step) =>
        $"{TorchMembers.Attend(step.Recurrence.Layer.Property)}({scope.List(step.Inputs)}, memory{string.Concat(step.Recurrence.State.Select(state => ", " + scope.Before(state)))})";

    public string Visit(AttentionStep step)
    {
        var query = step.QueryState is { } hidden ? $"{scope.Before(hidden)}.select(0, 0)" : scope[step.Inputs[0]];
        var (coverage, previous) = (Before(step.Coverage), Before(step.PreviousWeights));
        return $"{step.Layer.Property}." + step.Steps switch
        {
            AttentionSteps.One => $"Step({query}, memory{(coverage is null ? "" : ", coverage: " + coverage)}{(previous is null ? "" : ", previousWeights: " + previous)})",
            AttentionSteps.OneByOne => $"StepByStep({query}, memory, {coverage ?? "null"}, {previous ?? "null"})",
            _ => $"AllSteps({query}, memory)",
        };

        string? Before(StateTensor? state) => state is null ? null : $"{scope.Before(state)}.squeeze(0)";
    }

    public string Visit(CoverageStep step) =>
        $"{scope.Before(step.Before)}.add({scope[step.Weights]}{(step.IsStep ? "" : ".sum(1)")}.unsqueeze(0), {_names["Scalars"]}.One)";

    public string Visit(KeepWeightsStep step) => $"{_names.Torch}.stack([{scope[step.Weights]}{(step.IsStep ? "" : ".select(1, -1)")}])";

    public string Visit(ConcatenationStep step) => $"{_names.Torch}.cat([{scope.List(step.Inputs)}], -1)";

    public string Visit(SummaryStep step) => $"memory.SummaryAt({scope[step.At]})";

    /// <summary>What windows leave of lengths.</summary>
    public static string LengthsAfter(TypeNames names, string lengths, long shrink, long stride) =>
        $"{names["ValidSteps"]}.LengthsAfter({lengths}{(shrink == 0 ? "" : $", shrink: {Literal.Of(shrink)}")}{(stride == 1 ? "" : $", stride: {Literal.Of(stride)}")})";

    private Statement Print(MethodStep step)
    {
        // The values are declared behind the expression, which does not read them.
        var code = step.Accept(this);
        var outputs = step.Outputs.Select(scope.Declare).ToList();
        return new Statement(step.Note, outputs.Count == 0 ? "" : $"var {(outputs.Count == 1 ? outputs[0] : $"({string.Join(", ", outputs)})")} = {code};", step.Shape?.ToString() ?? "");
    }
}
