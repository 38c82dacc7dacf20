using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>What a built-in cell computes with: its stored tensors, its inputs, its states and its masks.</summary>
/// <param name="Tensors">The stored tensors; a vector is one row.</param>
/// <param name="Inputs">x_t of every step.</param>
/// <param name="States">The initial states.</param>
/// <param name="Dropout">The recurrent dropout mask of the hidden state at every step.</param>
/// <param name="Zoneout">The zoneout masks of the states at every step.</param>
/// <param name="Attention">What stands for an attention, where there is one.</param>
internal sealed record BuiltInInputs(
    IReadOnlyDictionary<StoredTensor, Rows> Tensors, IReadOnlyList<Rows> Inputs, IReadOnlyList<Rows> States, IReadOnlyList<Rows> Dropout, IReadOnlyList<IReadOnlyList<Rows>> Zoneout,
    Rows Attention)
{
    public static BuiltInInputs Random(RecurrenceOperation layer, Sizes sizes, RandomRows random)
    {
        var gates = layer.Gates * Sizes.Hidden;
        var normed = layer.Gates == 3 ? 2 * Sizes.Hidden : gates;
        var state = layer.Projection is null ? Sizes.Hidden : Sizes.Named;
        int[] states = [state, Sizes.Hidden];
        return new BuiltInInputs(
            Enum.GetValues<StoredTensor>().ToDictionary(tensor => tensor, tensor => tensor switch
            {
                StoredTensor.Input => random.Weights(gates, sizes.Features),
                StoredTensor.Hidden => random.Weights(gates, state),
                StoredTensor.Projection => random.Weights(Sizes.Named, Sizes.Hidden),
                StoredTensor.Peepholes => random.Weights(3, Sizes.Hidden),
                StoredTensor.InputBias or StoredTensor.HiddenBias => random.Weights(1, gates),
                StoredTensor.InputGain or StoredTensor.HiddenGain => random.Weights(1, normed),
                _ => random.Weights(1, Sizes.Hidden),
            }),
            RandomRows.Sequence(() => random.Values(sizes.Features)),
            [.. states.Select(random.Values)],
            RandomRows.Sequence(() => random.DropoutMask(state)),
            [.. states.Select(width => RandomRows.Sequence(() => random.ZoneoutMask(width)))],
            random.Weights(state, gates));
    }

    /// <summary>The inputs of the loop of the cell's graph.</summary>
    public LoopInputs For(CellGraph cell, IReadOnlyList<Rows> projected, Sizes sizes) => new(
        new LoopTensors(
            cell.Sequences.ToDictionary(sequence => sequence, _ => (IReadOnlyList<Rows>)[.. projected.Select(static step => step.Copy())]),
            cell.States.Select((state, i) => (state, Value: States[i].Copy())).ToDictionary(pair => pair.state, pair => pair.Value),
            cell.Weights.ToDictionary(weight => weight, weight => Weight((StoredWeight)weight.Source, sizes).Copy())),
        cell.Masks.ToDictionary(mask => mask, mask => mask.IsZoneout ? Zoneout[cell.States.ToList().IndexOf(mask.Of)] : Dropout))
    {
        Attention = cell.Attention is not null ? Attention : null,
    };

    /// <summary>The inputs of the equations of the cell, by its table of parameters.</summary>
    public EquationInputs For(TypedCell equations, BuiltInCell cell, Sizes sizes) => new(
        new ValueFacts(equations).All
            .Select(static value => value is ProductValue product ? product.Matrix : (value as ParameterValue)?.Parameter).OfType<CellParameter>().Distinct()
            .ToDictionary(parameter => parameter, parameter => Weight(cell.Parameters[parameter.Name.Key].Source, sizes)),
        Inputs,
        equations.States.Select((state, i) => (state, States[i])).ToDictionary(),
        Dropout,
        equations.States.Select((state, i) => (state, Zoneout[i])).ToDictionary());

    private Rows Weight(StoredWeight stored, Sizes sizes) => stored.Rows switch
    {
        null => Tensors[stored.Tensor],
        { Count: null } row => Tensors[stored.Tensor].Part(sizes.Of(row.First), 1),
        { Count: { } count } rows => Tensors[stored.Tensor].Part(sizes.Of(rows.First), sizes.Of(count)),
    };
}
