using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Scans;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>Prints all steps of a loop whose states are linear in their previous values: what they are made of for all steps at once, and scans of the states.</summary>
internal sealed class ScanEmitter
{
    private readonly CellGraph _cell;
    private readonly LoopScalars _scalars;
    private readonly TypeNames _names;
    private readonly NameAllocator _locals;
    private readonly NodePrinter _printer;
    private readonly Dictionary<CellState, string> _all = [];
    private readonly List<string> _body = [];

    /// <param name="cell">The cell.</param>
    /// <param name="given">The names of the loop's arguments.</param>
    /// <param name="scalars">The numbers that expressions compute with.</param>
    /// <param name="names">How types are written.</param>
    public ScanEmitter(CellGraph cell, IReadOnlyList<string> given, LoopScalars scalars, TypeNames names)
    {
        var first = cell.Sequences[0].Name;
        (_cell, _scalars, _names, _locals) = (cell, scalars, names, new NameAllocator(given.Concat(cell.Sizes.Select(size => size.Name)).Append("given").Append("steps")));
        _printer = new NodePrinter(scalars, names, weight => weight.Name, $"{first}.size(0), {first}.size(1)", 2) { Linear = names["LinearProjection"] + ".Of" };
    }

    /// <summary>The names of the sizes that the lines read.</summary>
    public IReadOnlyCollection<string> Sizes => _printer.Sizes;

    /// <summary>The lines of the method.</summary>
    public IReadOnlyList<string> Print(IReadOnlyList<LinearGroup> groups)
    {
        foreach (var group in groups)
        {
            PrintKnown(group);
            var names = group.States.Select(state => _locals.Allocate(LoopNames.All(state.Name))).ToList();
            var states = group.States.Select(state => state.Name);
            Add(
            [
                .. group.States.SelectMany(state => state.Next.EquationLines.Select(line => "// " + line)),
                group.IsClipped
                    ? $"var {names[0]} = {_names["LinearScan"]}.OfClipped({Print(group.Factors[0][0])}, {Print(group.Addends[0])}, {PrintBound(group.Lower)}, {PrintBound(group.Upper)}, {states.Single()}, steps,\n    {PrintStep(group.States[0])});"
                    : names.Count == 1
                    ? $"var {names[0]} = {_names["LinearScan"]}.Of({Print(group.Factors[0][0])}, {Print(group.Addends[0])}, {states.Single()}, steps);"
                    : $"var ({string.Join(", ", names)}) = {_names["LinearScan"]}.OfPair(\n    factors: [{string.Join(", ", group.Factors.SelectMany(factors => factors).Select(Print))}],\n    addends: [{string.Join(", ", group.Addends.Select(Print))}],\n    {string.Join(", ", states)}, steps);",
            ]);
            foreach (var (state, name) in group.States.Zip(names, (state, name) => (state, name)))
            {
                _all.Add(state, name);
                _printer.Declare(state.Next, name);
            }
        }

        _body.Add("");
        _body.Add($"return [{string.Join(", ", _cell.States.Select(state => _all[state]))}];");
        return _body;
    }

    /// <summary>Prints what factors and addends are made of: the previous values of states that are known, and values with names.</summary>
    private void PrintKnown(LinearGroup group)
    {
        var needed = new HashSet<CellNode>();
        foreach (var coefficient in group.Coefficients)
        {
            Need(coefficient.Value, needed);
        }

        foreach (var previous in needed.OfType<PreviousNode>().Where(node => !_printer.IsDeclared(node)))
        {
            var local = _locals.Allocate(previous.Name + "Before");
            Add($"var {local} = {_names["LinearScan"]}.Before({_all[previous.State]}, {previous.State.Name});");
            _printer.Declare(previous, local);
        }

        foreach (var node in _cell.Nodes.Where(node => needed.Contains(node) && node is not (LeafNode or SliceNode) && node.Name.Length > 0 && !group.States.Any(state => state.Next == node) && !_printer.IsDeclared(node)))
        {
            var local = _locals.Allocate(node.Name);
            Add([.. node.EquationLines.Select(line => "// " + line), $"var {local} = {_printer.PrintAnew(node)};"]);
            _printer.Declare(node, local);
        }
    }

    /// <summary>The values that a coefficient is made of; those that are locals already stand for what they are made of.</summary>
    private void Need(CellNode? node, HashSet<CellNode> needed)
    {
        if (node is null || !needed.Add(node) || _printer.IsDeclared(node) || (_cell.StateOf(node) is { } state && _all.ContainsKey(state)))
        {
            return;
        }

        foreach (var operand in node.Operands)
        {
            Need(operand, needed);
        }
    }

    private string Print(Coefficient coefficient) => coefficient.IsZero ? "null" : coefficient.Node is not { } node ? $"{_cell.Sequences[0].Name}.new_full(1, {_scalars[coefficient.Number]})"
        : node == _cell.StateOf(node)?.Next && !_printer.IsDeclared(node) ? _printer.PrintAnew(node)
        : _printer.Print(node);

    private string PrintBound(Coefficient? bound) => bound is null ? "null" : bound.Node is null ? $"{_cell.Sequences[0].Name}.new_full(1, {_scalars[bound.Number]})" : Print(bound);

    /// <summary>The step of a state by its own operations, as a function of the states before.</summary>
    private string PrintStep(CellState state)
    {
        var before = _locals.Allocate(state.Name + "Previous");
        var reads = _cell.Nodes.OfType<PreviousNode>().Where(node => node.State == state).ToList();
        foreach (var read in reads)
        {
            _printer.Declare(read, before);
        }

        var step = _printer.PrintAnew(state.Next);
        reads.ForEach(_printer.Undeclare);

        return $"{before} => {step}";
    }

    private void Add(params string[] lines)
    {
        if (_body.Count > 0)
        {
            _body.Add("");
        }

        _body.AddRange(lines);
    }
}
