using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Derivative;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Computes the gradients that the derivative of a cell defines, from all values of the forward pass.</summary>
internal sealed class BackwardInterpreter
{
    private readonly BackwardGraph _backward;
    private readonly LoopInputs _inputs;
    private readonly Sizes _sizes;
    private readonly Dictionary<CellWeight, Rows> _weights = [];

    private BackwardInterpreter(BackwardGraph backward, LoopInputs inputs, Sizes sizes) => (_backward, _inputs, _sizes) = (backward, inputs, sizes);

    /// <summary>The gradients of a loss.</summary>
    public static LoopTensors Run(BackwardGraph backward, LoopInputs inputs, IReadOnlyList<IReadOnlyDictionary<CellNode, Rows>> steps, Loss loss, Sizes sizes) =>
        new BackwardInterpreter(backward, inputs, sizes).Run(steps, loss);

    private LoopTensors Run(IReadOnlyList<IReadOnlyDictionary<CellNode, Rows>> steps, Loss loss)
    {
        var cell = _backward.Cell;
        var sequences = cell.Sequences.ToDictionary(sequence => sequence, _ => new Rows[steps.Count]);
        var states = cell.States.ToDictionary(state => state, Zeros);
        for (var t = steps.Count - 1; t >= 0; t--)
        {
            var (values, gradients) = (steps[t], new Dictionary<CellNode, Rows>());
            foreach (var node in cell.Nodes.Reverse().Where(_backward.Reaches))
            {
                var terms = _backward.TermsOf(node).Select(term => Term(term, gradients[term.Reader], values));
                var later = cell.StateOf(node) is { } state ? states[state] + loss.Weights[state][t] : new Rows(Sizes.Batch, values[node].Width);
                gradients.Add(node, terms.Aggregate(later, static (sum, term) => sum + term));
            }

            foreach (var gradient in _backward.Weights)
            {
                Add(gradient.Weight, Weight(gradient, gradients, values));
            }

            foreach (var sequence in cell.Sequences)
            {
                sequences[sequence][t] = gradients.GetValueOrDefault(sequence, new Rows(Sizes.Batch, values[sequence].Width));
            }

            states = cell.States.ToDictionary(
                state => state, state => cell.PreviousOf(state) is { } previous && gradients.TryGetValue(previous, out var found) ? found : Zeros(state));
            if (_inputs.Attention is { } attention)
            {
                states[cell.States[0]] += sequences[cell.Sequences[0]][t].Times(attention.Transpose());
            }
        }

        return new LoopTensors(sequences.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<Rows>)pair.Value), states, _weights);
    }

    private Rows Zeros(CellState state) => new(Sizes.Batch, _sizes.Of(state.Extent));

    /// <summary>A term of a gradient.</summary>
    /// <param name="term">The term.</param>
    /// <param name="gradient">The gradient of the value that reads the node.</param>
    /// <param name="values">The values of the step.</param>
    private Rows Term(GradientTerm term, Rows gradient, IReadOnlyDictionary<CellNode, Rows> values) => term switch
    {
        ElementwiseTerm elementwise => elementwise.Factors.Aggregate(elementwise.Scale * gradient, (product, factor) => product * GradientFactors.Compute(factor, node => values[node])),
        MatrixTerm matrix => gradient.Times(_inputs.Tensors.Weights[matrix.Product.Weight]),
        SliceTerm slice => Padded(gradient, _sizes.Of(slice.Slice.First), values[slice.Slice.Of].Width),
        ColumnsTerm columns => gradient.Columns(_sizes.Of(columns.First), _sizes.Of(columns.Extent)),
        NormTerm { Norm: var norm } => RowFunctions.NormaliseBackward(values[norm.Operand], gradient * _inputs.Tensors.Weights[norm.Gain], norm.Blocks),
        OperandTerm operand => OperandGradients.Compute(operand.Reader, operand.Operand, gradient, node => values[node]),
        SoftmaxTerm { Softmax: var softmax } => RowFunctions.SoftmaxBackward(values[softmax], gradient),
        _ => throw new InvalidOperationException($"A {term.GetType().Name} is not interpreted."),
    };

    private static Rows Padded(Rows columns, int first, int width)
    {
        var result = new Rows(columns.Count, width);
        result.SetColumns(first, columns);
        return result;
    }

    private static Rows Weight(WeightGradient gradient, Dictionary<CellNode, Rows> gradients, IReadOnlyDictionary<CellNode, Rows> values) => gradient switch
    {
        MatrixGradient { Product: var product } => gradients[product].Transpose().Times(values[product.Operand]),
        VectorGradient vector => gradients[vector.Of].Sum(),
        GainGradient { Norm: var norm } => (gradients[norm] * values[norm.Operand].Normalise(norm.Blocks)).Sum(),
        _ => throw new InvalidOperationException($"A {gradient.GetType().Name} is not interpreted."),
    };

    private void Add(CellWeight weight, Rows gradient) => _weights[weight] = _weights.TryGetValue(weight, out var sum) ? sum + gradient : gradient;
}
