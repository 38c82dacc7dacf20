using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Lowering.Equations;

/// <summary>Sums: the layout of their input projections, and the products that they share.</summary>
internal sealed partial class GraphBuilder
{
    private readonly Dictionary<CellValue, Sum> _sums = [];
    private readonly List<SharedProduct> _products = [];
    private readonly List<SharedNorm> _normed = [];
    private readonly List<Sum> _arranged = [];
    private readonly List<Segment> _segments = [];
    private ProjectedNode? _projected;

    /// <summary>Finds the sums that are computed in the loop, with their products.</summary>
    private void FindSums()
    {
        var seen = new HashSet<CellValue>();
        foreach (var state in _cell.States)
        {
            Visit(_cell.NextOf(state));
        }

        void Visit(CellValue value)
        {
            if (!seen.Add(value) || !IsInLoop(value))
            {
                return;
            }

            if (Interpolation.Of(value) is { } between)
            {
                Visit(between.Start);
                Visit(between.End);
                Visit(between.Weight);
                return;
            }

            if (value is not (ProductValue or BinaryValue { Operator: ValueOperator.Add or ValueOperator.Subtract }))
            {
                foreach (var operand in value.Operands)
                {
                    Visit(operand);
                }

                return;
            }

            var terms = SumTerms.Of(value, StaysWhole);
            var sum = new Sum(value, terms);
            sum.HasInput = terms.Products.Select(product => product.Operand).Concat(terms.Others.Select(other => other.Value).Where(part => !IsAdded(part))).Any(part => _facts.Of(part) == Dependence.Input);
            foreach (var product in terms.Products)
            {
                if (_facts.Of(product.Operand) == Dependence.State)
                {
                    sum.Products.Add(product);
                    Visit(product.Operand);
                }
                else
                {
                    sum.Given.Add(product);
                }
            }

            foreach (var (scale, part) in terms.Others)
            {
                if (scale == 1 && sum is { HasInput: true, Normed: null } && NormedProduct.Of(part, _facts, StaysWhole, _definitions.ContainsKey) is { } normed)
                {
                    sum.Normed = normed;
                    Visit(normed.Operand);
                }
                else if (IsAdded(part))
                {
                    sum.Computed.Add((scale, part));
                    Visit(part);
                }
                else
                {
                    sum.GivenOthers.Add((scale, part));
                }
            }

            _sums.Add(value, sum);
        }

        foreach (var group in _sums.Values.Where(sum => sum.Normed is not null).GroupBy(sum => (sum.Normed!.Operand, sum.Value.Length)).ToList())
        {
            if (group.Count() > 1)
            {
                _normed.Add(new SharedNorm(group.Key.Operand, [.. group]));
                continue;
            }

            // One alone is what it is: a product, and what normalises it.
            var single = group.First();
            single.Computed.Add((1, single.Normed!.Value));
            single.Normed = null;
            Visit(single.Computed[single.Computed.Count - 1].Value);
        }
    }

    /// <summary>Whether a term of a sum is added in the loop; else it is a part of the input projection, or of the bias.</summary>
    private bool IsAdded(CellValue part) => _facts.Of(part) == Dependence.State || (_swept is not null && _facts.Of(part) == Dependence.Input);

    /// <summary>Whether a term of a sum is not split: it has other readers, or it is one operation.</summary>
    private bool StaysWhole(CellValue value) =>
        IsInLoop(value)
        && (_facts.ReadersOf(value) > 1 || Interpolation.Of(value) is not null);

    /// <summary>Arranges the sums with an input projection side by side: first those that share most products, gates with the same function together.</summary>
    private void ArrangeBlocks()
    {
        foreach (var group in _sums.Values
            .SelectMany(sum => sum.Products.Select(product => (Sum: sum, product.Operand)))
            .GroupBy(pair => pair.Operand)
            .OrderBy(group => group.Key.Number))
        {
            _products.Add(new SharedProduct(group.Key, [.. group.Select(pair => pair.Sum).Distinct()]));
        }

        foreach (var sum in _normed.SelectMany(norm => norm.Sums.OrderBy(FunctionOf)).Concat(_products.OrderByDescending(product => product.Sums.Count(sum => sum.HasInput)).SelectMany(product => product.Sums.Where(sum => sum.HasInput).OrderBy(FunctionOf)))
            .Concat(_sums.Values.Where(sum => sum.HasInput).OrderBy(FunctionOf)).Distinct())
        {
            sum.Block = new InputBlock(LabelOf(sum), sum.Value.Length, sum.Given, sum.GivenOthers, sum.Terms.Number);
            _arranged.Add(sum);
        }

        if (_arranged.Count > 0)
        {
            _projected = Add(new ProjectedNode(ExtentOf(_arranged)) { Name = "projected", Symbol = "a" });
            _segments.Add(new Segment(_projected, [.. _arranged]));
        }

        // σ before tanh before everything else.
        int FunctionOf(Sum sum) => ReaderOf(sum) switch
        {
            FunctionValue { Function: FunctionKind.Sigmoid } => 0,
            FunctionValue { Function: FunctionKind.Tanh } => 1,
            FunctionValue => 2,
            _ => 3,
        };
    }

    /// <summary>The one reader of a sum; null if there are several.</summary>
    private CellValue? ReaderOf(Sum sum) => _facts.ReadersOf(sum.Value) == 1
        ? _cell.Definitions.SelectMany(definition => Within(definition.Value)).FirstOrDefault(value => value.Operands.Contains(sum.Value))
        : null;

    private static IEnumerable<CellValue> Within(CellValue value) =>
        value is FunctionValue ? value.Operands.SelectMany(Within).Prepend(value) : [value];

    /// <summary>The name of the equation with a sum, as the equations write it.</summary>
    private string LabelOf(Sum sum) => DefinitionOf(sum.Value)?.Symbol ?? "";

    private string KeyOf(Sum sum) => DefinitionOf(sum.Value)?.Name.Key ?? "inner";

    /// <summary>The first equation with a value.</summary>
    private CellDefinition? DefinitionOf(CellValue value) =>
        _definitions.TryGetValue(value, out var own) ? own : _cell.Definitions.FirstOrDefault(definition => Contains(definition.Value, value, isOwn: true));

    private bool Contains(CellValue whole, CellValue part, bool isOwn) =>
        whole == part || ((isOwn || !_definitions.ContainsKey(whole)) && whole.Operands.Any(operand => Contains(operand, part, isOwn: false)));

    private CellNode BuildSum(Sum sum)
    {
        var result = default(CellNode);
        foreach (var product in _products.Where(product => product.Sums.Contains(sum)))
        {
            var operand = Translate(product.Operand);
            if (!product.IsBuilt)
            {
                Build(product, operand);
            }

            if (product.PartOf(sum) is not { } part)
            {
                continue;
            }

            if (sum.Block is null)
            {
                result = result is null ? part : Add(new SumNode(result, part));
            }
            else
            {
                Replace(sum, Add(new SumNode(PieceOf(sum), part)));
            }
        }

        if (_normed.FirstOrDefault(norm => norm.Sums.Contains(sum)) is { IsBuilt: false } shared)
        {
            Build(shared);
        }

        if (sum.Block is not null)
        {
            result = PieceOf(sum);
        }

        // Terms that are added come before those that are subtracted. Elementwise products come last: they are multiplied and added in one operation.
        var computed = sum.Computed.OrderByDescending(part => part.Scale).ThenBy(part => part.Value is BinaryValue { Operator: ValueOperator.Times } && !StaysWhole(part.Value)).ToList();
        if (sum.Bias is { } bias && sum.Products.Count == 0)
        {
            if (NormWithBias(sum, bias) is { } normed)
            {
                return normed;
            }

            result = computed.Aggregate(result, (left, part) => Join(left, part.Scale, part.Value));
            return Add(new SumNode(result!, Vector(bias, sum.Value.Length, bias.OneVector)));
        }

        var shift = sum.Block is null && sum.Bias is null ? sum.Terms.Number : 0;
        return result is null && computed.Count == 1
            ? Affine(Translate(computed[0].Value), computed[0].Scale, shift)
            : Affine(computed.Aggregate(result, (left, part) => Join(left, part.Scale, part.Value))!, 1, shift);
    }

    private CellNode Join(CellNode? left, double scale, CellValue value)
    {
        var right = Translate(value);
        return (left, scale) switch
        {
            (null, _) => Affine(right, scale, 0),
            (_, -1) => Add(new DifferenceNode(left, right)),
            _ => Add(new SumNode(left, Affine(right, scale, 0))),
        };
    }

    /// <summary>scale × operand + shift; the operand for 1 and 0.</summary>
    private CellNode Affine(CellNode operand, double scale, double shift) => (scale, shift) is (1, 0) ? operand : Add(new AffineNode(operand, scale, shift));

    /// <summary>γ ⊙ layernorm(a) + β is one operation.</summary>
    private NormNode? NormWithBias(Sum sum, VectorSum bias)
    {
        if (sum.Products.Count > 0 || sum.Computed.Count != 1 || sum.Computed[0].Scale != 1)
        {
            return null;
        }

        return GainedNorm.Of(sum.Computed[0].Value, _facts, _definitions.ContainsKey) is { } gained
            ? Norm(gained.Norm, gained.Gain is { } gain ? VectorSum.Of(gain) : null, bias)
            : null;
    }

    /// <summary>One product for all sums with a product of this operand.</summary>
    private void Build(SharedProduct product, CellNode operand)
    {
        product.IsBuilt = true;
        var inside = product.Sums.Where(sum => sum.Block is not null).OrderBy(sum => _arranged.IndexOf(sum)).ToList();
        var alone = product.Sums.Where(sum => sum.Block is null).ToList();
        var together = inside.Count > 1 ? NeighboursIn(inside) : null;
        var all = inside.Concat(alone).ToList();
        var rows = all.Select(sum => (IReadOnlyList<ProductTerm>)[.. sum.Products.Where(term => term.Operand == product.Operand)]).ToList();
        var extent = ExtentOf(all);
        var labels = all.Select(LabelOf).Where(label => label.Length > 0).Distinct().ToList();
        var operandText = TextOf(product.Operand);
        var weight = Weight(
            new JoinedMatrices(rows), extent, $"{KeyOf(product.Operand)}_weights", isMatrix: true,
            rows.Count == 1 && rows[0].Count == 1 ? rows[0][0].Matrix.Name.Display : "U");
        var biases = all.Select(sum => (sum.Value.Length, AddsBias(sum, product) ? sum.Bias : null)).ToList();
        var bias = biases.Exists(part => part.Item2 is not null) ? Weight(new JoinedBiases(biases), extent, weight.Name + "_bias", isMatrix: false, "b") : null;
        var node = Add(new ProductNode(operand, weight, bias));
        if (alone.Count == 0 && together is not null)
        {
            // It is added where the parts of the input lie.
            Cover(together, inside, node, $"{PluralOf(labels)}: input projection plus the product with {operandText}");
            return;
        }

        if (all.Count == 1)
        {
            product.SetPart(all[0], node);
            return;
        }

        node.Name = _names.Reserve($"{KeyOf(product.Operand)}_product");
        (node.Symbol, node.Equation) = ("u", $"The products with {operandText} of {string.Join(", ", labels)}");
        var first = CellExtent.Zero;
        if (together is not null)
        {
            var wide = ExtentOf(inside);
            var part = Slice(node, first, wide, $"{KeyOf(product.Operand)}_products");
            Cover(together, inside, part, $"{PluralOf(labels.Take(inside.Count).ToList())}: input projection plus the product with {operandText}");
            first = wide;
        }
        else
        {
            foreach (var sum in inside)
            {
                product.SetPart(sum, Slice(node, first, ExtentOf(sum.Value.Length), $"{KeyOf(sum)}_product"));
                first += ExtentOf(sum.Value.Length);
            }
        }

        foreach (var sum in alone)
        {
            product.SetPart(sum, Slice(node, first, ExtentOf(sum.Value.Length), $"{KeyOf(sum)}_product"));
            first += ExtentOf(sum.Value.Length);
        }
    }

    /// <summary>One product and one normalisation for all sums with a normalised product of this operand: each block has its own mean and variance.</summary>
    private void Build(SharedNorm norm)
    {
        norm.IsBuilt = true;
        var operand = Translate(norm.Operand);
        var sums = norm.Sums.OrderBy(sum => _arranged.IndexOf(sum)).ToList();
        var extent = ExtentOf(sums);
        var (key, labels) = (KeyOf(norm.Operand), string.Join(", ", sums.Select(LabelOf)));
        var product = Add(new ProductNode(operand, Weight(new JoinedMatrices([.. sums.Select(sum => sum.Normed!.Products)]), extent, key + "_weights", isMatrix: true, "U"), null));
        (product.Name, product.Symbol, product.Equation) = (_names.Reserve(key + "_product"), "u", $"The products with {TextOf(norm.Operand)} of {labels}");
        var gain = Weight(new JoinedGains([.. sums.Select(sum => (sum.Value.Length, sum.Normed!.Gain is { } given ? VectorSum.Of(given) : null))]), extent, "gain", isMatrix: false, "γ");
        var normed = Add(new NormNode(product, gain, null, sums.Count));
        (normed.Name, normed.Symbol, normed.Equation) = (_names.Reserve(key + "_normed"), "ū", "Each of them normalised: layernorm(u) ⊙ γ");
        if (NeighboursIn(sums) is { } together)
        {
            Cover(together, sums, normed, $"The pre-activations of {labels}: input projection plus the normalised products");
            return;
        }

        var first = CellExtent.Zero;
        foreach (var sum in sums)
        {
            Replace(sum, Add(new SumNode(PieceOf(sum), Slice(normed, first, ExtentOf(sum.Value.Length), KeyOf(sum) + "_normed"))));
            first += ExtentOf(sum.Value.Length);
        }
    }

    /// <summary>Whether a product adds the biases of a sum: the first product does.</summary>
    private bool AddsBias(Sum sum, SharedProduct product) => _products.First(candidate => candidate.Sums.Contains(sum)) == product;

    private static string PluralOf(List<string> labels) => labels.Count switch
    {
        0 => "The sum",
        1 => "The pre-activation of " + labels[0],
        _ => "The pre-activations of " + string.Join(", ", labels),
    };

    private string TextOf(CellValue value) => value switch
    {
        PreviousValue previous => previous.State.Name.At(TimeIndex.Previous),
        _ when _definitions.TryGetValue(value, out var definition) => definition.Symbol,
        BinaryValue { Operator: ValueOperator.Times } times => $"{TextOf(times.Left)} ⊙ {TextOf(times.Right)}",
        _ => "what the equation says",
    };

    private string KeyOf(CellValue value) => value switch
    {
        PreviousValue previous => previous.State.Name.Key,
        _ when _definitions.TryGetValue(value, out var definition) => definition.Name.Key,
        _ => DefinitionOf(value) is { } outer ? outer.Name.Key + "_operand" : "inner",
    };

    /// <summary>The node that contains sums as neighbours; null if none does.</summary>
    private Segment? NeighboursIn(List<Sum> sums) =>
        _segments.LastOrDefault(segment => sums.TrueForAll(segment.Holds)) is { } segment
        && segment.Sums.IndexOf(sums[sums.Count - 1]) - segment.Sums.IndexOf(sums[0]) == sums.Count - 1
            ? segment
            : null;

    private static CellExtent ExtentOf(IEnumerable<Sum> sums) => ExtentOf(CellLength.Sum(sums.Select(sum => sum.Value.Length)));

    /// <summary>Adds a value to a region of neighbouring sums.</summary>
    private void Cover(Segment segment, List<Sum> sums, CellNode added, string comment)
    {
        var node = new SumNode(LeftOf(segment, sums), added);
        node.Name = _names.Reserve("sums");
        (node.Symbol, node.Equation) = ("a", comment);
        Add(node);
        Split(segment, sums, node);
    }

    private CellNode LeftOf(Segment segment, List<Sum> sums)
    {
        if (segment.Sums.Count == sums.Count)
        {
            return segment.Node;
        }

        var before = ExtentOf(segment.Sums.TakeWhile(sum => sum != sums[0]));
        var wide = ExtentOf(sums);
        if (sums.Count == 1 && sums[0] is { Products.Count: 0, Computed.Count: 0, Normed: null } given)
        {
            // The whole value is a part of the input projection.
            var definition = _definitions.TryGetValue(given.Value, out var defined) && _cell.StateOf(defined) is null ? defined : null;
            var whole = Slice(segment.Node, before, wide, definition is null ? KeyOf(given) + "_sum" : definition.Local ?? definition.Name.Key);
            whole.Symbol = definition?.Symbol ?? (ReaderOf(given) is null ? _text.Factor(given.Value) : "");
            return whole;
        }

        return Slice(segment.Node, before, wide, sums.Count == 1 ? KeyOf(sums[0]) + "_sum" : "some_sums");
    }

    /// <summary>Moves sums to a node of their own; the sums before and after them stay.</summary>
    private void Split(Segment segment, List<Sum> sums, CellNode node)
    {
        _segments.Add(new Segment(node, sums));
        foreach (var sum in sums)
        {
            segment.Taken.Add(sum);
        }
    }

    private SliceNode Slice(CellNode of, CellExtent first, CellExtent extent, string name) => Add(new SliceNode(of, first, extent) { Name = _names.Reserve(name) });

    /// <summary>The node with the terms of a sum so far.</summary>
    private CellNode PieceOf(Sum sum)
    {
        var segment = SegmentOf(sum);
        if (segment.Pieces.TryGetValue(sum, out var piece))
        {
            return piece;
        }

        piece = LeftOf(segment, [sum]);
        segment.Pieces.Add(sum, piece);
        return piece;
    }

    private void Replace(Sum sum, CellNode node) => Split(SegmentOf(sum), [sum], node);

    private Segment SegmentOf(Sum sum) => _segments.Last(segment => segment.Holds(sum));

    /// <summary>A sum of the loop's step.</summary>
    private sealed class Sum(CellValue value, SumTerms terms)
    {
        public CellValue Value => value;

        public SumTerms Terms => terms;

        /// <summary>Products whose operand depends on a state.</summary>
        public List<ProductTerm> Products { get; } = [];

        /// <summary>Other terms that depend on a state.</summary>
        public List<(double Scale, CellValue Value)> Computed { get; } = [];

        /// <summary>Products whose operand does not depend on a state.</summary>
        public List<ProductTerm> Given { get; } = [];

        /// <summary>Other terms that do not depend on a state.</summary>
        public List<(double Scale, CellValue Value)> GivenOthers { get; } = [];

        /// <summary>A normalised product that is joined with others of the same operand.</summary>
        public NormedProduct? Normed { get; set; }

        /// <summary>Whether it has a term that depends on the input.</summary>
        public bool HasInput { get; set; }

        /// <summary>Its part of the input projection; null without one.</summary>
        public InputBlock? Block { get; set; }

        /// <summary>Its bias, if it has no input projection.</summary>
        public VectorSum? Bias => HasInput || Given.Count + GivenOthers.Count == 0 ? null : new VectorSum(GivenOthers, Given, terms.Number);
    }

    /// <summary>A product that several sums share.</summary>
    private sealed class SharedProduct(CellValue operand, IReadOnlyList<Sum> sums)
    {
        private readonly Dictionary<Sum, CellNode> _parts = [];

        public CellValue Operand => operand;

        public IReadOnlyList<Sum> Sums => sums;

        public bool IsBuilt { get; set; }

        /// <summary>Its part in a sum; null if it is added to all sums at once.</summary>
        public CellNode? PartOf(Sum sum) => _parts.TryGetValue(sum, out var part) ? part : null;

        public void SetPart(Sum sum, CellNode part) => _parts.Add(sum, part);
    }

    /// <summary>A normalised product that several sums share.</summary>
    private sealed class SharedNorm(CellValue operand, IReadOnlyList<Sum> sums)
    {
        public CellValue Operand => operand;

        public IReadOnlyList<Sum> Sums => sums;

        public bool IsBuilt { get; set; }
    }

    /// <summary>A node with the terms of neighbouring sums so far.</summary>
    private sealed class Segment(CellNode node, List<Sum> sums)
    {
        public CellNode Node => node;

        public List<Sum> Sums => sums;

        /// <summary>The sums that have moved to another segment.</summary>
        public HashSet<Sum> Taken { get; } = [];

        public bool Holds(Sum sum) => sums.Contains(sum) && !Taken.Contains(sum);

        /// <summary>The slices of single sums.</summary>
        public Dictionary<Sum, CellNode> Pieces { get; } = [];
    }
}
