using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Computes a built-in cell by the equations of its papers, step by step. It knows nothing of graphs, and is what they are compared with.</summary>
internal sealed class BuiltInInterpreter(RecurrenceOperation layer, BuiltInInputs inputs, bool attends)
{
    private static readonly Rows One = Rows.Constant(1);

    private readonly RecurrentOptions _options = layer.Options;

    /// <summary>The states after every step.</summary>
    public IReadOnlyList<IReadOnlyList<Rows>> Run()
    {
        var steps = new List<IReadOnlyList<Rows>>();
        var states = inputs.States;
        for (var t = 0; t < Sizes.Steps; t++)
        {
            var multiplied = _options.RecurrentDropout > 0 ? states[0] * inputs.Dropout[t] : states[0];
            var projected = attends ? Projected[t] + states[0].Times(inputs.Attention) : Projected[t];
            var next = layer.Cell switch
            {
                CellKind.Lstm => Lstm(projected, multiplied, states[1]),
                CellKind.Gru => Gru(projected, multiplied, states[0]),
                _ => Elman(projected, multiplied),
            };
            states = [.. next.Select((state, i) => _options.Zoneout > 0 ? Between(state, states[i], inputs.Zoneout[i][t]) : state)];
            steps.Add(states);
        }

        return steps;
    }

    /// <summary>The input projection of every step.</summary>
    public IReadOnlyList<Rows> Projected { get; } = [.. inputs.Inputs.Select(input => Project(layer, inputs.Tensors, Linear(input, inputs.Tensors[StoredTensor.Input])))];

    private Rows this[StoredTensor tensor] => inputs.Tensors[tensor];

    /// <summary>W x with biases and normalisation: of an Elman network W x alone is normalised with the recurrent projection.</summary>
    private static Rows Project(RecurrenceOperation layer, IReadOnlyDictionary<StoredTensor, Rows> tensors, Rows linear) => (layer.Cell, layer.Options.LayerNorm) switch
    {
        (CellKind.Rnn, true) => linear,
        (CellKind.Lstm, true) => (linear.Normalise() * tensors[StoredTensor.InputGain]) + tensors[StoredTensor.InputBias],
        (CellKind.Gru, true) => Rows.Join(
        [
            linear.Columns(0, 2 * Sizes.Hidden).Normalise() * tensors[StoredTensor.InputGain],
            Block(linear, 2).Normalise() * tensors[StoredTensor.InputCandidateGain],
        ]) + tensors[StoredTensor.InputBias],
        (CellKind.Gru, false) => linear + tensors[StoredTensor.InputBias],
        _ => linear + tensors[StoredTensor.InputBias] + tensors[StoredTensor.HiddenBias],
    };

    /// <summary>h′ = f(W x + b + U h), or f(norm(W x + U h) ⊙ γ + b)</summary>
    private Rows[] Elman(Rows projected, Rows hidden)
    {
        var sum = projected + Linear(hidden, this[StoredTensor.Hidden]);
        sum = _options.LayerNorm ? Norm(sum, StoredTensor.HiddenGain) + this[StoredTensor.InputBias] : sum;
        return [sum.Map(_options.Relu ? RowFunctions.Relu : Math.Tanh)];
    }

    /// <summary>c′ = f ⊙ c + i ⊙ g, h′ = o ⊙ tanh(c′)</summary>
    private Rows[] Lstm(Rows projected, Rows hidden, Rows cell)
    {
        var linear = Linear(hidden, this[StoredTensor.Hidden]);
        var gates = projected + (_options.LayerNorm ? Norm(linear, StoredTensor.HiddenGain) : linear);
        var input = Sigmoid(Block(gates, 0) + Peephole(0, cell));
        var forget = Sigmoid(Block(gates, 1) + Peephole(1, cell));
        var next = (forget * cell) + (input * Block(gates, 2).Map(Math.Tanh));
        var output = Sigmoid(Block(gates, 3) + Peephole(2, next));
        var normed = _options.LayerNorm ? Norm(next, StoredTensor.CellGain) + this[StoredTensor.CellBias] : next;
        var unprojected = output * normed.Map(Math.Tanh);
        return [layer.Projection is null ? unprojected : Linear(unprojected, this[StoredTensor.Projection]), next];
    }

    /// <summary>h′ = (1 - z) ⊙ n + z ⊙ h, with the reset gate before or after the recurrent projection of n.</summary>
    private Rows[] Gru(Rows projected, Rows multiplied, Rows hidden)
    {
        var gateWeights = this[StoredTensor.Hidden].Part(0, 2 * Sizes.Hidden);
        var candidateWeights = this[StoredTensor.Hidden].Part(2 * Sizes.Hidden, Sizes.Hidden);
        var hasBias = _options is { ResetAfter: true, LayerNorm: false };
        var gates = Linear(multiplied, gateWeights);
        gates = hasBias ? gates + this[StoredTensor.HiddenBias].Columns(0, 2 * Sizes.Hidden) : _options.LayerNorm ? Norm(gates, StoredTensor.HiddenGain) : gates;
        var reset = Sigmoid(Block(projected, 0) + Block(gates, 0));
        var update = Sigmoid(Block(projected, 1) + Block(gates, 1));

        var linear = Linear(_options.ResetAfter ? multiplied : reset * multiplied, candidateWeights);
        linear = hasBias ? linear + Block(this[StoredTensor.HiddenBias], 2) : _options.LayerNorm ? Norm(linear, StoredTensor.CandidateGain) : linear;
        linear = _options is { ResetAfter: true, LayerNorm: true } ? linear + this[StoredTensor.CandidateBias] : linear;
        var candidate = (Block(projected, 2) + (_options.ResetAfter ? reset * linear : linear)).Map(Math.Tanh);
        return [Between(candidate, hidden, update)];
    }

    private Rows Peephole(int gate, Rows cell) => _options.Peepholes ? this[StoredTensor.Peepholes].Part(gate, 1) * cell : new Rows(1, Sizes.Hidden);

    private Rows Norm(Rows rows, StoredTensor gain) => rows.Normalise() * this[gain];

    private static Rows Linear(Rows rows, Rows matrix) => rows.Times(matrix.Transpose());

    private static Rows Block(Rows gates, int number) => gates.Columns(number * Sizes.Hidden, Sizes.Hidden);

    private static Rows Sigmoid(Rows rows) => rows.Map(RowFunctions.Sigmoid);

    private static Rows Between(Rows start, Rows end, Rows weight) => ((One - weight) * start) + (weight * end);
}
