using RnnDsl.Generator.Emit.Torch.Loops;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Equations;
using RnnDsl.Generator.Lowering.Inference;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Tests.Equations;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Compares the graphs of a cell of equations, of its loop and of its single step, with its equations, and all that the loop is lowered to with its graph.</summary>
internal static class EquationComparison
{
    /// <returns>The gradients compared; null for a cell that explodes or divides by zero.</returns>
    public static DifferenceCount? Compare(RandomCell cell, RecurrentOptions options, int seed) =>
        Compare(cell.Declaration, options, seed);

    /// <inheritdoc cref="Compare(RandomCell, RecurrentOptions, int)"/>
    public static DifferenceCount? Compare(CellDeclaration cell, RecurrentOptions options, int seed)
    {
        try
        {
            return Compare(Layer(cell, options), seed);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{cell}\n{options}\n{exception.Message}", exception);
        }
    }

    private static DifferenceCount? Compare(RecurrenceOperation layer, int seed)
    {
        var (cell, random) = (layer.UserCell!.Typed, new RandomRows(seed));
        var sizes = Sizes.For(cell);
        var inputs = EquationInputs.Random(cell, sizes, random);
        var expected = EquationInterpreter.Run(CellOptions.Apply(layer), inputs, sizes);

        var graph = GraphBuilder.Build(layer, LoopScope.Names);
        var loopInputs = EquationLoopInputs.Of(graph, cell, inputs, sizes);
        var count = LoopComparison.Compare(graph, loopInputs, sizes, random);
        if (count is not null)
        {
            AssertStates(graph, loopInputs, expected);
            var step = EquationStep.OfUserCell(layer);
            AssertStates(step, EquationLoopInputs.Of(step, cell, inputs, sizes), expected);

            // Without a derivative the options are in evaluation mode.
            var inference = InferenceGraph.Of(layer);
            AssertStates(inference, EquationLoopInputs.Of(inference, cell, inputs, sizes), EquationInterpreter.Run(CellOptions.ApplyForInference(layer, cell), inputs, sizes));
        }

        return count;

        void AssertStates(CellGraph graph, LoopInputs inputs, IReadOnlyList<IReadOnlyDictionary<CellStateSymbol, Rows>> expected)
        {
            var steps = GraphInterpreter.Run(graph, inputs, sizes);
            foreach (var (state, symbol) in graph.States.Zip(cell.States))
            {
                LoopComparison.AssertEqual(state.Name, [.. expected.Select(step => step[symbol])], GraphInterpreter.States(state, steps));
            }
        }
    }

    /// <summary>The graph of a cell's loop.</summary>
    public static CellGraph Graph(RandomCell cell, RecurrentOptions options) => GraphBuilder.Build(Layer(cell.Declaration, options), LoopScope.Names);

    private static RecurrenceOperation Layer(CellDeclaration cell, RecurrentOptions options)
    {
        var typed = CellRules.Check(cell).Cell!;
        return new RecurrenceOperation(CellKind.Recurrent, new Sizes().Features, Sizes.Hidden, null, 1, false, options) { UserCell = new UserCell(cell, typed, []) };
    }
}
