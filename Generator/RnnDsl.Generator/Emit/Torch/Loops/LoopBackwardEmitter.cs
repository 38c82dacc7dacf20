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
    private readonly LoopScalars _scalars;
    private readonly string _norm;
    private readonly string _activationGradients;
    private readonly Dictionary<CellNode, List<Contribution>> _contributions = [];
    private readonly HashSet<CellNode> _complete = [];
    private readonly Dictionary<string, GradientPlace> _places = new(StringComparer.Ordinal);
    private readonly HashSet<string> _slopes = new(StringComparer.Ordinal);

    public LoopBackwardEmitter(CellGraph cell, LoopStorage storage, LoopScalars scalars, TypeNames names)
    {
        (_cell, _storage, _scalars, _norm, _activationGradients) = (cell, storage, scalars, names["CellNorm"], names["ActivationGradients"]);
        foreach (var node in cell.Nodes)
        {
            _contributions.Add(node, []);
        }

        foreach (var node in cell.Nodes.Reverse())
        {
            Visit(node);
        }

        UpdateStates();
        if (cell.Attends)
        {
            Body.Add("// Backward through the attention.");
            Body.Add($"attention.Backward(t, {PlaceOf(cell.Sequences[0]).Step}, {OfState(cell.States[0])}, sharesGiven?[t]);");
        }
    }

    /// <summary>What is computed for all steps before the loop.</summary>
    public List<string> Before { get; } = [];

    /// <summary>The loop's body.</summary>
    public List<string> Body { get; } = [];

    /// <summary>The tensors of gradients over all steps.</summary>
    public List<(string Name, CellExtent Width)> Buffers { get; } = [];

    /// <summary>Their views, step by step.</summary>
    public List<LoopView> Views { get; } = [];

    /// <summary>The gradient of what is given for every step, over all of them.</summary>
    public string OfSequence(SequenceNode node) => PlaceOf(node).Whole;

    /// <summary>The gradient of each weight, as an expression after the loop.</summary>
    public Dictionary<CellWeight, string> OfWeights { get; } = [];

    public static string OfState(CellState state) => state.Name + "Gradient";

    private void Visit(CellNode node)
    {
        if (!node.IsDifferentiable || node is PreviousNode)
        {
            return;
        }

        var gathered = _contributions[node];
        switch (node)
        {
            case VectorNode vector:
                if (gathered.Count == 0)
                {
                    // A gain or a bias: what reads it knows its gradient.
                    return;
                }

                if (gathered.TrueForAll(one => one.Whole is not null))
                {
                    OfWeights[vector.Weight] = _scalars.Sum(gathered.Select(one => $"{Product(one)}.sum([0, 1])"));
                }
                else
                {
                    Fill(PlaceOf(node), gathered, node);
                    OfWeights[vector.Weight] = $"{PlaceOf(node).Whole}.sum([0, 1])";
                }

                return;

            case SliceNode or SequenceNode:
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
            if (node is ProductNode or NormNode or ConcatNode || Sink(node) is SumNode or SliceNode or ProjectedNode)
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
        else if (node is SoftmaxNode or ConcatNode || Sink(node) is not null)
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

            case DifferenceNode difference:
                PassTo(difference.Left, gradient);
                PassTo(difference.Right, gradient with { Scale = -gradient.Scale });
                break;

            case QuotientNode quotient:
                var inverse = new Factor(FactorKind.Reciprocal, quotient.Right);
                PassTo(quotient.Left, gradient, inverse);
                PassTo(quotient.Right, gradient with { Scale = -gradient.Scale }, new Factor(FactorKind.Value, quotient), inverse);
                break;

            case ExtremeNode extreme:
                var (larger, smaller) = extreme.IsLargest ? (extreme.Left, extreme.Right) : (extreme.Right, extreme.Left);
                PassTo(extreme.Left, gradient, new Factor(FactorKind.Larger, larger, smaller));
                PassTo(extreme.Right, gradient, new Factor(FactorKind.Larger, smaller, larger));
                break;

            case ClampNode clamp:
                PassTo(clamp.Operand, gradient, new Factor(FactorKind.Unbound, clamp));
                break;

            case AffineNode affine:
                PassTo(affine.Operand, gradient with { Scale = affine.Scale * gradient.Scale });
                break;

            case SameNode same:
                PassTo(same.Operand, gradient);
                break;

            case ConcatNode concat:
                var first = CellExtent.Zero;
                foreach (var item in concat.Operands)
                {
                    PassTo(item, new Contribution(
                        $"{gradient.Base}.narrow(1, {first}, {item.Extent})", gradient.Whole is null ? null : $"{gradient.Whole}.narrow(2, {first}, {item.Extent})", gradient.Symbol, []));
                    first += item.Extent;
                }

                break;

            case SoftmaxNode softmax:
                var shares = NameOf(softmax.Operand) + "Raw";
                Body.Add("// Backward through the softmax.");
                Body.Add($"using var {shares} = {_activationGradients}.Softmax({_storage[softmax].Step}, {gradient.Base});");
                PassTo(softmax.Operand, new Contribution(shares, null, $"∂softmax({SymbolOf(softmax.Operand)})", []));
                break;

            case FunctionNode function:
                PassThroughFunction(function, gradient);
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
        var (ofBlocks, blocks) = norm.Blocks > 1 ? ("OfBlocks", ", " + Literal.Of(norm.Blocks)) : ("", "");
        var statistics = $"{norm.Name}Mean[t], {norm.Name}Scale[t], {norm.Gain.Local}{blocks}";
        OfWeights[norm.Gain] = $"{_norm}.BackwardOfGain{ofBlocks}({place.Whole}, {Whole(norm.Operand)}, {LoopStorage.All(norm.Name + "Mean")}, {LoopStorage.All(norm.Name + "Scale")}, {norm.Gain.Local}{blocks})";
        if (norm.Bias is { } bias)
        {
            OfWeights[bias] = $"{place.Whole}.sum([0, 1])";
        }

        Before.Add($"var ({LoopStorage.All(norm.Name + "Mean")}, {LoopStorage.All(norm.Name + "Scale")}) = {_norm}.Statistics{ofBlocks}({Whole(norm.Operand)}{blocks});");
        var name = $"{NameOf(norm.Operand)}Raw";
        Body.Add($"// Backward through the layer normalisation.");
        Body.Add($"using var {name} = {_norm}.Backward{ofBlocks}({gradient.Base}, {_storage[norm.Operand].Step}, {statistics});");
        _contributions[norm.Operand].Add(new Contribution(name, null, $"∂norm({SymbolOf(norm.Operand)})", []));
    }

    private void PassThroughFunction(FunctionNode function, Contribution gradient)
    {
        var value = new Factor(FactorKind.Value, function);
        switch (function.Function)
        {
            case CellFunction.Exp:
                PassTo(function.Operand, gradient, value);
                break;

            case CellFunction.Log:
                PassTo(function.Operand, gradient, new Factor(FactorKind.Reciprocal, function.Operand));
                break;

            case CellFunction.Sqrt:
                PassTo(function.Operand, gradient with { Scale = 0.5 * gradient.Scale }, new Factor(FactorKind.Reciprocal, function));
                break;

            case CellFunction.Reciprocal:
                PassTo(function.Operand, gradient with { Scale = -gradient.Scale }, value, value);
                break;

            default:
                PassTo(function.Operand, gradient, new Factor(FactorKind.Slope, function));
                break;
        }
    }

    private void PassTo(CellNode operand, Contribution gradient, params Factor[] factors)
    {
        if (operand.IsDifferentiable)
        {
            _contributions[operand].Add(gradient with { Factors = [.. gradient.Factors, .. factors] });
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
        Body.Add($"// ∂{SymbolOf(node)} = {string.Join(" + ", gathered.Select(Describe))}");
        var (slope, scale) = first.Matrix is null ? Slope(first, NameOf(node)) : (null, first.Scale);
        Body.Add((first.Matrix is { } matrix ? $"using var {name} = {first.Base}.mm({matrix.Local})"
            : slope is not null ? $"using var {name} = {first.Base}.mul({slope})"
            : $"using var {name} = {first.Base}.clone()") + Scaled(scale) + ";");
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
            ? $"// {symbol} is saved for the weight gradients."
            : $"// {symbol} = {string.Join(" + ", gathered.Select(Describe))}");
        if (first.Matrix is { } matrix)
        {
            Body.Add($"{place.Step}.addmm_({first.Base}, {matrix.Local}, 0, {Alpha(first.Scale)});");
        }
        else if (first.Factors.Length == 0)
        {
            Body.Add($"{place.Step}.copy_({first.Base}){Scaled(first.Scale)};");
        }
        else if (first.Factors.Length == 1 && first.Factors[0].Kind == FactorKind.Value)
        {
            Body.Add($"{place.Step}.copy_({Slope(first, "").Slope}).mul_({first.Base}){Scaled(first.Scale)};");
        }
        else
        {
            // The factors of all steps are put where the gradient will be.
            Before.Add((TimesSlope(first.Factors, place.Whole) ?? $"{place.Whole}.copy_({Multiply(first.Factors)})") + Scaled(first.Scale) + ";");
            Body.Add($"{place.Step}.mul_({first.Base});");
        }

        foreach (var one in gathered.Skip(1))
        {
            Body.Add(Add(place.Step, one, place.Name));
        }
    }

    private void UpdateStates()
    {
        // A state that another one took over must still be there when that one's turn comes.
        foreach (var state in _cell.States)
        {
            var target = OfState(state);
            var others = _cell.States.Where(other => other != state).SelectMany(Gathered).Where(one => one.Base.Split('.')[0] == target);
            var kept = state.Name + "GradientAfter";
            if (others.Any())
            {
                Body.Add($"using var {kept} = {target}.clone();");
            }

            // Found one by one: what two states share is one contribution, and is renamed once.
            foreach (var one in others)
            {
                one.Base = kept + one.Base.Substring(target.Length);
            }
        }

        foreach (var state in _cell.States)
        {
            UpdateState(state);
        }
    }

    private List<Contribution> Gathered(CellState state) =>
        _cell.Nodes.OfType<PreviousNode>().FirstOrDefault(node => node.State == state) is { } previous ? _contributions[previous] : [];

    /// <summary>What a state's gradient is one step before.</summary>
    private void UpdateState(CellState state)
    {
        var target = OfState(state);
        var gathered = Gathered(state);
        if (gathered.Count == 0)
        {
            Body.Add($"// {state.Symbol} of the previous step has no gradient.");
            Body.Add($"{target}.zero_();");
            return;
        }

        var own = gathered.Where(one => one.Base == target).ToList();
        var others = gathered.Where(one => one.Base != target).OrderBy(one => one.Matrix is null).ToList();
        Body.Add($"// ∂{state.Symbol} of the previous step = {string.Join(" + ", gathered.Select(Describe))}");
        if (own.Count > 1 || own.Any(one => one.Factors.Length > 1))
        {
            var name = state.Name + "Passed";
            var number = own.Where(one => one.Factors.Length == 0).Sum(one => one.Scale);
            var products = own.Where(one => one.Factors.Length > 0).ToList();
            if (products.Count == 0)
            {
                Body.Add($"{target}{Scaled(number)};");
            }
            else
            {
                var isVector = products.TrueForAll(one => one.Factors.All(IsVector));
                Before.Add($"var {name} = {_scalars.Sum(products.Select(MultiplyScaled))}"
                    + (number == 0 ? "" : $".add({_scalars[number]}, {_scalars.One})") + (isVector ? ";" : ".unbind(0);"));
                Body.Add($"{target}.mul_({name}{(isVector ? "" : "[t]")});");
            }
        }
        else if (own.Count == 1)
        {
            var (slope, scale) = Slope(own[0], state.Name);
            if (slope is not null || scale != 1)
            {
                Body.Add(target + (slope is null ? "" : $".mul_({slope})") + Scaled(scale) + ";");
            }
        }
        else if (others.Count > 0 && others[0] is { Matrix: { } matrix } first)
        {
            Body.Add($"{target}.addmm_({first.Base}, {matrix.Local}, 0, {Alpha(first.Scale)});");
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

    private string Add(string target, Contribution one, string name)
    {
        if (one.Matrix is { } matrix)
        {
            return $"{target}.addmm_({one.Base}, {matrix.Local}, 1, {Alpha(one.Scale)});";
        }

        var (slope, scale) = Slope(one, name);
        return slope is not null ? $"{target}.addcmul_({one.Base}, {slope}, {_scalars[scale]});"
            : scale == 1 ? $"{target}.add_({one.Base}, {_scalars.One});"
            : scale == -1 ? $"{target}.sub_({one.Base});"
            : $"{target}.add_({one.Base}, {_scalars[scale]});";
    }

    private string Scaled(double scale) => scale switch
    {
        1 => "",
        -1 => ".neg_()",
        _ => $".mul_({_scalars[scale]})",
    };

    /// <summary>A number in a product, which takes it as it is.</summary>
    private static string Alpha(double scale) => scale == 1 ? "1" : scale == -1 ? "-1" : $"(float){Literal.Of(scale)}";

    /// <summary>
    /// The factors of a contribution at step t, and the number that is still to be multiplied by; null where there are none. Several are multiplied
    /// before the loop, and the number with them.
    /// </summary>
    private (string? Slope, double Scale) Slope(Contribution one, string name)
    {
        if (one.Factors.Length == 0)
        {
            return (null, one.Scale);
        }

        if (one.Factors.Length == 1 && one.Factors[0].Kind == FactorKind.Value)
        {
            return (_storage[one.Factors[0].Node].Step, one.Scale);
        }

        var slope = name + "Factor";
        for (var number = 2; !_slopes.Add(slope); number++)
        {
            slope = name + "Factor" + Literal.Of(number);
        }

        // What is made of vectors alone is the same at every step.
        var isVector = one.Factors.All(IsVector);
        Before.Add($"var {slope} = {MultiplyScaled(one)}{(isVector ? "" : ".unbind(0)")};");
        return (slope + (isVector ? "" : "[t]"), 1);
    }

    /// <summary>The factors and the number of a contribution, over all steps.</summary>
    private string MultiplyScaled(Contribution one)
    {
        var product = Multiply(one.Factors);
        return one.Scale == 1 ? product : one.Factors.Length == 1 && one.Factors[0].Kind == FactorKind.Value ? $"{product}.mul({_scalars[one.Scale]})" : product + Scaled(one.Scale);
    }

    /// <summary>The product of factors over all steps, as a new tensor, or the one that is there where a value stands alone.</summary>
    private string Multiply(Factor[] factors)
    {
        if (TimesSlope(factors) is { } product)
        {
            return product;
        }

        // What is not there yet is made first and then multiplied in place; a vector fits into what there is for every step, and not the other way round.
        var ordered = factors.OrderBy(IsVector).ThenBy(factor => factor.Kind == FactorKind.Value).ToList();
        var first = ordered[0];
        var isValue = first.Kind == FactorKind.Value && ordered.Count > 1;
        var text = isValue
            ? $"{Whole(first.Node)}.mul({(ordered[1].Kind == FactorKind.Value ? Whole(ordered[1].Node) : Fresh(ordered[1]))})"
            : Fresh(first);
        var taken = isValue ? 2 : 1;
        return text + string.Concat(ordered.Skip(taken).Select(factor =>
            $".mul_({(factor.Kind == FactorKind.Value ? Whole(factor.Node) : Fresh(factor))})"));
    }

    /// <summary>The same where one factor is the slope of a σ or tanh, which is multiplied by the others at once; null where none is, or nothing else.</summary>
    private string? TimesSlope(Factor[] factors, string? into = null)
    {
        var slope = factors.FirstOrDefault(factor => factor is { Kind: FactorKind.Slope, Node: FunctionNode { Function: CellFunction.Sigmoid or CellFunction.Tanh } });
        return slope is null || factors.Length == 1 ? null
            : $"{_activationGradients}.{((FunctionNode)slope.Node).Function}({Whole(slope.Node)}, {Multiply([.. factors.Where(factor => factor != slope)])}{(into is null ? "" : ", into: " + into)})";
    }

    private static bool IsVector(Factor factor) => factor.Node is VectorNode && factor.Other is null or VectorNode;

    private string Fresh(Factor factor)
    {
        if (factor is { Kind: FactorKind.Unbound, Node: ClampNode clamp })
        {
            // The bounded value itself may have no place: it is a part of what reads it.
            var bounded = Whole(clamp.Operand);
            return $"{bounded}.{(clamp.IsLargest ? "ge" : "le")}({_scalars[clamp.Bound]}).to({bounded}.dtype)";
        }

        var value = Whole(factor.Node);
        return factor.Kind switch
        {
            FactorKind.Complement => $"{value}.neg().add_({_scalars.One}, {_scalars.One})",
            FactorKind.Reciprocal => $"{value}.reciprocal()",
            FactorKind.Larger => $"{value}.sub({Whole(factor.Other!)}).sign_().add_({_scalars.One}, {_scalars.One}).mul_({_scalars[0.5]})",
            FactorKind.Difference => $"{value}.sub({Whole(factor.Other!)})",
            FactorKind.Slope => ((FunctionNode)factor.Node).Function switch
            {
                CellFunction.Sigmoid => $"{value}.addcmul({value}, {value}, {_scalars[-1]})",
                CellFunction.Tanh => $"{value}.pow({_scalars[2]}).neg_().add_({_scalars.One}, {_scalars.One})",
                CellFunction.Softplus => $"{Whole(((FunctionNode)factor.Node).Operand)}.sigmoid()",
                _ => $"{value}.sign()",
            },
            _ => value,
        };
    }

    /// <summary>A contribution's product over all steps, for what is summed over them.</summary>
    private string Product(Contribution one) =>
        one.Whole is { } whole
            ? whole + string.Concat(one.Factors.Select(factor => $".mul({(factor.Kind == FactorKind.Value ? Whole(factor.Node) : Fresh(factor))})"))
                + (one.Scale == 1 ? "" : $".mul({_scalars[one.Scale]})")
            : throw new InvalidOperationException($"The gradient '{one.Base}' is not there after its step.");

    private string Whole(CellNode node) => _storage[node].Whole;

    private string Describe(Contribution one)
    {
        var factors = one.Factors.Select(factor => factor.Kind switch
        {
            FactorKind.Complement => $"(1 - {SymbolOf(factor.Node)})",
            FactorKind.Difference => $"({SymbolOf(factor.Node)} - {SymbolOf(factor.Other!)})",
            FactorKind.Reciprocal => $"1 / {SymbolOf(factor.Node)}",
            FactorKind.Larger => $"[{SymbolOf(factor.Node)} > {SymbolOf(factor.Other!)}]",
            FactorKind.Unbound when factor.Node is ClampNode clamp => $"[{SymbolOf(clamp.Operand)} {(clamp.IsLargest ? ">" : "<")} {Literal.Of(clamp.Bound)}]",
            FactorKind.Slope => ((FunctionNode)factor.Node).Function switch
            {
                CellFunction.Sigmoid => $"{SymbolOf(factor.Node)}(1 - {SymbolOf(factor.Node)})",
                CellFunction.Tanh => $"(1 - {SymbolOf(factor.Node)}²)",
                CellFunction.Softplus => $"σ({SymbolOf(((FunctionNode)factor.Node).Operand)})",
                _ => $"[{SymbolOf(factor.Node)} > 0]",
            },
            _ => SymbolOf(factor.Node),
        });
        var scale = one.Scale == 1 ? "" : one.Scale == -1 ? "-" : Literal.Of(one.Scale) + " ";
        return scale + string.Join(" ⊙ ", factors.Prepend(one.Matrix is { } matrix ? $"{one.Symbol} {matrix.Symbol}" : one.Symbol));
    }

    private string SymbolOf(CellNode node) => node.Symbol.Length > 0 ? node.Symbol : NameOf(node);

    /// <summary>The nearest name of a node or of what is made of it.</summary>
    private string NameOf(CellNode node) => node.Name.Length > 0 ? node.Name : NameOf(_cell.ReadersOf(node)[0]);

    private static Contribution At(GradientPlace place, CellNode node) =>
        new(place.Step, place.Whole, "∂" + (node.Symbol.Length > 0 ? node.Symbol : place.Symbol), []);

    /// <summary>What a sum shares its place with: the input's products, or some of their blocks.</summary>
    private CellNode? Sink(CellNode node) => node switch
    {
        ProjectedNode or SliceNode or ProductNode or NormNode => node,
        SumNode sum => sum.Left != sum.Right && _cell.ReadersOf(sum.Left).Count == 1 && _cell.StateOf(sum.Left) is null && Sink(sum.Left) is ProjectedNode or SliceNode ? sum.Left : null,
        _ => null,
    };

    /// <summary>Where a gradient lies for all steps.</summary>
    private GradientPlace PlaceOf(CellNode node)
    {
        switch (node)
        {
            case ProjectedNode:
                return Buffer(node.Name + "Gradient", node, "a");

            case SliceNode slice:
                var of = PlaceOf(slice.Of);
                return View(NameOf(slice) + "Gradient", of, slice.First, slice.Extent, SymbolOfReader(slice));

            case SumNode sharing:
                return PlaceOf(sharing.Left);

            case ProductNode or NormNode when SumOfInput(node) is { } sum:
                return PlaceOf(sum);

            default:
                return Buffer(NameOf(node) + "Gradients", node, SymbolOf(node));
        }
    }

    /// <summary>The sum with the input's products that is the one reader of a node; null where there is none.</summary>
    private SumNode? SumOfInput(CellNode node)
    {
        var readers = _cell.ReadersOf(node);
        return readers.Count == 1 && _cell.StateOf(node) is null && readers[0] is SumNode sum && sum.Left != node && Sink(sum) is not null ? sum : null;
    }

    private string SymbolOfReader(SliceNode slice)
    {
        // A sum that has no name is written by what is made of it: the first that has one.
        for (CellNode node = slice; _cell.ReadersOf(node) is { Count: > 0 } readers; node = readers[0])
        {
            if (readers[0].Symbol is { Length: > 0 } symbol && !symbol.Contains(' '))
            {
                return "a_" + symbol;
            }
        }

        return slice.Name;
    }

    private GradientPlace Buffer(string name, CellNode node, string symbol)
    {
        var all = LoopStorage.All(name);
        if (!_places.TryGetValue(all, out var place))
        {
            Buffers.Add((all, node.Extent));
            Views.Add(new LoopView(name, all, CellExtent.Zero, null));
            _places.Add(all, place = new GradientPlace(name, all, name + "[t]", all, CellExtent.Zero, symbol));
        }

        return place;
    }

    private GradientPlace View(string name, GradientPlace of, CellExtent first, CellExtent width, string symbol)
    {
        var key = $"{of.Buffer}/{of.First + first}/{width}";
        if (!_places.TryGetValue(key, out var place))
        {
            while (Views.Any(view => view.Name == name))
            {
                name = "raw" + Identifiers.ToPascalCase(name);
            }

            Views.Add(new LoopView(name, of.Buffer, of.First + first, width));
            _places.Add(key, place = new GradientPlace(name, LoopStorage.Region(of.Buffer, of.First + first, width), name + "[t]", of.Buffer, of.First + first, symbol));
        }

        return place;
    }

    /// <summary>A part of a gradient.</summary>
    /// <param name="Base">The gradient it is made of, at step t.</param>
    /// <param name="Whole">The same over all steps, where it outlives its own.</param>
    /// <param name="Symbol">How comments write the base.</param>
    /// <param name="Factors">What it is multiplied by, elementwise.</param>
    private sealed record Contribution(string Base, string? Whole, string Symbol, Factor[] Factors)
    {
        public string Base { get; set; } = Base;

        /// <summary>The number it is multiplied by.</summary>
        public double Scale { get; init; } = 1;

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
        Reciprocal,

        /// <summary>1 where the node is larger than the other, 0 where it is smaller, and one half where they are equal.</summary>
        Larger,

        /// <summary>1 where a bound does not act, else 0.</summary>
        Unbound,
    }

    private sealed record GradientPlace(string Name, string Whole, string Step, string Buffer, CellExtent First, string Symbol);
}
