using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Lowering.Derivative;

/// <summary>Differentiates a time step: reverse-mode, operation by operation.</summary>
internal sealed class Differentiator
{
    private readonly CellGraph _cell;
    private readonly Dictionary<CellNode, List<GradientTerm>> _terms = [];
    private readonly List<WeightGradient> _weights = [];

    /// <summary>Values whose gradient is 0, such as those that only conditions read. A loop has a gradient of each of its inputs, so they have one where a weight or an input needs it.</summary>
    private readonly HashSet<CellNode> _constant = [];

    private Differentiator(CellGraph cell) => _cell = cell;

    public static BackwardGraph Differentiate(CellGraph cell)
    {
        var differentiator = new Differentiator(cell);
        foreach (var state in cell.States)
        {
            differentiator.TermsOf(state.Next);
        }

        foreach (var node in cell.Nodes.Reverse().Where(node => node.IsDifferentiable && differentiator._terms.ContainsKey(node)))
        {
            differentiator.LeaveOutZeros(node);
            differentiator.Visit(node);
        }

        foreach (var node in cell.Nodes.Where(node => differentiator._constant.Contains(node) && !differentiator.IsNeeded(node)))
        {
            differentiator._terms.Remove(node);
        }

        return new BackwardGraph(cell, differentiator._terms.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<GradientTerm>)pair.Value), differentiator._weights);
    }

    /// <summary>Leaves out the terms that are 0, unless there is no other one.</summary>
    private void LeaveOutZeros(CellNode node)
    {
        var terms = _terms[node];
        if (!IsNext(node) && terms.TrueForAll(IsZero))
        {
            _constant.Add(node);
        }
        else
        {
            // Each slice has columns of its own.
            terms.RemoveAll(term => IsZero(term) && term is not SliceTerm);
        }
    }

    private bool IsZero(GradientTerm term) => term is ElementwiseTerm { Scale: 0 } || _constant.Contains(term.Reader);

    private bool IsNext(CellNode node) => _cell.States.Any(state => state.Next == node);

    /// <summary>Whether a weight, an input or an operand has a gradient made of that of a node.</summary>
    private bool IsNeeded(CellNode node) =>
        node is VectorNode or SequenceNode or SliceNode or ProductNode or NormNode
        || node.Operands.Any(operand => _terms.TryGetValue(operand, out var terms) && terms.Exists(term => term.Reader == node));

    /// <summary>Adds the terms that a node hands to its operands.</summary>
    private void Visit(CellNode node)
    {
        switch (node)
        {
            case VectorNode vector:
                _weights.Add(new VectorGradient(vector.Weight, vector));
                break;

            case SliceNode slice:
                Add(slice.Of, new SliceTerm(slice));
                break;

            case SumNode sum:
                Elementwise(sum.Left, node);
                Elementwise(sum.Right, node);
                break;

            case DifferenceNode difference:
                Elementwise(difference.Left, node);
                Elementwise(difference.Right, node, -1);
                break;

            case TimesNode times:
                Elementwise(times.Left, node, 1, new GradientFactor(FactorKind.Value, times.Right));
                Elementwise(times.Right, node, 1, new GradientFactor(FactorKind.Value, times.Left));
                break;

            case QuotientNode quotient:
                var inverse = new GradientFactor(FactorKind.Reciprocal, quotient.Right);
                Elementwise(quotient.Left, node, 1, inverse);
                Elementwise(quotient.Right, node, -1, new GradientFactor(FactorKind.Value, quotient), inverse);
                break;

            case LerpNode lerp:
                Elementwise(lerp.Start, node, 1, new GradientFactor(FactorKind.Complement, lerp.Weight));
                Elementwise(lerp.End, node, 1, new GradientFactor(FactorKind.Value, lerp.Weight));
                Elementwise(lerp.Weight, node, 1, new GradientFactor(FactorKind.Difference, lerp.End, lerp.Start));
                break;

            case ExtremeNode extreme:
                var (larger, smaller) = extreme.IsLargest ? (extreme.Left, extreme.Right) : (extreme.Right, extreme.Left);
                Elementwise(extreme.Left, node, 1, new GradientFactor(FactorKind.Larger, larger, smaller));
                Elementwise(extreme.Right, node, 1, new GradientFactor(FactorKind.Larger, smaller, larger));
                break;

            case ClampNode clamp:
                Elementwise(clamp.Operand, node, 1, new GradientFactor(FactorKind.Unbound, clamp));
                break;

            case SelectNode select:
                Selected(select, select.Then, FactorKind.Selected);
                Selected(select, select.Otherwise, FactorKind.NotSelected);
                Constant(select, select.Left.Node);
                Constant(select, select.Right.Node);
                break;

            case RemainderNode remainder:
                if (remainder.Operand.Node is { } operand)
                {
                    Elementwise(operand, node);
                }

                if (remainder.Modulus.Node is { } modulus)
                {
                    Elementwise(modulus, node, -1, new GradientFactor(FactorKind.WholeQuotient, remainder, remainder.Operand.Node is null ? null : modulus));
                }

                break;

            case AffineNode affine:
                Elementwise(affine.Operand, node, affine.Scale);
                break;

            case SameNode same:
                Elementwise(same.Operand, node);
                break;

            case FunctionNode function:
                Visit(function);
                break;

            case ConcatNode concat:
                var first = CellExtent.Zero;
                foreach (var item in concat.Operands)
                {
                    Add(item, new ColumnsTerm(concat, first, item.Extent));
                    first += item.Extent;
                }

                break;

            case OuterNode or ContractedNode or RepeatNode:
                foreach (var factor in node.Operands)
                {
                    Add(factor, new OperandTerm(node, factor));
                }

                break;

            case SoftmaxNode softmax:
                Add(softmax.Operand, new SoftmaxTerm(softmax));
                break;

            case NormNode norm:
                _weights.Add(new GainGradient(norm.Gain, norm));
                AddBias(norm.Bias, norm);
                Add(norm.Operand, new NormTerm(norm));
                break;

            case ProductNode product:
                _weights.Add(new MatrixGradient(product.Weight, product));
                AddBias(product.Bias, product);
                Add(product.Operand, new MatrixTerm(product));
                break;

            case LeafNode:
                break;

            default:
                throw new InvalidOperationException($"A {node.GetType().Name} has no derivative.");
        }
    }

    private void Visit(FunctionNode function)
    {
        var value = new GradientFactor(FactorKind.Value, function);
        switch (function.Function)
        {
            case CellFunction.Exp:
                Elementwise(function.Operand, function, 1, value);
                break;

            case CellFunction.Log:
                Elementwise(function.Operand, function, 1, new GradientFactor(FactorKind.Reciprocal, function.Operand));
                break;

            case CellFunction.Sqrt:
                Elementwise(function.Operand, function, 0.5, new GradientFactor(FactorKind.Reciprocal, function));
                break;

            case CellFunction.Reciprocal:
                Elementwise(function.Operand, function, -1, value, value);
                break;

            case CellFunction.Sigmoid or CellFunction.Tanh or CellFunction.Relu or CellFunction.Softplus
                or CellFunction.Sin or CellFunction.Cos or CellFunction.Erf:
                Elementwise(function.Operand, function, 1, new GradientFactor(FactorKind.ActivationGradient, function));
                break;

            case CellFunction.Sign or CellFunction.Floor:
                Constant(function, function.Operand);
                break;

            default:
                throw new InvalidOperationException($"{function.Function} has no derivative.");
        }
    }

    private void Selected(SelectNode select, NodeOrNumber value, FactorKind kind)
    {
        if (value.Node is { } node)
        {
            Elementwise(node, select, 1, new GradientFactor(kind, select, select.Left.Node is null ? null : select.Right.Node));
        }
    }

    /// <summary>A step function does not change with its operand.</summary>
    private void Constant(CellNode reader, CellNode? operand)
    {
        if (operand is not null)
        {
            Elementwise(operand, reader, 0);
        }
    }

    private void Elementwise(CellNode operand, CellNode reader, double scale = 1, params GradientFactor[] factors) => Add(operand, new ElementwiseTerm(reader, scale, factors));

    private void Add(CellNode operand, GradientTerm term)
    {
        if (operand.IsDifferentiable)
        {
            TermsOf(operand).Add(term);
        }
    }

    private void AddBias(CellWeight? bias, CellNode of)
    {
        if (bias is not null)
        {
            _weights.Add(new VectorGradient(bias, of));
        }
    }

    private List<GradientTerm> TermsOf(CellNode node)
    {
        if (!_terms.TryGetValue(node, out var terms))
        {
            _terms.Add(node, terms = []);
        }

        return terms;
    }
}
