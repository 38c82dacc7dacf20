using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Equations;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Lowering.Inference;

/// <summary>
/// The values of a step from the layer's input on: those of its equations, with one product for all matrices that multiply one operand, and with the biases of a sum added by its first
/// product. A product of joined vectors is a sum of products, so that what multiplies the input is computed before the steps.
/// </summary>
internal sealed class InferenceGraph
{
    private readonly TypedCell _cell;
    private readonly ValueFacts _facts;
    private readonly EquationNodes _nodes;
    private readonly Dictionary<CellParameter, CellWeight> _weights = [];
    private readonly Dictionary<CellValue, Product> _products = [];
    private readonly Dictionary<CellValue, SumTerms> _sums = [];
    private readonly List<CellWeight> _joined = [];
    private readonly HashSet<CellValue> _defined;

    private InferenceGraph(TypedCell cell, Func<CellParameter, CellWeight>? store, Func<CellStateSymbol, CellState>? state)
    {
        _cell = cell;
        _facts = new ValueFacts(cell);
        _defined = [.. cell.Definitions.Select(definition => definition.Value)];
        FindProducts();
        _nodes = store is null
            ? new EquationNodes(cell, _facts, state) { Given = Given }
            : new EquationNodes(cell, _facts, state) { Given = Given, StoreOf = store };
        Store = store ?? _nodes.StoreOf;
    }

    private Func<CellParameter, CellWeight> Store { get; }

    /// <summary>The graph of a layer with its options in evaluation mode.</summary>
    public static CellGraph Of(RecurrenceOperation layer)
    {
        if (layer.UserCell is { } userCell)
        {
            return new InferenceGraph(CellOptions.ApplyForInference(layer, userCell.Typed), null, null).Build();
        }

        var builtIn = BuiltInCells.Of(layer);
        var cell = CellOptions.ApplyForInference(layer, builtIn.Typed);
        return new InferenceGraph(cell, StoredAs, StateOf).Build();

        CellWeight StoredAs(CellParameter parameter)
        {
            var stored = builtIn.Parameters[parameter.Name.Key];
            return new CellWeight(stored.Source, stored.Name, parameter.IsMatrix, CellExtents.Of(parameter.Rows.Length!), parameter.Name.Display);
        }

        CellState StateOf(CellStateSymbol symbol) => new(
            cell.Definitions.First(definition => cell.StateOf(definition) == symbol).Local!,
            symbol.Name.Display,
            CellExtents.Of(layer.Projection is not null && symbol == cell.Output ? CellLength.Of(CellOptions.ProjectedSize) : symbol.Length));
    }

    private CellGraph Build()
    {
        EquationStep.Build(_cell, _nodes);

        // The parts of a vector have its equation: once, at the first.
        foreach (var part in _nodes.All.OfType<SliceNode>().Where(slice => slice.Name.Length > 0))
        {
            part.Equation = part.First == CellExtent.Zero ? part.Of.Equation : "";
        }

        // A part of an equation is written as it stands there.
        var text = new ValueText(_cell);
        foreach (var pair in _nodes.Translated.Where(pair => pair.Value is not LeafNode and not SliceNode && pair.Value.Name.Length == 0 && pair.Value.Equation.Length == 0))
        {
            (pair.Value.Equation, pair.Value.Symbol) = (text.Print(pair.Key), text.Factor(pair.Key));
        }

        var states = _cell.States.Select(_nodes.StateOf).ToList();
        return new CellGraph(EquationStep.Read(_nodes.All, states), [.. _nodes.All.OfType<InputNode>()], states, [.. _nodes.Weights, .. _joined], [], []);
    }

    /// <summary>Finds the operands of products, the matrices that multiply each, and the biases.</summary>
    private void FindProducts()
    {
        var parts = new HashSet<CellValue>();
        foreach (var value in _facts.All.OrderByDescending(value => value.Number).Where(value => !parts.Contains(value)))
        {
            if (value is not (ProductValue or BinaryValue { Operator: ValueOperator.Add or ValueOperator.Subtract }) || Interpolation.Of(value) is not null)
            {
                continue;
            }

            var terms = SumTerms.Of(value, StaysWhole);
            if (terms.Products.Count == 0)
            {
                continue;
            }

            parts.UnionWith(Within(value));
            _sums.Add(value, terms);
            foreach (var group in terms.Products.OrderBy(term => _facts.Of(term.Operand)))
            {
                if (!_products.TryGetValue(group.Operand, out var product))
                {
                    _products.Add(group.Operand, product = new Product());
                }

                product.Rows.Add((value, group, []));
            }
        }

        foreach (var pair in _sums.Where(pair => TermWithBiases(pair.Value) is not null))
        {
            var first = TermWithBiases(pair.Value)!;
            var row = _products[first.Operand].Rows.First(row => row.Sum == pair.Key && row.Term == first);
            row.Biases.AddRange(pair.Value.Others.Where(IsBias).Select(other => ((ParameterValue)other.Value).Parameter));
        }

        foreach (var product in _products.Values)
        {
            product.Rows.Sort((one, other) => one.Sum.Number.CompareTo(other.Sum.Number));
        }

        IEnumerable<CellValue> Within(CellValue whole) => whole is BinaryValue { Operator: ValueOperator.Add or ValueOperator.Subtract or ValueOperator.Times } binary && (whole is not BinaryValue { Operator: ValueOperator.Times } || binary.Left is NumberValue)
            ? binary.Operands.Where(part => !StaysWhole(part)).SelectMany(part => Within(part).Prepend(part))
            : [];
    }

    private bool StaysWhole(CellValue value) => _facts.ReadersOf(value) > 1 || _defined.Contains(value) || Interpolation.Of(value) is not null;

    /// <summary>The product of a sum that begins with its biases: the earliest that nothing scales; null if there is none.</summary>
    private ProductTerm? TermWithBiases(SumTerms terms) => terms.Products.OrderBy(term => _facts.Of(term.Operand)).FirstOrDefault(term => term.Scale == 1);

    private static bool IsBias((double Scale, CellValue Value) other) => other is { Scale: 1, Value: ParameterValue };

    private CellNode? Given(CellValue value)
    {
        if (!_sums.TryGetValue(value, out var terms))
        {
            return null;
        }

        var sum = default(CellNode);
        foreach (var term in terms.Products.OrderBy(term => _facts.Of(term.Operand)))
        {
            var product = Columns(value, term);
            sum = term.Scale == -1 && sum is not null ? _nodes.Add(new DifferenceNode(sum, product)) : Plus(sum, Scaled(product, term.Scale));
        }

        var hasBiases = TermWithBiases(terms) is not null;
        foreach (var (scale, other) in terms.Others.Where(other => !(hasBiases && IsBias(other))))
        {
            var node = _nodes[other];
            sum = scale == -1 ? _nodes.Add(new DifferenceNode(sum!, node)) : Plus(sum, Scaled(node, scale));
        }

        return terms.Number == 0 ? sum : _nodes.Add(new AffineNode(sum!, 1, terms.Number));

        CellNode Plus(CellNode? left, CellNode right) => left is null ? right : _nodes.Add(new SumNode(left, right));

        CellNode Scaled(CellNode node, double scale) => scale == 1 ? node : _nodes.Add(new AffineNode(node, scale, 0));
    }

    /// <summary>The columns of one matrix in the product with its operand.</summary>
    private CellNode Columns(CellValue sum, ProductTerm term)
    {
        var product = _products[term.Operand];
        product.Node ??= Join(term.Operand, product);
        if (product.Rows.Count == 1)
        {
            return product.Node;
        }

        var first = product.Rows.TakeWhile(row => row.Sum != sum || row.Term != term).Aggregate(CellExtent.Zero, (before, row) => before + RowsOf(row.Term));
        return _nodes.Add(new SliceNode(product.Node, first, RowsOf(term)));
    }

    private ProductNode Join(CellValue operand, Product product)
    {
        var node = _nodes[operand];
        var rows = product.Rows;
        var extent = rows.Aggregate(CellExtent.Zero, (sum, row) => sum + RowsOf(row.Term));
        var symbols = string.Join(", ", rows.Select(row => row.Term.Matrix.Name.Display).Distinct());
        var matrix = new CellWeight(
            new JoinedColumns([.. rows.Select(row => (Weight(row.Term.Matrix), row.Term.IsWhole ? null : new StoredRows(CellExtents.Of(CellLength.Sum(row.Term.Before)), CellExtents.Of(row.Term.Columns))))]),
            rows.Count == 1 ? Weight(rows[0].Term.Matrix).Name : node.Name + "Weights",
            isMatrix: true,
            extent,
            rows.Count == 1 ? symbols : $"[{symbols}]");
        var bias = rows.TrueForAll(row => row.Biases.Count == 0) ? null : new CellWeight(
            new JoinedSums([.. rows.Select(row => (RowsOf(row.Term), (IReadOnlyList<CellWeight>)[.. row.Biases.Select(Weight)]))]),
            matrix.Name + "Bias",
            isMatrix: false,
            extent,
            rows.Count == 1 ? string.Join(" + ", rows[0].Biases.Select(parameter => parameter.Name.Display)) : "b");
        _joined.Add(matrix);
        if (bias is not null)
        {
            _joined.Add(bias);
        }

        return _nodes.Add(new ProductNode(node, matrix, bias));
    }

    private static CellExtent RowsOf(ProductTerm term) => CellExtents.Of(term.Matrix.Rows.Length!);

    private CellWeight Weight(CellParameter parameter)
    {
        if (!_weights.TryGetValue(parameter, out var weight))
        {
            _weights.Add(parameter, weight = Store(parameter));
        }

        return weight;
    }

    /// <summary>The product of an operand with all matrices that multiply it.</summary>
    private sealed class Product
    {
        /// <summary>The matrices, in the order of their sums, and the biases that each row adds.</summary>
        public List<(CellValue Sum, ProductTerm Term, List<CellParameter> Biases)> Rows { get; } = [];

        public ProductNode? Node { get; set; }
    }
}
