using RnnDsl.Generator.Common;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Derivative;
using RnnDsl.Generator.Lowering.Schedule;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>How the derivative of a loop writes gradients: in code, and in the comments above it.</summary>
internal sealed class GradientNames
{
    private readonly CellGraph _cell;
    private readonly Dictionary<GradientRegion, string> _arrays = [];
    private readonly HashSet<GradientRegion> _read = [];
    private readonly Dictionary<CellNode, string> _names = [];
    private readonly Dictionary<OperandGradient, string> _operands = [];

    public GradientNames(CellGraph cell, BackwardSchedule schedule)
    {
        _cell = cell;
        foreach (var region in schedule.Regions)
        {
            var name = region.Width is null ? ArrayOf(region.Buffer) : NameOf(region.Of) + "Gradient";
            while (_arrays.ContainsValue(name))
            {
                name = "raw" + Identifiers.ToPascalCase(name);
            }

            _arrays.Add(region, name);
        }
    }

    /// <summary>Whether the code reads the steps of a region.</summary>
    public bool Reads(GradientRegion region) => _read.Contains(region);

    /// <summary>The array of a region's steps.</summary>
    public string ArrayOf(GradientRegion region) => _arrays[region];

    /// <summary>A region at step t: [batch, width].</summary>
    public string Step(GradientRegion region)
    {
        _read.Add(region);
        return _arrays[region] + "[t]";
    }

    /// <summary>A region over all steps: [time, batch, width].</summary>
    public static string Whole(GradientRegion region) => LoopNames.Columns(NameOf(region.Buffer), region.First, region.Width);

    public static string NameOf(GradientBuffer buffer) => LoopNames.All(ArrayOf(buffer));

    /// <summary>The array of a buffer's steps.</summary>
    public static string ArrayOf(GradientBuffer buffer) => buffer.Of.Name + (buffer.IsOfProjection ? "Gradient" : "Gradients");

    public static string Of(CellState state) => state.Name + "Gradient";

    /// <summary>The base of a term at step t.</summary>
    public string Step(ScheduledTerm term) => term.Columns is { } columns ? $"{Step(term.Value)}.narrow(1, {columns.First}, {columns.Extent})" : Step(term.Value);

    /// <summary>The base of a term over all steps, where it is saved.</summary>
    public static string Whole(ScheduledTerm term) => term.Value is SavedGradient saved
        ? term.Columns is { } columns ? LoopNames.Columns(Whole(saved.Region), columns.First, columns.Extent) : Whole(saved.Region)
        : throw new InvalidOperationException("The gradient does not outlive its step.");

    /// <summary>A gradient at step t.</summary>
    public string Step(GradientValue value) => value switch
    {
        StateGradient state => Of(state.State),
        PreservedStateGradient state => Of(state.State) + "After",
        SavedGradient saved => Step(saved.Region),
        TemporaryGradient temporary => NameOf(temporary.Of) + "Gradient",
        OperandGradient operand => NameOf(operand),
        _ => throw new InvalidOperationException($"A {value.GetType().Name} has no code."),
    };

    /// <summary>The local of a gradient that an operation on whole rows hands down. Several may do so to one value, and a state and its previous value have one name.</summary>
    private string NameOf(OperandGradient gradient)
    {
        if (!_operands.TryGetValue(gradient, out var name))
        {
            var (operand, reader) = (NameOf(gradient.Operand), Identifiers.ToPascalCase(NameOf(gradient.Reader)));
            var unique = $"{operand}From{reader}";
            name = gradient.Reader is NormNode or SoftmaxNode ? operand + "Raw" : unique;
            for (var number = 1; _operands.ContainsValue(name); number++)
            {
                name = unique + (number == 1 ? "Raw" : Literal.Of(number) + "Raw");
            }

            _operands.Add(gradient, name);
        }

        return name;
    }

    /// <summary>A gradient as a formula writes it: ∂h_t.</summary>
    public string Symbol(GradientValue value) => value switch
    {
        StateGradient state => "∂" + state.State.Next.Symbol,
        PreservedStateGradient state => "∂" + state.State.Next.Symbol,
        SavedGradient { Of.Symbol.Length: > 0 } saved => "∂" + saved.Of.Symbol,
        SavedGradient saved => Symbol(saved.Region),
        TemporaryGradient temporary => "∂" + temporary.Of.Symbol,
        OperandGradient { Reader: OuterNode outer, Operand: var factor } => factor == outer.Left ? $"∂({SymbolOf(outer)}) {SymbolOf(outer.Right)}" : $"∂({SymbolOf(outer)})ᵀ {SymbolOf(outer.Left)}",
        OperandGradient { Reader: ContractedNode { IsTransposed: true } product, Operand: var factor } => factor == product.Matrix ? $"{SymbolOf(product.Vector)} ∂({SymbolOf(product)})ᵀ" : $"{SymbolOf(product.Matrix)} ∂({SymbolOf(product)})",
        OperandGradient { Reader: ContractedNode product, Operand: var factor } => factor == product.Matrix ? $"∂({SymbolOf(product)}) {SymbolOf(product.Vector)}ᵀ" : $"{SymbolOf(product.Matrix)}ᵀ ∂({SymbolOf(product)})",
        OperandGradient { Reader: RepeatNode repeat } => $"the sum of ∂({SymbolOf(repeat)})",
        OperandGradient operand => $"∂{(operand.Reader is NormNode ? "norm" : "softmax")}({SymbolOf(operand.Operand)})",
        _ => throw new InvalidOperationException($"A {value.GetType().Name} has no symbol."),
    };

    /// <summary>The gradient in a region as a formula writes it.</summary>
    public string Symbol(GradientRegion region) => "∂" + region.Of switch
    {
        ProjectedNode => "a",
        SliceNode { Symbol.Length: > 0 } slice => slice.Symbol,
        SliceNode { Of: ProductNode or NormNode } slice => SymbolOfReader(slice, "u"),
        SliceNode slice => SymbolOfReader(slice, "a"),
        var node => SymbolOf(node),
    };

    /// <summary>The gradient of a value as a formula writes it.</summary>
    /// <param name="node">The value.</param>
    /// <param name="region">Where the gradient is saved; null if it is not.</param>
    public string Symbol(CellNode node, GradientRegion? region) => node.Symbol.Length == 0 && region is not null ? Symbol(region) : "∂" + SymbolOf(node);

    /// <summary>The symbol of a value, or else its name.</summary>
    public string SymbolOf(CellNode node) => node.Symbol.Length > 0 ? node.Symbol : NameOf(node);

    /// <summary>The name of a value, or else of the value that it is a part of.</summary>
    public string NameOf(CellNode node)
    {
        if (node.Name.Length > 0)
        {
            return node.Name;
        }

        if (!_names.TryGetValue(node, out var name))
        {
            _names.Add(node, name = NameOf(_cell.ReadersOf(node)[0]));
        }

        return name;
    }

    private string SymbolOfReader(SliceNode slice, string sum)
    {
        // A sum without a name is written after the first value with a symbol that is made of it.
        for (CellNode node = slice; _cell.ReadersOf(node) is { Count: > 0 } readers; node = readers[0])
        {
            if (readers[0].Symbol is { Length: > 0 } symbol && !symbol.Contains(' '))
            {
                return $"{sum}_{symbol}";
            }
        }

        return slice.Name;
    }

    /// <summary>A term as a formula writes it: 0.5 ∂h_t ⊙ z_t.</summary>
    public string Describe(ScheduledTerm term)
    {
        var symbol = Symbol(term.Value);
        var scale = term.Scale == 1 ? "" : term.Scale == -1 ? "-" : Literal.Of(term.Scale) + " ";
        return scale + string.Join(" ⊙ ", term.Factors.Select(Describe).Prepend(term.Matrix is { } matrix ? $"{symbol} {matrix.Symbol}" : symbol));
    }

    /// <summary>A sum of terms as a formula writes it.</summary>
    public string Describe(IEnumerable<ScheduledTerm> terms) => string.Join(" + ", terms.Select(Describe));

    /// <summary>A factor as a formula writes it: f(1 - f).</summary>
    public string Describe(GradientFactor factor)
    {
        var symbol = SymbolOf(factor.Node);
        return factor.Kind switch
        {
            FactorKind.Complement => $"(1 - {symbol})",
            FactorKind.Difference => $"({symbol} - {SymbolOf(factor.Other!)})",
            FactorKind.Reciprocal => $"1 / {symbol}",
            FactorKind.Larger => $"[{symbol} > {SymbolOf(factor.Other!)}]",
            FactorKind.Unbound when factor.Node is ClampNode clamp => $"[{SymbolOf(clamp.Operand)} {(clamp.IsLargest ? "≥" : "≤")} {Literal.Of(clamp.Bound)}]",
            FactorKind.Selected when factor.Node is SelectNode select => $"[{SymbolOf(select.Left)} {select.Comparison.Sign()} {SymbolOf(select.Right)}]",
            FactorKind.NotSelected when factor.Node is SelectNode select => $"[{SymbolOf(select.Left)} {select.Comparison.OppositeSign()} {SymbolOf(select.Right)}]",
            FactorKind.WholeQuotient when factor.Node is RemainderNode remainder => $"⌊{SymbolOf(remainder.Operand)} / {SymbolOf(remainder.Modulus)}⌋",
            FactorKind.ActivationGradient => ((FunctionNode)factor.Node).Function switch
            {
                CellFunction.Sigmoid => $"{symbol}(1 - {symbol})",
                CellFunction.Tanh => $"(1 - {symbol}²)",
                CellFunction.Softplus => $"σ({SymbolOf(((FunctionNode)factor.Node).Operand)})",
                CellFunction.Sin => $"cos({SymbolOf(((FunctionNode)factor.Node).Operand)})",
                CellFunction.Cos => $"-sin({SymbolOf(((FunctionNode)factor.Node).Operand)})",
                CellFunction.Erf => $"2/√π exp(-{SymbolOf(((FunctionNode)factor.Node).Operand)}²)",
                _ => $"[{symbol} > 0]",
            },
            _ => symbol,
        };
    }

    private string SymbolOf(NodeOrNumber operand) => operand.Node is { } node ? SymbolOf(node) : Literal.Of(operand.Number);
}
