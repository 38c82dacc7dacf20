using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Lowering.Equations;

/// <summary>Builds the graph of a single step of a user-defined cell: its equations one by one, with the options of the layer.</summary>
internal static class EquationStep
{
    public static CellGraph Build(RecurrentLayer layer)
    {
        var cell = CellOptions.Apply(layer);
        var facts = new ValueFacts(cell);
        var nodes = new EquationNodes(cell)
        {
            WeightOf = product => layer.Options.WeightDrop > 0 && facts.Of(product.Operand) == Dependence.State ? DroppedMatrix(product, facts) : null,
        };

        // States first, so that they are there in the order of the state record.
        foreach (var symbol in cell.States)
        {
            _ = nodes[cell.Values.Previous(symbol)];
        }

        foreach (var same in cell.Definitions.Where(definition => definition.Value is not NumberValue).GroupBy(definition => definition.Value))
        {
            var node = nodes[same.Key];
            var equation = string.Join("\n", same.Select(definition => definition.Text));
            foreach (var state in same.Select(cell.StateOf).OfType<CellStateSymbol>())
            {
                // The next value of a state is a node of its own.
                var next = node is LeafNode || cell.States.Any(other => nodes.StateOf(other) is { HasNext: true } known && known.Next == node) ? nodes.Add(new SameNode(node)) : node;
                (next.Name, next.Symbol, next.Equation) = (state.Name.Key, state.Name.At(TimeIndex.Now), equation);
                nodes.StateOf(state).Next = next;
            }

            if (node is not LeafNode && node.Name.Length == 0)
            {
                (node.Name, node.Symbol, node.Equation) = (same.First().Local ?? same.First().Name.Key, same.First().Symbol, equation);
            }
        }

        var states = cell.States.Select(nodes.StateOf).ToList();
        return new CellGraph(
            nodes.All, [.. nodes.All.OfType<InputNode>()], states, nodes.Weights, [.. nodes.Masks.OrderBy(mask => mask.IsZoneout ? states.IndexOf(mask.Of) : -1)], []);
    }

    private static CellWeight DroppedMatrix(ProductValue product, ValueFacts facts)
    {
        var columns = SumTerms.Of(product, _ => false).Products.Select(term => (term, facts.Of(term.Operand) == Dependence.State)).ToList();
        return new CellWeight(new DroppedMatrix(columns), product.Matrix.Name.Key + "Dropped", isMatrix: true, CellExtents.Of(product.Length), product.Matrix.Name.Display);
    }
}
