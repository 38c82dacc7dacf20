using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Graphs;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Emit.Onnx;

/// <summary>The names of the values in a method that adds layers.</summary>
internal sealed class OnnxScope
{
    private readonly Dictionary<MethodValue, string> _names = [];
    private readonly NameAllocator _locals;
    private readonly IReadOnlyDictionary<StateTensor, string> _initial;

    /// <param name="plan">The model.</param>
    /// <param name="input">The local with the input.</param>
    /// <param name="initial">The expressions of the initial states; without one it is zeros.</param>
    public OnnxScope(Plan plan, string input, IReadOnlyDictionary<StateTensor, string> initial)
    {
        var graph = plan.Graph!;
        _locals = new NameAllocator(OnnxNames.Locals.Concat(plan.Methods.NamedMembers).Concat(initial.Values).Append(input));
        _initial = initial;
        _names.Add(graph.Input, input);
        _names.Add(graph.Summary, "summary");
        if (graph.Lengths is { } lengths)
        {
            _names.Add(lengths, "lengths");
        }
    }

    /// <summary>The name of a value.</summary>
    public string this[MethodValue value] => _names[value];

    /// <summary>Values, separated by commas.</summary>
    public string List(IEnumerable<MethodValue> values) => string.Join(", ", values.Select(value => _names[value]));

    /// <summary>A value that may be missing.</summary>
    public string Optional(MethodValue? value) => value is null ? "null" : _names[value];

    /// <summary>Declares what a step computes.</summary>
    public string Declare(MethodValue value) => _names[value] = _locals.Allocate(value.Name);

    /// <summary>The expression of an initial state; null for zeros.</summary>
    public string Initial(StateTensor state) => _initial.TryGetValue(state, out var initial) ? initial : "null";

    /// <summary>The expression of a final state.</summary>
    public string Final(FinalState state) => state switch
    {
        ValueState value => _names[value.Value],
        ItemState item => $"{_names[item.Values]}[{Literal.Of(item.Index)}]",
        StepState step => $"graph.SwapAxes({_names[step.Value]})",
        SummedState sum => $"graph.Add({Initial(sum.State)}, graph.SwapAxes({_names[sum.Value]}))",
        _ => throw new InvalidOperationException($"A {state.GetType().Name} has no expression."),
    };
}
