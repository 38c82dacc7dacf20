using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Derivative;

namespace RnnDsl.Generator.Lowering.Schedule;

/// <summary>
/// A time step as few stages: products, reductions, and passes, which compute everything element by element that stands between two of them. A target that
/// computes whole rows reads each value once a pass; one that calls a library computes value by value (<see cref="ForwardSchedule"/>).
/// </summary>
/// <param name="Stages">The stages of the forward pass.</param>
/// <param name="BackwardStages">The stages of the backward pass, which compute gradients of the values.</param>
internal sealed record StepProgram(IReadOnlyList<Stage> Stages, IReadOnlyList<Stage> BackwardStages)
{
    /// <summary>Whether no stage mixes the elements of a row, so that each element of the state runs through all time steps by itself.</summary>
    public bool IsSweep => Stages.All(stage => stage is PassStage);

    public static StepProgram Of(BackwardGraph backward)
    {
        var cell = backward.Cell;
        var values = cell.Nodes.Where(node => node is not (LeafNode or SliceNode) && !IsSpread(cell, node)).Select(node => new Item(node, MixesRow(node)));
        var gradients = cell.Nodes.Reverse().Where(node => backward.Reaches(node) && !IsSpread(cell, node)).SelectMany(node => Items(backward, node));
        return new StepProgram(
            Arrange([.. values], item => item.Node.Operands.SelectMany(operand => Sources(cell, operand)).Select(source => new Item(source, MixesRow(source)))),
            Arrange([.. gradients], item => item.IsStage
                ? Sources(cell, backward, item.Node)
                : backward.TermsOf(item.Node).Where(term => term is not MatrixTerm).SelectMany(term => Sources(cell, backward, term))));
    }

    /// <summary>The items of a gradient: the sum of its terms, to which products add theirs, and the stage that makes a term for an operand of it.</summary>
    private static IEnumerable<Item> Items(BackwardGraph backward, CellNode node)
    {
        if (backward.Cell.StateOf(node) is not null || backward.TermsOf(node).Any(term => term is not MatrixTerm))
        {
            yield return new Item(node, IsStage: false);
        }

        if (MixesRow(node))
        {
            yield return new Item(node, IsStage: true);
        }
    }

    /// <summary>Whether a wide value exists only as the slices of it that are read: each reader computes its columns of it.</summary>
    private static bool IsSpread(CellGraph cell, CellNode node) =>
        node is SumNode or DifferenceNode or TimesNode or AffineNode && cell.ReadersOf(node) is { Count: > 0 } readers && readers.All(reader => reader is SliceNode) && cell.StateOf(node) is null;

    /// <summary>The values that a value is computed from; for a slice the value that it is a slice of.</summary>
    private static IEnumerable<CellNode> Sources(CellGraph cell, CellNode operand) => operand switch
    {
        SliceNode slice => Sources(cell, slice.Of),
        LeafNode => [],
        _ when IsSpread(cell, operand) => operand.Operands.SelectMany(of => Sources(cell, of)),
        _ => [operand],
    };

    /// <summary>The items that a term of a gradient is computed from: the gradient of its reader, or the stage of the reader.</summary>
    private static IEnumerable<Item> Sources(CellGraph cell, BackwardGraph backward, GradientTerm term) => IsSpread(cell, term.Reader)
        ? backward.TermsOf(term.Reader).SelectMany(of => Sources(cell, backward, of))
        : term is MatrixTerm or NormTerm or SoftmaxTerm ? [new Item(term.Reader, IsStage: true)] : Sources(cell, backward, term.Reader);

    /// <summary>All that must be done before a gradient can be read.</summary>
    private static IEnumerable<Item> Sources(CellGraph cell, BackwardGraph backward, CellNode node) =>
        backward.TermsOf(node).OfType<MatrixTerm>().SelectMany(term => Sources(cell, backward, term)).Append(new Item(node, IsStage: false));

    /// <summary>Whether a value needs all elements of its operand's row.</summary>
    private static bool MixesRow(CellNode node) => node is ProductNode or NormNode or SoftmaxNode;

    /// <summary>Products and reductions as early as they can be, and between them all other values that can be computed by then.</summary>
    private static List<Stage> Arrange(IReadOnlyList<Item> items, Func<Item, IEnumerable<Item>> needs)
    {
        var stages = new List<Stage>();
        var missing = new HashSet<Item>(items);
        while (missing.Count > 0)
        {
            var ready = items.Where(item => item.IsStage && missing.Contains(item) && !needs(item).Any(missing.Contains)).ToList();
            if (ready.Count > 0)
            {
                stages.AddRange(ready.Select(item => item.Node is ProductNode product ? (Stage)new ProductStage(product) : new ReductionStage(item.Node)));
                missing.ExceptWith(ready);
                continue;
            }

            // A value may use those before it in the pass.
            var pass = items.Where(item => !item.IsStage && missing.Contains(item) && !needs(item).Any(missing.Contains) && missing.Remove(item)).ToList();
            if (pass.Count == 0)
            {
                throw new InvalidOperationException("The values of a step depend on each other in a circle.");
            }

            stages.Add(new PassStage([.. pass.Select(item => item.Node)]));
        }

        return stages;
    }

    /// <param name="Node">A value, or the value of a gradient.</param>
    /// <param name="IsStage">Whether it is computed by a stage of its own.</param>
    private sealed record Item(CellNode Node, bool IsStage);
}

/// <summary>A stage of a step.</summary>
internal abstract record Stage;

/// <summary>A product, or the product of its gradient with the transposed matrix.</summary>
internal sealed record ProductStage(ProductNode Product) : Stage;

/// <summary>A normalisation or a softmax, or its backward pass.</summary>
internal sealed record ReductionStage(CellNode Node) : Stage;

/// <summary>Values, or gradients of values, that are computed element by element, in this order.</summary>
internal sealed record PassStage(IReadOnlyList<CellNode> Values) : Stage;
