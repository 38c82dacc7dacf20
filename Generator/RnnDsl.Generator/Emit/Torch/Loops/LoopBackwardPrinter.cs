using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Derivative;
using RnnDsl.Generator.Lowering.Schedule;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>
/// Prints the backward pass of a loop, last step first. The factors that the forward pass has left behind are multiplied for all steps at once before
/// the loop, so that inside it there is one operation for each term.
/// </summary>
internal sealed class LoopBackwardPrinter
{
    private readonly CellGraph _cell;
    private readonly ForwardSchedule _forward;
    private readonly LoopScalars _scalars;
    private readonly string _norm;
    private readonly string _projection;
    private readonly string _activationGradients;
    private readonly string _stateMatrix;
    private readonly HashSet<string> _factors = new(StringComparer.Ordinal);

    public LoopBackwardPrinter(CellGraph cell, ForwardSchedule forward, BackwardSchedule schedule, LoopScalars scalars, TypeNames names)
    {
        (_cell, _forward, _scalars, _norm, _projection, _activationGradients, _stateMatrix) =
            (cell, forward, scalars, names["CellNorm"], names["LinearProjection"], names["ActivationGradients"], names["StateMatrix"]);
        Gradients = new GradientNames(cell, schedule);
        foreach (var statement in schedule.Statements)
        {
            Print(statement);
        }

        foreach (var gradient in schedule.Weights)
        {
            Weights.Add((gradient.Weight, Print(gradient)));
        }
    }

    /// <summary>The statements before the loop, for all steps at once.</summary>
    public List<string> Before { get; } = [];

    /// <summary>The means and scales of normalisations, for all steps at once.</summary>
    public List<string> Statistics { get; } = [];

    /// <summary>The body of the loop.</summary>
    public List<string> Body { get; } = [];

    /// <summary>The gradient of each weight, as an expression after the loop.</summary>
    public List<(CellWeight Weight, string Gradient)> Weights { get; } = [];

    public GradientNames Gradients { get; }

    /// <summary>The names of the forward pass's values.</summary>
    public LoopNames Values { get; } = new();

    private void Print(BackwardStatement statement)
    {
        switch (statement)
        {
            case AddToState add:
                Body.Add($"// ∂{add.State.Next.Symbol} += {Gradients.Describe(add.Term)}");
                Body.Add(Add(GradientNames.Of(add.State), add.Term, Gradients.NameOf(add.State.Next)));
                break;

            case SaveGradient save:
                Print(save);
                break;

            case ComputeGradient compute:
                Print(compute);
                break;

            case NormBackward backward:
                Print(backward);
                break;

            case SoftmaxBackward backward:
                Body.Add("// Backward through the softmax.");
                Body.Add($"using var {Gradients.Step(backward.Value)} = {_activationGradients}.Softmax({Step(backward.Softmax)}, {Gradients.Step(backward.Gradient)});");
                break;

            case OperandBackward backward:
                Body.Add($"// {Gradients.Symbol(backward.Value)}");
                Body.Add($"using var {Gradients.Step(backward.Value)} = {OfOperand(backward)};");
                break;

            case PreserveState preserve:
                Body.Add($"using var {Gradients.Step(new PreservedStateGradient(preserve.State))} = {GradientNames.Of(preserve.State)}.clone();");
                break;

            case UpdateState update:
                Print(update);
                break;

            case AttentionBackward attention:
                Body.Add("// Backward through the attention.");
                Body.Add($"attention.Backward(t, {Gradients.Step(attention.Projection)}, {GradientNames.Of(attention.Query)});");
                break;

            default:
                throw new InvalidOperationException($"A {statement.GetType().Name} has no code.");
        }
    }

    private string OfOperand(OperandBackward backward)
    {
        var (operand, gradient) = (backward.Value.Operand, Gradients.Step(backward.Gradient));
        return backward.Value.Reader switch
        {
            OuterNode outer when operand == outer.Left => $"{_stateMatrix}.Times({gradient}, {Step(outer.Right)})",
            OuterNode outer => $"{_stateMatrix}.TransposedTimes({gradient}, {Step(outer.Left)})",
            ContractedNode { IsTransposed: true } contracted when operand == contracted.Matrix => $"{_stateMatrix}.Outer({Step(contracted.Vector)}, {gradient})",
            ContractedNode contracted when operand == contracted.Matrix => $"{_stateMatrix}.Outer({gradient}, {Step(contracted.Vector)})",
            ContractedNode contracted => $"{_stateMatrix}.{(contracted.IsTransposed ? "Times" : "TransposedTimes")}({Step(contracted.Matrix)}, {gradient})",
            RepeatNode => $"{gradient}.sum(1, keepdim: true)",
            var reader => throw new InvalidOperationException($"A {reader.GetType().Name} has no operand's gradient."),
        };
    }

    private void Print(SaveGradient save)
    {
        var (region, first) = (save.Region, save.Terms[0]);
        var (symbol, sum) = (Gradients.Symbol(region), Gradients.Describe(save.Terms));
        Body.Add(sum == symbol ? $"// {symbol} is saved for the weight gradients." : $"// {symbol} = {sum}");
        if (first.Matrix is { } matrix)
        {
            Body.Add($"{Gradients.Step(region)}.addmm_({Gradients.Step(first)}, {matrix.Name}, 0, {Alpha(first.Scale)});");
        }
        else if (first.Factors.Count == 0)
        {
            Body.Add($"{Gradients.Step(region)}.copy_({Gradients.Step(first)}){Scaled(first.Scale)};");
        }
        else if (first.OneValue is { } value)
        {
            Body.Add($"{Gradients.Step(region)}.copy_({Step(value)}).mul_({Gradients.Step(first)}){Scaled(first.Scale)};");
        }
        else
        {
            // The factors of all steps are put where the gradient will be.
            var whole = GradientNames.Whole(region);
            Before.Add((TimesActivationGradient(first.Factors, whole) ?? $"{whole}.copy_({Multiply(first.Factors)})") + Scaled(first.Scale) + ";");
            Body.Add($"{Gradients.Step(region)}.mul_({Gradients.Step(first)});");
        }

        foreach (var term in save.Terms.Skip(1))
        {
            Body.Add(Add(Gradients.Step(region), term, Gradients.ArrayOf(region)));
        }
    }

    private void Print(ComputeGradient compute)
    {
        var (name, local, first) = (Gradients.NameOf(compute.Value.Of), Gradients.Step(compute.Value), compute.Terms[0]);
        Body.Add($"// ∂{Gradients.SymbolOf(compute.Value.Of)} = {Gradients.Describe(compute.Terms)}");
        var (factor, scale) = first.Matrix is null ? Factor(first, name) : (null, first.Scale);
        Body.Add((first.Matrix is { } matrix ? $"using var {local} = {Gradients.Step(first)}.mm({matrix.Name})"
            : factor is not null ? $"using var {local} = {Gradients.Step(first)}.mul({factor})"
            : $"using var {local} = {Gradients.Step(first)}.clone()") + Scaled(scale) + ";");
        foreach (var term in compute.Terms.Skip(1))
        {
            Body.Add(Add(local, term, name));
        }
    }

    private void Print(NormBackward backward)
    {
        var norm = backward.Norm;
        var (ofBlocks, blocks) = OfBlocks(norm);
        Statistics.Add($"var ({StatisticsOf(norm, "Mean")}, {StatisticsOf(norm, "Scale")}) = {_norm}.Statistics{ofBlocks}({Whole(norm.Operand)}{blocks});");
        Body.Add("// Backward through the layer normalisation.");
        Body.Add($"using var {Gradients.Step(backward.Value)} = {_norm}.Backward{ofBlocks}("
            + $"{Gradients.Step(backward.Gradient)}, {Step(norm.Operand)}, {norm.Name}Mean[t], {norm.Name}Scale[t], {norm.Gain.Name}{blocks});");
    }

    private static (string OfBlocks, string Blocks) OfBlocks(NormNode norm) => norm.Blocks > 1 ? ("OfBlocks", ", " + Literal.Of(norm.Blocks)) : ("", "");

    /// <summary>The mean or the scale of a normalisation over all steps.</summary>
    public static string StatisticsOf(NormNode norm, string which) => LoopNames.All(norm.Name + which);

    private void Print(UpdateState update)
    {
        var (state, target, terms) = (update.State, GradientNames.Of(update.State), update.Terms);
        if (terms.Count == 0)
        {
            Body.Add($"// {state.Symbol} of the previous step has no gradient.");
            Body.Add($"{target}.zero_();");
            return;
        }

        var own = terms.Where(term => term.IsOf(state) && term.Columns is null).ToList();
        var others = terms.Where(term => !own.Contains(term)).OrderBy(term => term.Matrix is null).ToList();
        Body.Add($"// ∂{state.Symbol} of the previous step = {Gradients.Describe(terms)}");
        if (own.Count > 1 || own.Exists(term => term.Factors.Count > 1))
        {
            PrintOwn(state, own);
        }
        else if (own.Count == 1)
        {
            var (factor, scale) = Factor(own[0], state.Name);
            if (factor is not null || scale != 1)
            {
                Body.Add(target + (factor is null ? "" : $".mul_({factor})") + Scaled(scale) + ";");
            }
        }
        else if (others[0] is { Matrix: { } matrix } first)
        {
            Body.Add($"{target}.addmm_({Gradients.Step(first)}, {matrix.Name}, 0, {Alpha(first.Scale)});");
            others.RemoveAt(0);
        }
        else
        {
            Body.Add($"{target}.zero_();");
        }

        foreach (var term in others)
        {
            Body.Add(Add(target, term, state.Name));
        }
    }

    /// <summary>Multiplies the gradient of a state by the sum of the factors of its terms.</summary>
    private void PrintOwn(CellState state, List<ScheduledTerm> own)
    {
        var (target, name) = (GradientNames.Of(state), state.Name + "Passed");
        var number = own.Where(term => term.Factors.Count == 0).Sum(term => term.Scale);
        var products = own.Where(term => term.Factors.Count > 0).ToList();
        if (products.Count == 0)
        {
            Body.Add($"{target}{Scaled(number)};");
            return;
        }

        var isVector = products.TrueForAll(term => term.Factors.All(IsVector));
        Before.Add($"var {name} = {_scalars.Sum(products.Select(MultiplyScaled))}"
            + (number == 0 ? "" : $".add({_scalars[number]}, {_scalars.One})") + (isVector ? ";" : ".unbind(0);"));
        Body.Add($"{target}.mul_({name}{(isVector ? "" : "[t]")});");
    }

    private string Print(ScheduledWeightGradient gradient)
    {
        switch (gradient)
        {
            case MatrixProductGradient matrix:
                return $"{_projection}.WeightGradient({GradientNames.Whole(matrix.Region)}, {Whole(matrix.Operand)})";

            case RegionSum sum:
                return $"{GradientNames.Whole(sum.Region)}.sum([0, 1])";

            case TermSum sum:
                return _scalars.Sum(sum.Terms.Select(term => $"{Product(term)}.sum([0, 1])"));

            case NormGainGradient { Norm: var norm } gain:
                var (ofBlocks, blocks) = OfBlocks(norm);
                return $"{_norm}.BackwardOfGain{ofBlocks}({GradientNames.Whole(gain.Region)}, {Whole(norm.Operand)}, {StatisticsOf(norm, "Mean")}, {StatisticsOf(norm, "Scale")}, {norm.Gain.Name}{blocks})";

            default:
                throw new InvalidOperationException($"A {gradient.GetType().Name} has no code.");
        }
    }

    private string Add(string target, ScheduledTerm term, string name)
    {
        if (term.Matrix is { } matrix)
        {
            return $"{target}.addmm_({Gradients.Step(term)}, {matrix.Name}, 1, {Alpha(term.Scale)});";
        }

        var (factor, scale) = Factor(term, name);
        return factor is not null ? $"{target}.addcmul_({Gradients.Step(term)}, {factor}, {_scalars[scale]});"
            : scale == 1 ? $"{target}.add_({Gradients.Step(term)}, {_scalars.One});"
            : scale == -1 ? $"{target}.sub_({Gradients.Step(term)});"
            : $"{target}.add_({Gradients.Step(term)}, {_scalars[scale]});";
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
    /// The factors of a term at step t, and the number that is still to be multiplied by; null where there are none. Several are multiplied
    /// before the loop, and the number with them.
    /// </summary>
    private (string? Factor, double Scale) Factor(ScheduledTerm term, string name)
    {
        if (term.Factors.Count == 0)
        {
            return (null, term.Scale);
        }

        if (term.OneValue is { } value)
        {
            return (Step(value), term.Scale);
        }

        var factor = name + "Factor";
        for (var number = 2; !_factors.Add(factor); number++)
        {
            factor = name + "Factor" + Literal.Of(number);
        }

        // A product of vectors of weights is the same at every step.
        var isVector = term.Factors.All(IsVector);
        Before.Add($"var {factor} = {MultiplyScaled(term)}{(isVector ? "" : ".unbind(0)")};");
        return (factor + (isVector ? "" : "[t]"), 1);
    }

    /// <summary>The factors and the number of a term, over all steps.</summary>
    private string MultiplyScaled(ScheduledTerm term)
    {
        var product = Multiply(term.Factors);
        return term.Scale == 1 ? product : term.OneValue is not null ? $"{product}.mul({_scalars[term.Scale]})" : product + Scaled(term.Scale);
    }

    /// <summary>The product of factors over all steps, as a new tensor; a value by itself as it is.</summary>
    private string Multiply(IReadOnlyList<GradientFactor> factors)
    {
        if (TimesActivationGradient(factors) is { } product)
        {
            return product;
        }

        // Factors that need a new tensor come first, and the others multiply it in place; vectors come last, because they are broadcast to the values of all steps.
        var ordered = factors.OrderBy(IsVector).ThenBy(factor => factor.Kind == FactorKind.Value).ToList();
        var first = ordered[0];
        var isValue = first.Kind == FactorKind.Value && ordered.Count > 1;
        var text = isValue ? $"{Whole(first.Node)}.mul({Print(ordered[1])})" : Print(first);
        return text + string.Concat(ordered.Skip(isValue ? 2 : 1).Select(factor => $".mul_({Print(factor)})"));
    }

    /// <summary>The same where one factor is the activation gradient of σ or tanh, which multiplies the others in one operation; null where none is, or nothing else.</summary>
    private string? TimesActivationGradient(IReadOnlyList<GradientFactor> factors, string? into = null)
    {
        var activation = factors.FirstOrDefault(factor => factor is { Kind: FactorKind.ActivationGradient, Node: FunctionNode { Function: CellFunction.Sigmoid or CellFunction.Tanh } });
        return activation is null || factors.Count == 1 ? null
            : $"{_activationGradients}.{((FunctionNode)activation.Node).Function}({Whole(activation.Node)}, {Multiply([.. factors.Where(factor => factor != activation)])}{(into is null ? "" : ", into: " + into)})";
    }

    private static bool IsVector(GradientFactor factor) => factor is { Kind: FactorKind.Selected or FactorKind.NotSelected, Node: SelectNode select }
        ? NodeOrNumber.Nodes(select.Left, select.Right).All(node => node is VectorNode)
        : factor is { Node: VectorNode, Other: null or VectorNode };

    /// <summary>A factor over all steps.</summary>
    private string Print(GradientFactor factor)
    {
        var value = Whole(factor.Read);
        return factor.Kind switch
        {
            FactorKind.Complement => $"{value}.neg().add_({_scalars.One}, {_scalars.One})",
            FactorKind.Reciprocal => $"{value}.reciprocal()",
            FactorKind.Larger => $"{value}.sub({Whole(factor.Other!)}).sign_().add_({_scalars.One}, {_scalars.One}).mul_({_scalars[0.5]})",
            FactorKind.Difference => $"{value}.sub({Whole(factor.Other!)})",
            FactorKind.Unbound when factor.Node is ClampNode clamp => $"{value}.{(clamp.IsLargest ? "ge" : "le")}({_scalars[clamp.Bound]}).to({value}.dtype)",
            FactorKind.Selected when factor.Node is SelectNode select => $"{NodePrinter.Comparison(select, Whole, _scalars)}.to({value}.dtype)",
            FactorKind.NotSelected when factor.Node is SelectNode select => $"{NodePrinter.Comparison(select, Whole, _scalars)}.logical_not().to({value}.dtype)",
            FactorKind.WholeQuotient when factor.Node is RemainderNode { Operand.Node: null } remainder => $"({_scalars[remainder.Operand.Number]} / {value}).floor_()",
            FactorKind.WholeQuotient => $"{value}.div({Whole(factor.Other!)}).floor_()",
            FactorKind.ActivationGradient => ActivationGradient(((FunctionNode)factor.Node).Function, value),
            _ => value,
        };
    }

    /// <summary>The derivative of a function, from its value or, for those behind relu, its operand.</summary>
    private string ActivationGradient(CellFunction function, string value) => function switch
    {
        CellFunction.Sigmoid => $"{value}.addcmul({value}, {value}, {_scalars[-1]})",
        CellFunction.Tanh => $"{value}.pow({_scalars[2]}).neg_().add_({_scalars.One}, {_scalars.One})",
        CellFunction.Relu => $"{value}.sign()",
        CellFunction.Softplus => $"{value}.sigmoid()",
        CellFunction.Sin => $"{value}.cos()",
        CellFunction.Cos => $"{value}.sin().neg_()",
        // 2/√π exp(-a²)
        CellFunction.Erf => $"{value}.pow({_scalars[2]}).neg_().exp_().mul_({_scalars[2 / Math.Sqrt(Math.PI)]})",
        _ => throw new InvalidOperationException($"The derivative of {function} is made of other factors."),
    };

    /// <summary>A term over all steps.</summary>
    private string Product(ScheduledTerm term) =>
        GradientNames.Whole(term) + string.Concat(term.Factors.Select(factor => $".mul({Print(factor)})")) + (term.Scale == 1 ? "" : $".mul({_scalars[term.Scale]})");

    private string Step(CellNode node) => Values.Step(_forward[node]);

    private string Whole(CellNode node) => Values.Whole(_forward[node]);
}
