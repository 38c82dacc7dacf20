using System.Text;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Scans;
using RnnDsl.Generator.Lowering.Schedule;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Prints the plan of a loop: its inputs, the statements of its forward pass and where their results lie, and those of its backward pass.</summary>
internal sealed class PlanText
{
    private readonly LoopSchedule _loop;
    private readonly WeightText _weights;
    private readonly StringBuilder _text = new();

    private PlanText(LoopSchedule loop, TypedCell? cell) => (_loop, _weights) = (loop, new WeightText(cell));

    /// <summary>The plan as text.</summary>
    /// <param name="loop">The plan.</param>
    /// <param name="cell">The cell of equations; null for a built-in cell.</param>
    public static string Print(LoopSchedule loop, TypedCell? cell)
    {
        var text = new PlanText(loop, cell);
        text.PrintInputs();
        text.PrintForward();
        text.PrintBackward();
        return text._text.ToString();
    }

    private void PrintInputs()
    {
        var cell = _loop.Cell;
        Section("Inputs of every step", [.. cell.Sequences.Select(sequence => Sized(sequence) + _weights.DefinitionOf(sequence)), .. cell.Masks.Select(Sized)]);
        Section("Input projection", cell.Blocks.Select(block => $"{block.Length}: {_weights.Print(block)}"));
        Section("States", cell.States.Select(state => $"{state.Name} [{state.Extent}]"));
        Section("Weights", cell.Weights.Select(weight => $"{weight.Name} [{weight.Extent}{ColumnsOf(weight)}] = {_weights.Print(weight.Source)}"));
        if (cell.Attention is not null)
        {
            Section("Attention", [$"{cell.Sequences[0].Name} += the projected context vector, with {cell.States[0].Name} of the previous step as query"]);
        }
    }

    private void PrintForward()
    {
        Section("Tensors over all steps", _loop.Forward.Buffers.Select(buffer => Sized(buffer.Of)));
        Section("Forward, every step", _loop.Forward.Statements.SelectMany(Statement));
        Section("All steps as scans", (_loop.Scans ?? []).SelectMany(group => group.States.Select((state, i) => $"{state.Name} = {Clipped(group, string.Join(" + ", Terms(group, i)))}")));

        string Clipped(LinearGroup group, string value)
        {
            var bounded = group.Lower is { } lower ? $"max({value}, {Label(lower)})" : value;
            return group.Upper is { } upper ? $"min({bounded}, {Label(upper)})" : bounded;
        }

        IEnumerable<string> Terms(LinearGroup group, int i) => group.States.Select((of, j) => (of, Factor: group.Factors[i][j])).Where(term => !term.Factor.IsZero)
            .Select(term => $"{Label(term.Factor)} ⊙ {term.of.Name} before")
            .Concat(group.Addends[i].IsZero ? [] : [Label(group.Addends[i])]);

        string Label(Coefficient coefficient) => coefficient.Node is not { } node ? NodeText.Number(coefficient.Number)
            : node.Name.Length > 0 && _loop.Cell.StateOf(node) is null ? NodeText.Label(node)
            : $"({NodeText.Operation(node, static operand => operand is not LeafNode && operand.Name.Length == 0)})";
    }

    private void PrintBackward()
    {
        var backward = _loop.Backward;
        Section("Gradients over all steps", backward.Buffers.Select(buffer => $"all ∂{NodeText.Label(buffer.Of)} [{buffer.Width}]"));
        Section("Backward, every step", backward.Statements.Select(GradientText.Print));
        Section("Gradients of the inputs", _loop.Cell.Sequences.Zip(backward.Sequences, (sequence, region) => $"∂{sequence.Name} = {(region is null ? "none" : GradientText.Print(region))}"));
        Section("Gradients of the weights", backward.Weights.Select(GradientText.Print));
    }

    private void Section(string title, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        if (all.Count > 0)
        {
            _text.Append(_text.Length == 0 ? "" : "\n").Append(title).Append('\n');
            all.ForEach(line => _text.Append("  ").Append(line).Append('\n'));
        }
    }

    private string ColumnsOf(CellWeight weight) =>
        _loop.Cell.Nodes.OfType<ProductNode>().FirstOrDefault(product => product.Weight == weight) is { } product ? $" × {product.Operand.Extent}" : "";

    private static string Sized(CellNode node) => $"{NodeText.Label(node)} [{node.Extent}]";

    /// <summary>A statement: its equation as the paper prints it, what it computes, and where the result lies.</summary>
    private IEnumerable<string> Statement(CellNode node)
    {
        IReadOnlyList<CellNode> values = _loop.Forward.GroupOf(node) is { } group ? group.Gates : [node];
        foreach (var value in values)
        {
            yield return $"{NodeText.Label(value)} = {NodeText.Operation(value, _loop.Forward.IsInlined)}";
            foreach (var equation in value.Equation.Split('\n').Where(static line => line.Length > 0))
            {
                yield return "    equation: " + equation;
            }

            yield return "    " + Print(_loop.Forward[value]) + (values.Count > 1 ? $", one operation for {string.Join(", ", values.Select(NodeText.Label))}" : "");
        }
    }

    private static string Print(Place place) => place switch
    {
        StatePlace state => $"lies in state {state.State.Name} after the step",
        RegionPlace { Overwrites: true, Region: var region } => $"overwrites {NodeText.Columns(NodeText.Label(region.Buffer.Of), region.First, region.Width)}",
        RegionPlace { Region: var region } => $"lies in {NodeText.Columns(NodeText.Label(region.Buffer.Of), region.First, region.Width)}",
        TemporaryPlace => "lasts for the step",
        _ => throw new InvalidOperationException($"No statement writes into a {place.GetType().Name}."),
    };
}
