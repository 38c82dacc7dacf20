using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Computes the inputs of a graph's loop from those of the equations: what the graph has moved out of the loop, and the weights as it joins them.</summary>
internal sealed class EquationLoopInputs
{
    private readonly EquationInputs _inputs;
    private readonly Sizes _sizes;
    private readonly EquationValues _constant;
    private readonly IReadOnlyList<EquationValues> _steps;

    private EquationLoopInputs(EquationInputs inputs, Sizes sizes)
    {
        (_inputs, _sizes) = (inputs, sizes);
        _constant = new EquationValues(inputs.Parameters, null, new Dictionary<CellStateSymbol, Rows>(), sizes);
        _steps = [.. inputs.Inputs.Select(input => new EquationValues(inputs.Parameters, input, new Dictionary<CellStateSymbol, Rows>(), sizes))];
    }

    public static LoopInputs Of(CellGraph graph, TypedCell cell, EquationInputs inputs, Sizes sizes)
    {
        var computed = new EquationLoopInputs(inputs, sizes);
        var symbols = graph.States.Zip(cell.States).ToDictionary(pair => pair.First, pair => pair.Second);
        return new LoopInputs(
            new LoopTensors(
                graph.Sequences.ToDictionary(sequence => sequence, sequence => computed.Sequence(graph, sequence)),
                graph.States.ToDictionary(state => state, state => inputs.States[symbols[state]].Copy()),
                graph.Weights.ToDictionary(weight => weight, weight => computed.Weight(weight.Source))),
            graph.Masks.ToDictionary(mask => mask, mask => mask.IsZoneout ? inputs.Zoneout[symbols[mask.Of]] : inputs.Dropout));
    }

    private IReadOnlyList<Rows> Sequence(CellGraph graph, SequenceNode sequence) => [.. _steps.Select(step => sequence switch
    {
        InputNode input => step[input.Value].Copy(),
        _ => Rows.Join([.. graph.Blocks.Select(block => Sum(step, block.Others, block.Products, block.Number).Expand(Sizes.Batch))]),
    })];

    private Rows Weight(WeightSource source) => source switch
    {
        JoinedMatrices joined => Rows.Stack([.. joined.Rows.Select(terms => terms.Select(Columns).Aggregate((sum, term) => sum + term))]),
        JoinedColumns joined => Rows.Stack([.. joined.Parts.Select(part => part.Columns is { } columns ? Weight(part.Matrix.Source).Columns(_sizes.Of(columns.First), _sizes.Of(columns.Count!)) : Weight(part.Matrix.Source))]),
        JoinedSums sums => Rows.Join([.. sums.Parts.Select(part => part.Vectors.Select(vector => Weight(vector.Source)).Append(new Rows(1, _sizes.Of(part.Length))).Aggregate((sum, vector) => sum + vector))]),
        JoinedBiases joined => Join(joined.Parts, 0),
        JoinedGains joined => Join(joined.Parts, 1),
        WholeVector vector => Vector(vector.Sum).Copy(),
        RepeatedParameter number => Rows.Constant(_inputs.Parameters[number.Parameter][0, 0], 1, _sizes.Of(number.Length)),
        ParameterWeight parameter => _inputs.Parameters[parameter.Parameter].Copy(),
        Ones ones => Rows.Constant(1, 1, _sizes.Of(ones.Length)),
        _ => throw new InvalidOperationException($"A {source.GetType().Name} is not made of parameters of equations."),
    };

    private Rows Join(IReadOnlyList<(CellLength Length, VectorSum? Sum)> parts, double missing) =>
        Rows.Join([.. parts.Select(part => part.Sum is { } sum ? Vector(sum) : Rows.Constant(missing, 1, _sizes.Of(part.Length)))]);

    private Rows Vector(VectorSum sum) => Sum(_constant, sum.Parts, sum.Products, sum.Number);

    private Rows Sum(EquationValues values, IReadOnlyList<(double Scale, CellValue Value)> parts, IReadOnlyList<ProductTerm> products, double number) =>
        parts.Select(part => part.Scale * values[part.Value])
            .Concat(products.Select(product => values[product.Operand].Times(Columns(product).Transpose())))
            .Append(Rows.Constant(number))
            .Aggregate((sum, term) => sum + term);

    /// <summary>Some columns of a matrix, with their factor.</summary>
    private Rows Columns(ProductTerm term) => term.Scale * _inputs.Parameters[term.Matrix].Columns(_sizes.Of(CellLength.Sum(term.Before)), _sizes.Of(term.Columns));
}
