using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Derivative;

namespace RnnDsl.Generator.Lowering.Rows;

/// <summary>
/// Forms the passes of a step: products and reductions as early as they can be, and between them loops over columns. Values of one width stand in one loop, unless one
/// reads other columns of another, or the loop is full.
/// </summary>
internal sealed class RowPasses
{
    /// <summary>
    /// The weight of the operations in one loop. Beyond it the JIT compiler of .NET runs out of local variables and calls the lanes' operations in place of inlining them.
    /// </summary>
    private const int Capacity = 360;

    private const int WeightOfFunction = 60;

    private const int WeightOfLongFunction = 110;

    private const int WeightOfOperation = 3;

    private readonly List<List<Slot>> _stages = [];
    private readonly Dictionary<RowItem, (int Stage, int Loop)> _places = [];

    /// <param name="items">What is computed, in an order in which operands precede their readers.</param>
    /// <param name="needs">What must be computed before.</param>
    public RowPasses(IReadOnlyList<RowItem> items, Func<RowItem, IEnumerable<RowNeed>> needs)
    {
        var missing = new HashSet<RowItem>(items);
        var needsOf = items.ToDictionary(item => item, item => needs(item).ToList());
        while (missing.Count > 0)
        {
            var ready = items.Where(item => item.IsStage && missing.Contains(item) && !needsOf[item].Exists(need => missing.Contains(need.Item))).ToList();
            if (ready.Count > 0)
            {
                foreach (var item in ready)
                {
                    _places.Add(item, (_stages.Count, 0));
                    _stages.Add([new Slot(CellExtent.Zero) { Items = { item } }]);
                }

                missing.ExceptWith(ready);
                continue;
            }

            var loops = new List<Slot>();
            foreach (var item in items.Where(item => !item.IsStage && missing.Contains(item)))
            {
                if (!needsOf[item].Exists(need => missing.Contains(need.Item)))
                {
                    Place(item, needsOf[item], loops);
                    missing.Remove(item);
                }
            }

            if (loops.Count == 0)
            {
                throw new InvalidOperationException("The values of a step depend on each other in a circle.");
            }

            _stages.Add(loops);
        }
    }

    /// <summary>The stages: for each its loops; a product or a reduction is a loop with one item.</summary>
    public IEnumerable<IReadOnlyList<(CellExtent Width, IReadOnlyList<RowItem> Items)>> Stages =>
        _stages.Select(loops => (IReadOnlyList<(CellExtent, IReadOnlyList<RowItem>)>)[.. loops.Select(loop => (loop.Width, (IReadOnlyList<RowItem>)loop.Items))]);

    /// <summary>Whether two items are computed in one loop.</summary>
    public bool AreTogether(RowItem one, RowItem other) => !one.IsStage && !other.IsStage && _places[one] == _places[other];

    private void Place(RowItem item, IEnumerable<RowNeed> needs, List<Slot> loops)
    {
        var first = needs.Where(need => !need.Item.IsStage && _places[need.Item].Stage == _stages.Count).Select(need => _places[need.Item].Loop + (need.IsSameColumn ? 0 : 1)).DefaultIfEmpty(0).Max();
        var index = loops.FindIndex(first, loop => loop.Width == item.Width && loop.Weight + item.Weight <= Capacity);
        if (index < 0)
        {
            index = loops.Count;
            loops.Add(new Slot(item.Width));
        }

        loops[index].Items.Add(item);
        loops[index].Weight += item.Weight;
        _places.Add(item, (_stages.Count, index));
    }

    /// <summary>How much of a loop's capacity an operation takes.</summary>
    public static int WeightOf(CellNode node) => node is FunctionNode function ? WeightOf(function.Function) : WeightOfOperation;

    private static int WeightOf(CellFunction function) => function switch
    {
        CellFunction.Relu or CellFunction.Sqrt or CellFunction.Reciprocal or CellFunction.Sign => WeightOfOperation,
        CellFunction.Sin or CellFunction.Cos or CellFunction.Erf => WeightOfLongFunction,
        _ => WeightOfFunction,
    };

    private static int WeightOf(GradientFactor factor) => factor is { Kind: FactorKind.ActivationGradient, Node: FunctionNode { Function: var function } }
        ? function switch
        {
            CellFunction.Softplus or CellFunction.Erf => WeightOfFunction,
            CellFunction.Sin or CellFunction.Cos => WeightOfLongFunction,
            _ => 2 * WeightOfOperation,
        }
        : 2 * WeightOfOperation;

    /// <summary>The same for a term of a gradient.</summary>
    public static int WeightOf(GradientTerm term) => term is ElementwiseTerm elementwise
        ? elementwise.Factors.Sum(WeightOf) + WeightOfOperation
        : WeightOfOperation;

    private sealed class Slot(CellExtent width)
    {
        public CellExtent Width => width;

        public List<RowItem> Items { get; } = [];

        public int Weight { get; set; }
    }
}

/// <summary>Something that a step computes: a value or a gradient element by element, or a stage by itself. Items are compared by reference.</summary>
/// <param name="node">The value, or the value whose gradient it is.</param>
/// <param name="isStage">Whether it is a stage: the product, reduction or concatenation, or the gradient that one hands to its operand.</param>
/// <param name="width">The number of columns.</param>
/// <param name="weight">How much of a loop's capacity it takes.</param>
internal sealed class RowItem(CellNode node, bool isStage, CellExtent width, int weight)
{
    public CellNode Node => node;

    /// <summary>The operand whose gradient a stage computes; null for a value, and for what is no stage.</summary>
    public CellNode? Operand { get; init; }

    public bool IsStage => isStage;

    public CellExtent Width => width;

    public int Weight => weight;
}

/// <summary>An item that must be computed before another.</summary>
/// <param name="Item">The item.</param>
/// <param name="IsSameColumn">Whether only the same column of it is read.</param>
internal sealed record RowNeed(RowItem Item, bool IsSameColumn);
