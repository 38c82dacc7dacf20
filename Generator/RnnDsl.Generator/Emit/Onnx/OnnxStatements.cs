using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Graphs;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Emit.Onnx;

/// <summary>Writes the steps of a graph as calls of the runtime.</summary>
/// <param name="graph">The graph.</param>
/// <param name="scope">The names of values.</param>
internal sealed class OnnxStatements(ModelGraph graph, OnnxScope scope) : IGraphStepVisitor<string>
{
    private readonly OnnxOperations _operations = new(scope);

    /// <summary>The statements.</summary>
    public IReadOnlyList<Statement> All() => [.. graph.Steps.Select(step => new Statement(step.Note, step.Accept(this), step.Shape.ToString()))];

    public string Visit(ComputeOperation step)
    {
        var code = step.Operation.Accept(_operations)(step);
        return $"var {scope.Declare(step.Output)} = {code};";
    }

    public string Visit(CountWindowSteps step) =>
        $"var {scope.Declare(step.Output)} = graph.LengthsAfter({scope[step.Lengths]}, {Literal.Of(step.Window.Shrink)}, {Literal.Of(step.Window.Stride)});";

    public string Visit(ConcatenateValues step) => $"var {scope.Declare(step.Output)} = {Of(step.Layer)}.Concat({scope.List(step.Inputs)});";

    public string Visit(FeedBackReadout step) => $"var {scope.Declare(step.Output)} = {Of(step.Layer)}.Concat({scope[step.Input]}, graph.SwapAxes({scope.Initial(step.Readout)}));";

    public string Visit(AttendToMemory step)
    {
        var query = step.QueryState is { } state ? $"graph.FirstLayer({scope.Initial(state)})" : scope[step.Query!];
        var options = (step.Coverage is { } coverage ? $", coverage: {scope.Initial(coverage)}" : "") + (step.PreviousWeights is { } previous ? $", previousWeights: {scope.Initial(previous)}" : "");
        return $"var ({scope.Declare(step.Context)}, {scope.Declare(step.Weights)}) = {Of(step.Layer)}.Attend({query}, memory, {step.Layer.Property}{options});";
    }

    public string Visit(TakeLastState step) => $"var {scope.Declare(step.Output)} = {Of(step.Layer)}.{LastState(step.Hidden, scope.Final(graph.After(step.Hidden)))};";

    public string Visit(RunOperator step)
    {
        var (name, option) = step.Operator switch
        {
            RecurrentOperator.Lstm => ("Lstm", ""),
            RecurrentOperator.Gru => ("Gru", ""),
            RecurrentOperator.GruWithResetBefore => ("Gru", ", resetAfter: false"),
            RecurrentOperator.Elman => ("Rnn", ""),
            RecurrentOperator.ElmanRelu => ("Rnn", ", relu: true"),
            _ => throw new InvalidOperationException($"{step.Operator} has no operator."),
        };
        var weights = step.HasKernelWeights ? $"(layer, reverse) => {TorchMembers.KernelWeights(step.Layer.Property)}(layer, reverse, training: false)" : step.Layer.Property;
        var call = $"{Of(step.Layer)}.{name}({scope[step.Input]}, {scope.Optional(step.Lengths)}, {Before(step.States)}, {weights}, {Of(step.Stack)}{option})";
        return $"var ({scope.Declare(step.Output)}, {string.Join(", ", step.Final.Select(scope.Declare))}) = {call};";
    }

    public string Visit(RunScan step)
    {
        var sizes = string.Join(", ", step.Cell.StateSizes.Select(ConstructorEmitter.StoredSize));
        var call = $"{Of(step.Layer)}.Scan({scope[step.Input]}, {scope.Optional(step.Lengths)}, [{Before(step.States)}], [{sizes}], {OnnxNames.Layer(step.Layer)}, {Of(step.Stack)})";
        return $"var ({scope.Declare(step.Output)}, {scope.Declare(step.Final)}) = {call};";
    }

    /// <summary>The layer as a part of the graph.</summary>
    public static string Of(LayerReference layer) => $"graph.Layer({Literal.Of(layer.Key)})";

    /// <summary>The last layer's part of a final hidden state.</summary>
    public static string LastState(StateTensor hidden, string final) =>
        $"LastState({final}, {Literal.Of(hidden.Rows)}{(hidden.IsBidirectional ? ", bidirectional: true" + (hidden.Merge == MergeKind.Concat ? "" : ", merge: " + Of(hidden.Merge)) : "")})";

    /// <summary>How a bidirectional layer merges its directions.</summary>
    public static string Of(MergeKind merge) => $"global::RnnDsl.Merge.{merge}";

    private string Before(IEnumerable<StateTensor> states) => string.Join(", ", states.Select(scope.Initial));

    /// <summary>The options of a stack that are not those of one layer forward in time.</summary>
    private static string Of(RecurrentStack stack)
    {
        var options = new List<string>();
        Set(stack.Layers > 1, "Layers", Literal.Of(stack.Layers));
        Set(stack.IsBidirectional, "Bidirectional", "true");
        Set(stack.Merge != MergeKind.Concat, "Merge", Of(stack.Merge));
        Set(stack.IsReverse, "Reverse", "true");
        Set(stack.IsResidual, "Residual", "true");
        return options.Count == 0 ? "new()" : $"new() {{ {string.Join(", ", options)} }}";

        void Set(bool isSet, string name, string value)
        {
            if (isSet)
            {
                options.Add($"{name} = {value}");
            }
        }
    }
}
