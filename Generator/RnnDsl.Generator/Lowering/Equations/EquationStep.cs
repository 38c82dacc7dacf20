using RnnDsl.Generator.Common;
using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Lowering.Equations;

/// <summary>Builds the graph of a step equation by equation: the single step of a user-defined cell, and the step of a built-in cell, which its loop has too.</summary>
internal static class EquationStep
{
    /// <summary>The single step of a user-defined cell, with the options of the layer.</summary>
    public static CellGraph OfUserCell(RecurrenceOperation layer)
    {
        var cell = CellOptions.Apply(layer);
        var facts = new ValueFacts(cell);
        var nodes = new EquationNodes(cell, facts)
        {
            WeightOf = product => layer.Options.WeightDrop > 0 && facts.Of(product.Operand) == Dependence.State ? DroppedMatrix(product, facts) : null,
        };
        Build(cell, nodes);
        var states = cell.States.Select(nodes.StateOf).ToList();
        var masks = nodes.Masks.OrderBy(mask => mask.IsZoneout ? states.IndexOf(mask.Of) : -1);
        return new CellGraph(Read(nodes.All, states), [.. nodes.All.OfType<InputNode>()], states, nodes.Weights, [.. masks], []);
    }

    /// <summary>The step of a built-in cell, with the options of the layer. What depends on the input alone is computed for all steps before it.</summary>
    public static CellGraph OfBuiltIn(RecurrenceOperation layer)
    {
        var builtIn = BuiltInCells.Of(layer);
        var cell = CellOptions.Apply(layer, builtIn.Typed);
        var facts = new ValueFacts(cell);
        var projected = new ProjectedNode(layer.Gates * CellExtent.Size)
        {
            Name = "projected",
            Equation = string.Join("\n", cell.Definitions.Where(definition => IsGiven(definition.Value)).Select(definition => definition.Text)),
        };
        var nodes = new EquationNodes(cell, facts, State)
        {
            StoreOf = Store,
            Given = value => IsGiven(value) ? projected : null,
        };
        nodes.Add(projected);
        Build(cell, nodes, definition => definition.Value is not PartValue && facts.Of(definition.Value) == Dependence.State);
        List<CellSize> sizes = [new SizeOfSequence(CellLength.HiddenPart, projected, layer.Gates)];
        if (layer.Projection is not null)
        {
            sizes.Add(new SizeOfState(CellExtents.NameOf(CellOptions.ProjectedSize), nodes.StateOf(cell.Output)));
        }

        return new CellGraph(nodes.All, [projected], [.. cell.States.Select(nodes.StateOf)], nodes.Weights, nodes.Masks, sizes)
        {
            Projection = StoredProjection.Of([.. facts.All.Where(IsGiven).SelectMany(Parameters).Select(parameter => builtIn.Parameters[parameter.Name.Key].Tensor).Distinct()]),
        };

        static IEnumerable<CellParameter> Parameters(CellValue value) => value is ParameterValue vector ? [vector.Parameter] : value.Operands.SelectMany(Parameters);

        bool IsGiven(CellValue value) => value is not PartValue && facts.Of(value) == Dependence.Input;

        CellState State(CellStateSymbol symbol) => new(
            cell.Definitions.First(definition => cell.StateOf(definition) == symbol).Local!,
            symbol.Name.Display,
            CellExtents.Of(layer.Projection is not null && symbol == cell.Output ? CellLength.Of(CellOptions.ProjectedSize) : symbol.Length));

        CellWeight Store(CellParameter parameter)
        {
            var stored = builtIn.Parameters[parameter.Name.Key];
            return new CellWeight(stored.Source, stored.Name, parameter.IsMatrix, CellExtents.Of(parameter.Rows.Length!), parameter.Name.Display);
        }
    }

    /// <summary>Adds the nodes of equations, states first, and gives them the names and texts of their equations.</summary>
    public static void Build(TypedCell cell, EquationNodes nodes, Func<CellDefinition, bool>? isOfStep = null)
    {
        // States first, so that they are there in the order of the state record.
        foreach (var symbol in cell.States)
        {
            _ = nodes[cell.Values.Previous(symbol)];
        }

        foreach (var same in cell.Definitions.Where(definition => definition.Value is not NumberValue && isOfStep?.Invoke(definition) != false).GroupBy(definition => definition.Value))
        {
            var (node, first) = (nodes[same.Key], same.First());
            var equation = string.Join("\n", same.Select(definition => definition.Text));
            foreach (var symbol in same.Select(cell.StateOf).OfType<CellStateSymbol>())
            {
                // The next value of a state is a node of its own.
                var state = nodes.StateOf(symbol);
                var next = node is LeafNode or SliceNode || cell.States.Any(other => nodes.StateOf(other) is { HasNext: true } known && known.Next == node) ? nodes.Add(new SameNode(node)) : node;
                (next.Name, next.Symbol, next.Equation) = (state.Name, symbol.Name.At(TimeIndex.Now), equation);
                state.Next = next;
            }

            if (node is not LeafNode && node.Name.Length == 0)
            {
                (node.Name, node.Symbol, node.Equation) = (Identifiers.ToLocal(first.Local ?? first.Name.Key), first.Symbol, equation);
            }
        }
    }

    /// <summary>The nodes that the next states depend on, and all leaves: one operation may have taken the place of a value with a name.</summary>
    public static List<CellNode> Read(List<CellNode> nodes, List<CellState> states)
    {
        var read = new HashSet<CellNode>(states.Select(state => state.Next));
        foreach (var node in Enumerable.Reverse(nodes).Where(read.Contains))
        {
            read.UnionWith(node.Operands);
        }

        return nodes.FindAll(node => node is LeafNode || read.Contains(node));
    }

    private static CellWeight DroppedMatrix(ProductValue product, ValueFacts facts)
    {
        var columns = SumTerms.Of(product, _ => false).Products.Select(term => (term, facts.Of(term.Operand) == Dependence.State)).ToList();
        return new CellWeight(new DroppedMatrix(columns), product.Matrix.Name.Key + "Dropped", isMatrix: true, CellExtents.Of(product.Length), product.Matrix.Name.Display);
    }
}
