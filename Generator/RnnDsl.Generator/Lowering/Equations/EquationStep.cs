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
        var (userCell, cell, options) = (layer.UserCell!, layer.UserCell!.Typed, layer.Options);
        var masks = new List<MaskNode>();
        var dropped = default(CellNode);
        var facts = new ValueFacts(cell);
        EquationNodes nodes = null!;
        nodes = new EquationNodes(cell)
        {
            OutputInProducts = options.RecurrentDropout > 0 ? Dropped : null,
            WeightOf = product => options.WeightDrop > 0 && facts.Of(product.Operand) == Dependence.State ? DroppedMatrix(product, facts) : null,
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
            foreach (var state in cell.States.Where(state => same.Any(definition => definition.Name == state.Name)))
            {
                // The next value of a state is a node of its own.
                var next = node is LeafNode || cell.States.Any(other => nodes.StateOf(other) is { HasNext: true } known && known.Next == node) ? nodes.Add(new SameNode(node)) : node;
                (next.Name, next.Symbol, next.Equation) = (state.Name.Key, state.Name.At(TimeIndex.Now), equation);
                nodes.StateOf(state).Next = next;
            }

            if (node is not LeafNode && node.Name.Length == 0)
            {
                (node.Name, node.Symbol, node.Equation) = (same.First().Name.Key, same.First().Name.At(TimeIndex.Now), equation);
            }
        }

        foreach (var symbol in cell.States.Where(state => options.Zoneout > 0 && !options.WithoutZoneout.Contains(userCell.PropertyOf(state))))
        {
            AddZoneout(symbol);
        }

        return new CellGraph(
            nodes.All, [.. nodes.All.OfType<InputNode>()], [.. cell.States.Select(nodes.StateOf)], nodes.Weights, masks, []);

        CellNode Dropped()
        {
            if (dropped is null)
            {
                var mask = nodes.Add(new MaskNode(nodes.StateOf(cell.Output), isZoneout: false) { Name = "mask", Symbol = "mask" });
                masks.Add(mask);
                dropped = nodes.Add(new TimesNode(nodes[cell.Values.Previous(cell.Output)], mask)).Called("dropped", "h̃_{t-1}", $"{cell.Output.Name.At(TimeIndex.Previous)} ⊙ mask");
            }

            return dropped;
        }

        void AddZoneout(CellStateSymbol symbol)
        {
            var state = nodes.StateOf(symbol);
            var (now, before) = (symbol.Name.At(TimeIndex.Now), symbol.Name.At(TimeIndex.Previous));
            var mask = nodes.Add(new MaskNode(state, isZoneout: true) { Name = symbol.Name.Key + "Zoneout" });
            masks.Add(mask);
            state.Next = nodes.Add(new LerpNode(state.Next, nodes[cell.Values.Previous(symbol)], mask)).Called(symbol.Name.Key + "Next", now, $"(1 - keep) ⊙ {now} + keep ⊙ {before}, zoneout");
        }
    }

    private static CellWeight DroppedMatrix(ProductValue product, ValueFacts facts)
    {
        var columns = SumTerms.Of(product, _ => false).Products.Select(term => (term, facts.Of(term.Operand) == Dependence.State)).ToList();
        return new CellWeight(new DroppedMatrix(columns), product.Matrix.Name.Key + "Dropped", isMatrix: true, CellExtents.Of(product.Length), product.Matrix.Name.Display);
    }
}
