using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>
/// Writes the derivative of a cell's step, last step first (backpropagation through time). A gradient is a sum of products; the factors that the
/// forward run has left behind are multiplied for all steps at once before the loop, so that inside it there is one operation for each.
/// </summary>
internal sealed class LoopBackwardEmitter
{
    private readonly CellGraph _cell;
    private readonly LoopStorage _storage;
    private readonly string _norm;
    private readonly string _slope;
    private readonly Dictionary<CellNode, List<Contribution>> _contributions = [];
    private readonly HashSet<CellNode> _complete = [];
    private readonly Dictionary<string, GradientPlace> _places = new(StringComparer.Ordinal);
    private readonly HashSet<string> _slopes = new(StringComparer.Ordinal);

    public LoopBackwardEmitter(CellGraph cell, LoopStorage storage, TypeNames names)
    {
        (_cell, _storage, _norm, _slope) = (cell, storage, names["CellNorm"], names["Slope"]);
        foreach (var node in cell.Nodes)
        {
            _contributions.Add(node, []);
        }

        foreach (var node in cell.Nodes.Reverse())
        {
            Visit(node);
        }

        foreach (var state in cell.States)
        {
            UpdateState(state);
        }
    }

    /// <summary>What is computed for all steps before the loop.</summary>
    public List<string> Before { get; } = [];

    /// <summary>The loop's body.</summary>
    public List<string> Body { get; } = [];

    /// <summary>The tensors of gradients over all steps: name and width in hidden sizes.</summary>
    public List<(string Name, int Blocks)> Buffers { get; } = [];

    /// <summary>Their views, step by step.</summary>
    public List<(string Name, string Buffer, int First, int Count)> Views { get; } = [];

    /// <summary>The gradient of each weight, as an expression after the loop.</summary>
    public Dictionary<CellWeight, string> OfWeights { get; } = [];

    public static string OfState(CellState state) => state.Name + "Gradient";

    private void Visit(CellNode node)
    {
        if (!node.IsDifferentiable || node is ProjectedNode or PreviousNode)
        {
            return;
        }

        var gathered = _contributions[node];
        switch (node)
        {
            case VectorNode vector:
                if (gathered.Count > 0)
                {
                    OfWeights[vector.Weight] = string.Join(" + ", gathered.Select(one => $"{Product(one)}.sum([0, 1])"));
                }

                return;

            case SliceNode:
                if (gathered.Count > 0)
                {
                    Fill(PlaceOf(node), gathered, node);
                }

                return;
        }

        Contribution gradient;
        if (_cell.StateOf(node) is { } state)
        {
            foreach (var one in gathered)
            {
                Body.Add($"// ∂{node.Symbol} += {Describe(one)}");
                Body.Add(Add(OfState(state), one, NameOf(node)));
            }

            gradient = new Contribution(OfState(state), null, "∂" + node.Symbol, []);
            if (node is ProductNode)
            {
                Fill(PlaceOf(node), [gradient], node);
                gradient = At(PlaceOf(node), node);
            }
        }
        else if (_cell.ReadersOf(node).OfType<SliceNode>().Any())
        {
            // Its blocks have been filled one by one.
            gradient = At(PlaceOf(node), node);
        }
        else if (gathered.Count == 0)
        {
            return;
        }
        else if (node is ProductNode or NormNode or SumNode && Sink(node) is not null)
        {
            Fill(PlaceOf(node), gathered, node);
            gradient = At(PlaceOf(node), node);
        }
        else
        {
            gradient = Single(gathered, node);
        }

        Pass(node, gradient);
    }

    /// <summary>Hands a node's gradient on to its operands.</summary>
    private void Pass(CellNode node, Contribution gradient)
    {
        switch (node)
        {
            case SumNode sum:
                foreach (var operand in sum.Operands.Where(operand => operand.IsDifferentiable))
                {
                    // An operand that lies in the same place has its gradient already.
                    if (Sink(sum) is not null && Sink(operand) is not null && PlaceOf(operand) == PlaceOf(sum))
                    {
                        _complete.Add(operand);
                    }

                    _contributions[operand].Add(gradient);
                }

                break;

            case TimesNode times:
                PassTo(times.Left, gradient, new Factor(FactorKind.Value, times.Right));
                PassTo(times.Right, gradient, new Factor(FactorKind.Value, times.Left));
                break;

            case LerpNode lerp:
                PassTo(lerp.Start, gradient, new Factor(FactorKind.Complement, lerp.Weight));
                PassTo(lerp.End, gradient, new Factor(FactorKind.Value, lerp.Weight));
                PassTo(lerp.Weight, gradient, new Factor(FactorKind.Difference, lerp.End, lerp.Start));
                break;

            case FunctionNode function:
                PassTo(function.Operand, gradient, new Factor(FactorKind.Slope, function));
                break;

            case NormNode norm:
                PassThroughNorm(norm, gradient);
                break;

            case ProductNode product:
                var place = PlaceOf(product);
                OfWeights[product.Weight] = $"{place.Whole}.flatten(0, 1).t().mm({Whole(product.Operand)}.flatten(0, 1))";
                if (product.Bias is { } bias)
                {
                    OfWeights[bias] = $"{place.Whole}.sum([0, 1])";
                }

                if (product.Operand.IsDifferentiable)
                {
                    _contributions[product.Operand].Add(gradient with { Matrix = product.Weight });
                }

                break;
        }
    }

    private void PassThroughNorm(NormNode norm, Contribution gradient)
    {
        var place = PlaceOf(norm);
        var statistics = $"{norm.Name}Mean[t], {norm.Name}Scale[t], {norm.Gain.Local}";
        OfWeights[norm.Gain] = $"{_norm}.BackwardOfGain({place.Whole}, {Whole(norm.Operand)}, {LoopStorage.All(norm.Name + "Mean")}, {LoopStorage.All(norm.Name + "Scale")}, {norm.Gain.Local})";
        if (norm.Bias is { } bias)
        {
            OfWeights[bias] = $"{place.Whole}.sum([0, 1])";
        }

        Before.Add($"var ({LoopStorage.All(norm.Name + "Mean")}, {LoopStorage.All(norm.Name + "Scale")}) = {_norm}.Statistics({Whole(norm.Operand)});");
        var name = $"{NameOf(norm.Operand)}Raw";
        Body.Add($"// Back through the normalisation.");
        Body.Add($"using var {name} = {_norm}.Backward({gradient.Base}, {_storage[norm.Operand].Step}, {statistics});");
        _contributions[norm.Operand].Add(new Contribution(name, null, $"∂norm({norm.Operand.Symbol})", []));
    }

    private void PassTo(CellNode operand, Contribution gradient, Factor factor)
    {
        if (operand.IsDifferentiable)
        {
            _contributions[operand].Add(gradient with { Factors = [.. gradient.Factors, factor] });
        }
    }

    /// <summary>One gradient in place of several, in a tensor of its own.</summary>
    private Contribution Single(List<Contribution> gathered, CellNode node)
    {
        if (gathered.Count == 1 && gathered[0].Matrix is null)
        {
            return gathered[0];
        }

        var name = NameOf(node) + "Gradient";
        var first = gathered[0];
        Body.Add($"// ∂{node.Symbol} = {string.Join(" + ", gathered.Select(Describe))}");
        Body.Add(first.Matrix is { } matrix ? $"using var {name} = {first.Base}.mm({matrix.Local});"
            : Slope(first, NameOf(node)) is { } slope ? $"using var {name} = {first.Base}.mul({slope});"
            : $"using var {name} = {first.Base}.clone();");
        foreach (var one in gathered.Skip(1))
        {
            Body.Add(Add(name, one, NameOf(node)));
        }

        return new Contribution(name, null, "∂" + node.Symbol, []);
    }

    /// <summary>Writes a gradient into the tensor that holds it for all steps.</summary>
    private void Fill(GradientPlace place, List<Contribution> gathered, CellNode node)
    {
        if (_complete.Contains(node) || (gathered.Count == 1 && gathered[0].Base == place.Step))
        {
            return;
        }

        var first = gathered[0];
        Body.Add("∂" + place.Symbol is var symbol && gathered.Count == 1 && Describe(gathered[0]) == symbol
            ? $"// {symbol} is kept for the weights' gradients."
            : $"// {symbol} = {string.Join(" + ", gathered.Select(Describe))}");
        if (first.Matrix is { } matrix)
        {
            Body.Add($"{place.Step}.addmm_({first.Base}, {matrix.Local}, 0, 1);");
        }
        else if (first.Factors.Length == 0)
        {
            Body.Add($"{place.Step}.copy_({first.Base});");
        }
        else if (first.Factors.Length == 1 && first.Factors[0].Kind == FactorKind.Value)
        {
            Body.Add($"{place.Step}.copy_({Slope(first, "")}).mul_({first.Base});");
        }
        else
        {
            // The factors of all steps are put where the gradient will be.
            Before.Add((TimesSlope(first.Factors, place.Whole) ?? $"{place.Whole}.copy_({Multiply(first.Factors)})") + ";");
            Body.Add($"{place.Step}.mul_({first.Base});");
        }

        foreach (var one in gathered.Skip(1))
        {
            Body.Add(Add(place.Step, one, place.Name));
        }
    }

    /// <summary>What a state's gradient is one step before.</summary>
    private void UpdateState(CellState state)
    {
        var target = OfState(state);
        var previous = _cell.Nodes.OfType<PreviousNode>().Single(node => node.State == state);
        var gathered = _contributions[previous];
        var own = gathered.Where(one => one.Base == target).ToList();
        var others = gathered.Where(one => one.Base != target).OrderBy(one => one.Matrix is null).ToList();
        Body.Add($"// ∂{state.Symbol} of the step before = {string.Join(" + ", gathered.Select(Describe))}");
        if (own.Count > 1 || own.Any(one => one.Factors.Length > 1))
        {
            var name = state.Name + "Passed";
            Before.Add($"var {name} = ({string.Join(" + ", own.Select(one => $"({Multiply(one.Factors)})"))}).unbind(0);");
            Body.Add($"{target}.mul_({name}[t]);");
        }
        else if (own.Count == 1)
        {
            if (Slope(own[0], state.Name) is { } slope)
            {
                Body.Add($"{target}.mul_({slope});");
            }
        }
        else if (others.Count > 0 && others[0] is { Matrix: { } matrix } first)
        {
            Body.Add($"{target}.addmm_({first.Base}, {matrix.Local}, 0, 1);");
            others.RemoveAt(0);
        }
        else
        {
            Body.Add($"{target}.zero_();");
        }

        foreach (var one in others)
        {
            Body.Add(Add(target, one, state.Name));
        }
    }

    private string Add(string target, Contribution one, string name) =>
        one.Matrix is { } matrix ? $"{target}.addmm_({one.Base}, {matrix.Local}, 1, 1);"
        : Slope(one, name) is { } slope ? $"{target}.addcmul_({one.Base}, {slope}, one);"
        : $"{target}.add_({one.Base});";

    /// <summary>The factors of a contribution at step t; null where there are none. Several are multiplied before the loop.</summary>
    private string? Slope(Contribution one, string name)
    {
        if (one.Factors.Length == 0)
        {
            return null;
        }

        if (one.Factors.Length == 1 && one.Factors[0].Kind == FactorKind.Value)
        {
            return _storage[one.Factors[0].Node].Step;
        }

        var slope = name + "Slope";
        for (var number = 2; !_slopes.Add(slope); number++)
        {
            slope = name + "Slope" + Literal.Of(number);
        }

        Before.Add($"var {slope} = {Multiply(one.Factors)}.unbind(0);");
        return slope + "[t]";
    }

    /// <summary>The product of factors over all steps, as a new tensor, or the one that is there where a value stands alone.</summary>
    private string Multiply(Factor[] factors)
    {
        if (TimesSlope(factors) is { } product)
        {
            return product;
        }

        var ordered = factors.OrderBy(factor => factor.Kind == FactorKind.Value).ToList();
        var first = ordered[0];
        var text = first.Kind == FactorKind.Value && ordered.Count > 1 && ordered[1].Kind == FactorKind.Value
            ? $"{Whole(first.Node)}.mul({Whole(ordered[1].Node)})"
            : Fresh(first);
        var taken = first.Kind == FactorKind.Value && ordered.Count > 1 ? 2 : 1;
        return text + string.Concat(ordered.Skip(taken).Select(factor =>
            $".mul_({(factor.Kind == FactorKind.Value ? Whole(factor.Node) : Fresh(factor))})"));
    }

    /// <summary>The same where one factor is the slope of a σ or tanh, which is multiplied by the others at once; null where none is, or nothing else.</summary>
    private string? TimesSlope(Factor[] factors, string? into = null)
    {
        var slope = factors.FirstOrDefault(factor => factor is { Kind: FactorKind.Slope, Node: FunctionNode { Function: CellFunction.Sigmoid or CellFunction.Tanh } });
        return slope is null || factors.Length == 1 ? null
            : $"{_slope}.Of{((FunctionNode)slope.Node).Function}({Whole(slope.Node)}, {Multiply([.. factors.Where(factor => factor != slope)])}{(into is null ? "" : ", into: " + into)})";
    }

    private string Fresh(Factor factor)
    {
        var value = Whole(factor.Node);
        return factor.Kind switch
        {
            FactorKind.Complement => $"{value}.neg().add_(one)",
            FactorKind.Difference => $"{value}.sub({Whole(factor.Other!)})",
            FactorKind.Slope => ((FunctionNode)factor.Node).Function switch
            {
                CellFunction.Sigmoid => $"{value}.addcmul({value}, {value}, minusOne)",
                CellFunction.Tanh => $"{value}.square().neg_().add_(one)",
                _ => $"{value}.sign()",
            },
            _ => value,
        };
    }

    /// <summary>A contribution's product over all steps, for what is summed over them.</summary>
    private string Product(Contribution one) =>
        one.Whole is { } whole
            ? whole + string.Concat(one.Factors.Select(factor => $".mul({(factor.Kind == FactorKind.Value ? Whole(factor.Node) : Fresh(factor))})"))
            : throw new InvalidOperationException($"The gradient '{one.Base}' is not there after its step.");

    private string Whole(CellNode node) => _storage[node].Whole;

    private string Describe(Contribution one)
    {
        var factors = one.Factors.Select(factor => factor.Kind switch
        {
            FactorKind.Complement => $"(1 - {SymbolOf(factor.Node)})",
            FactorKind.Difference => $"({SymbolOf(factor.Node)} - {SymbolOf(factor.Other!)})",
            FactorKind.Slope => ((FunctionNode)factor.Node).Function switch
            {
                CellFunction.Sigmoid => $"{SymbolOf(factor.Node)}(1 - {SymbolOf(factor.Node)})",
                CellFunction.Tanh => $"(1 - {SymbolOf(factor.Node)}²)",
                _ => $"[{SymbolOf(factor.Node)} > 0]",
            },
            _ => SymbolOf(factor.Node),
        });
        return string.Join(" ⊙ ", factors.Prepend(one.Matrix is { } matrix ? $"{one.Symbol} {matrix.Symbol}" : one.Symbol));
    }

    private static string SymbolOf(CellNode node) => node.Symbol.Length > 0 ? node.Symbol : node.Name;

    /// <summary>The nearest name of a node or of what is made of it.</summary>
    private string NameOf(CellNode node) => node.Name.Length > 0 ? node.Name : NameOf(_cell.ReadersOf(node).First());

    private static Contribution At(GradientPlace place, CellNode node) =>
        new(place.Step, place.Whole, "∂" + (node.Symbol.Length > 0 ? node.Symbol : place.Symbol), []);

    /// <summary>What a sum shares its place with: the input's products, or some of their blocks.</summary>
    private static CellNode? Sink(CellNode node) => node switch
    {
        ProjectedNode or SliceNode or ProductNode or NormNode => node,
        SumNode sum => Sink(sum.Left) is ProjectedNode or SliceNode ? sum.Left : null,
        _ => null,
    };

    /// <summary>Where a gradient lies for all steps.</summary>
    private GradientPlace PlaceOf(CellNode node)
    {
        switch (node)
        {
            case ProjectedNode:
                return Buffer(node.Name + "Gradient", node, () => _cell.Nodes.OfType<ProductNode>().Any() ? ProjectedBlocks() : 1, "a");

            case SliceNode slice:
                var of = PlaceOf(slice.Of);
                return View(NameOf(slice) + "Gradient", of, slice.First, slice.Count, SymbolOfReader(slice));

            case SumNode sharing:
                return PlaceOf(sharing.Left);

            case ProductNode or NormNode when SumOfInput(node) is { } sum:
                return PlaceOf(sum);

            default:
                return Buffer(NameOf(node) + "Gradients", node, () => LoopStorage.Width(node), node.Symbol);
        }
    }

    /// <summary>The sum with the input's products that is the one reader of a node; null where there is none.</summary>
    private SumNode? SumOfInput(CellNode node)
    {
        var readers = _cell.ReadersOf(node).ToList();
        return readers.Count == 1 && readers[0] is SumNode sum && sum.Left != node && Sink(sum) is not null ? sum : null;
    }

    private int ProjectedBlocks() =>
        _cell.Nodes.OfType<SliceNode>().Where(slice => slice.Of is ProjectedNode || slice.Of is SumNode { Left: ProjectedNode })
            .Select(slice => slice.First + slice.Count).DefaultIfEmpty(1).Max();

    private string SymbolOfReader(SliceNode slice) =>
        _cell.ReadersOf(slice).FirstOrDefault() is { } reader
            ? $"a_{(reader.Symbol.Length > 0 ? reader.Symbol : _cell.ReadersOf(reader).Select(SymbolOf).FirstOrDefault() ?? slice.Name)}"
            : slice.Name;

    private GradientPlace Buffer(string name, CellNode node, Func<int> blocks, string symbol)
    {
        var all = LoopStorage.All(name);
        if (!_places.TryGetValue(all, out var place))
        {
            Buffers.Add((all, blocks()));
            Views.Add((name, all, 0, -1));
            _places.Add(all, place = new GradientPlace(name, all, name + "[t]", all, 0, symbol));
        }

        return place;
    }

    private GradientPlace View(string name, GradientPlace of, int first, int count, string symbol)
    {
        var key = $"{of.Buffer}/{of.First + first}/{count}";
        if (!_places.TryGetValue(key, out var place))
        {
            while (Views.Any(view => view.Name == name))
            {
                name = "raw" + Identifiers.ToPascalCase(name);
            }

            Views.Add((name, of.Buffer, of.First + first, count));
            _places.Add(key, place = new GradientPlace(name, LoopStorage.Region(of.Buffer, of.First + first, count), name + "[t]", of.Buffer, of.First + first, symbol));
        }

        return place;
    }

    /// <summary>A part of a gradient.</summary>
    /// <param name="Base">The gradient it is made of, at step t.</param>
    /// <param name="Whole">The same over all steps, where it outlives its own.</param>
    /// <param name="Symbol">How comments write the base.</param>
    /// <param name="Factors">What it is multiplied by, number by number.</param>
    private sealed record Contribution(string Base, string? Whole, string Symbol, Factor[] Factors)
    {
        /// <summary>The matrix it is multiplied by, of a product's operand.</summary>
        public CellWeight? Matrix { get; init; }
    }

    private sealed record Factor(FactorKind Kind, CellNode Node, CellNode? Other = null);

    private enum FactorKind
    {
        Value,
        Complement,
        Difference,
        Slope,
    }

    private sealed record GradientPlace(string Name, string Whole, string Step, string Buffer, int First, string Symbol);
}
