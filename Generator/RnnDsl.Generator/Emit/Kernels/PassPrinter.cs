using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Rows;

namespace RnnDsl.Generator.Emit.Kernels;

/// <summary>Prints a loop over the columns of a row: each equation as a comment, and below it the lanes that compute it.</summary>
internal sealed class PassPrinter
{
    private readonly IRowCode _names;
    private readonly KernelNames? _gradients;
    private readonly LaneOperations _operations;
    private readonly NameAllocator _locals = new(["t", "rows", "columns", "index", "row", "j"]);
    private readonly Dictionary<RowLocation, string> _rows = [];
    private readonly Dictionary<RowLocation, string> _loaded = [];
    private readonly Dictionary<CellNode, LaneExpression> _values = [];
    private readonly Dictionary<RowLocation, int> _loads;
    private readonly Dictionary<CellNode, int> _reads;

    /// <param name="loop">The loop.</param>
    /// <param name="names">How the target writes its rows.</param>
    /// <param name="operations">How it writes operations.</param>
    /// <param name="gradients">How it names gradients; null for a loop without any.</param>
    public PassPrinter(RowLoop loop, IRowCode names, LaneOperations operations, KernelNames? gradients = null)
    {
        (_names, _operations, _gradients) = (names, operations, gradients);
        var read = loop.Assignments.SelectMany(assignment => assignment.Operands).SelectMany(RowLoop.All).ToList();
        _loads = read.OfType<LoadedValue>().GroupBy(value => value.Location).ToDictionary(group => group.Key, group => group.Count());
        _reads = read.OfType<LocalValue>().GroupBy(value => value.Node).ToDictionary(group => group.Key, group => group.Count());
        foreach (var assignment in loop.Assignments)
        {
            switch (assignment)
            {
                case ValueAssignment value:
                    Print(value);
                    break;

                case GradientAssignment gradient:
                    Print(gradient);
                    break;

                default:
                    throw new InvalidOperationException($"A {assignment.GetType().Name} has no code.");
            }
        }

        Rows = [.. _rows.Select(pair => $"ref var {pair.Value} = ref {_names.Row(pair.Key)};")];
    }

    /// <summary>The references to the rows, before the loop over columns.</summary>
    public IReadOnlyList<string> Rows { get; }

    /// <summary>The body of the loop over columns.</summary>
    public List<string> Body { get; } = [];

    private void Print(ValueAssignment assignment)
    {
        var node = assignment.Node;
        var value = Compute(assignment.Value);
        Assign(node, _names.NameOf(node), [.. node.EquationLines], value, assignment.Target);
    }

    private void Print(GradientAssignment assignment)
    {
        var terms = assignment.Terms.Select(term => (Term: term, Value: Term(term))).ToList();
        var value = terms.Count == 0 ? LaneExpression.Constant(0) : terms.Select(term => term.Value).Aggregate((sum, term) => sum + term);
        var comment = terms.Count == 0
            ? "The previous value has no gradient."
            : $"{_gradients!.Symbol(assignment.Node)} = {string.Join(" + ", terms.Select(term => Describe(assignment.Node, term.Term)))}";
        Assign(assignment.Node, _gradients!.GradientOf(assignment.Node), [comment], value, assignment.Target);
    }

    /// <summary>The gradient of a state comes from the next step and from the output.</summary>
    private string Describe(CellNode node, RowTerm term) => term.Of != node ? _gradients!.Describe(term)
        : term.Gradient is LoadedValue { Location.Memory: CarriedRow } ? "that of the next step" : "that of the output";

    private void Assign(CellNode node, string name, IReadOnlyList<string> comments, LaneExpression value, RowLocation? target)
    {
        _reads.TryGetValue(node, out var reads);
        if (target is null && reads < 2 && node.Name.Length == 0 && node is not SliceNode)
        {
            _values.Add(node, value);
            return;
        }

        if (Body.Count > 0)
        {
            Body.Add("");
        }

        Body.AddRange(comments.Select(comment => "// " + comment));
        if (reads == 0 && target is not null)
        {
            Store(value.Text, target);
            return;
        }

        var local = _locals.Allocate(name);
        Body.Add($"var {local} = {value.Text};");
        _values.Add(node, new LaneExpression(local));
        if (target is not null)
        {
            Store(local, target);
        }
    }

    private void Store(string value, RowLocation target) => Body.Add(_names.Store(value, Row(target)));

    private LaneExpression Compute(RowValue value) => value switch
    {
        LocalValue local => _values[local.Node],
        LoadedValue loaded => Load(loaded.Location),
        ComputedValue computed => _operations.Compute(computed.Node, [.. computed.Operands.Select(Compute)]),
        _ => throw new InvalidOperationException($"A {value.GetType().Name} has no code."),
    };

    private LaneExpression Term(RowTerm term)
    {
        var value = term.Factors.Aggregate(Compute(term.Gradient), (product, factor) =>
            product * _operations.Factor(factor.Factor, Compute(factor.Value), factor.Other is { } other ? Compute(other) : null));
        return term.Scale == 1 ? value : term.Scale == -1 ? -value : LaneExpression.Constant(term.Scale) * value;
    }

    /// <summary>A number in memory: read into a local if it is used again.</summary>
    private LaneExpression Load(RowLocation location)
    {
        if (_loaded.TryGetValue(location, out var local))
        {
            return new LaneExpression(local);
        }

        var load = _names.Load(Row(location));
        if (_loads[location] < 2)
        {
            return new LaneExpression(load);
        }

        _loaded.Add(location, local = _locals.Allocate(_names.NameOf(location)));
        Body.Add($"var {local} = {load};");
        return new LaneExpression(local);
    }

    private string Row(RowLocation location)
    {
        if (!_rows.TryGetValue(location, out var row))
        {
            _rows.Add(location, row = _locals.Allocate(_names.NameOf(location) + "Row"));
        }

        return row;
    }
}
