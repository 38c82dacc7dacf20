using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Lowering.Derivative;

/// <summary>Differentiates a time step: reverse-mode, operation by operation.</summary>
internal sealed class Differentiator
{
    private readonly CellGraph _cell;
    private readonly Dictionary<CellNode, List<GradientTerm>> _terms = [];
    private readonly List<WeightGradient> _weights = [];

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
            differentiator.Visit(node);
        }

        return new BackwardGraph(cell, differentiator._terms.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<GradientTerm>)pair.Value), differentiator._weights);
    }

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
                or CellFunction.Sin or CellFunction.Cos or CellFunction.Erf or CellFunction.Sign:
                Elementwise(function.Operand, function, 1, new GradientFactor(FactorKind.ActivationGradient, function));
                break;

            default:
                throw new InvalidOperationException($"{function.Function} has no derivative.");
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
