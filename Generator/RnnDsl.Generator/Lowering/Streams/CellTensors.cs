using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Equations;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Streams;

/// <summary>What the weights of a cell are made of: the tensors of the file by name and shape.</summary>
/// <param name="layer">The layer.</param>
/// <param name="operation">The recurrence.</param>
/// <param name="number">Which of its stacked layers.</param>
/// <param name="isReverse">Whether it is the reverse direction of a bidirectional layer.</param>
/// <param name="width">The size of an extent.</param>
/// <param name="items">What the model declares.</param>
internal sealed class CellTensors(LayerReference layer, RecurrenceOperation operation, int number, bool isReverse, Func<CellExtent, Polynomial> width, StreamItems items)
{
    public WeightValue Of(CellWeight weight) => weight.Source switch
    {
        JoinedColumns joined => Joined(joined.Parts.Select(part => Columns(Tensor(part.Matrix), part.Columns))),
        JoinedSums sums => Joined(sums.Parts.Select(part => part.Vectors.Count == 0
            ? new ConstantTensor(IsOne: false, width(part.Length))
            : part.Vectors.Count == 1 ? Tensor(part.Vectors[0]) : new SumOfTensors([.. part.Vectors.Select(Tensor)]))),
        Ones => new ConstantTensor(IsOne: true, width(weight.Extent)),
        _ => Tensor(weight),
    };

    private static WeightValue Joined(IEnumerable<WeightValue> parts) => parts.ToList() is var all && all.Count == 1 ? all[0] : new JoinedTensors(all);

    private WeightValue Columns(WeightValue matrix, StoredRows? columns) => columns is null ? matrix : new TensorColumns(matrix, width(columns.First), width(columns.Count!));

    private WeightValue Tensor(CellWeight weight) => weight.Source switch
    {
        ParameterWeight { Parameter: var parameter } when MatrixRows.Of(parameter) is { } rows => new TensorRows(
            Parameter(rows.Parameter), width(CellExtents.Of(CellLength.Sum(rows.Before))), width(CellExtents.Of(rows.Count))),
        ParameterWeight { Parameter: var parameter } => Parameter(parameter),
        RepeatedParameter { Parameter: var number } => new RepeatedTensor(items.Tensor(Key(number.Name.Key), 1), width(weight.Extent)),
        StoredWeight stored => stored.Rows switch
        {
            null => Stored(stored.Tensor),
            { Count: null } row => new TensorRow(Stored(stored.Tensor), width(row.First)),
            var rows => new TensorRows(Stored(stored.Tensor), width(rows.First), width(rows.Count)),
        },
        var source => throw new InvalidOperationException($"A {source.GetType().Name} is no tensor of a file."),
    };

    private WeightValue Parameter(CellParameter parameter) => items.Tensor(
        Key(parameter.Name.Key),
        [.. new[] { parameter.Rows }.Concat(parameter.IsMatrix ? [parameter.Columns] : []).Select(length => width(CellExtents.Of(length.Length!)))]);

    /// <summary>A tensor of a built-in cell, by its name and its shape in PyTorch's layout.</summary>
    private WeightValue Stored(StoredTensor tensor)
    {
        var (hidden, features, state, gates) = (operation.HiddenSize, operation.FeaturesOf(number), operation.StateSize, (Polynomial)operation.Gates);
        Polynomial normed = operation.Cell switch { CellKind.Lstm => 4, CellKind.Gru => 2, _ => 1 };
        return tensor switch
        {
            StoredTensor.Input => items.Tensor(Key("weight_ih"), gates * hidden, features),
            StoredTensor.Hidden => items.Tensor(Key("weight_hh"), gates * hidden, state),
            StoredTensor.InputBias => items.Tensor(Key("bias_ih"), gates * hidden),
            StoredTensor.HiddenBias => items.Tensor(Key("bias_hh"), gates * hidden),
            StoredTensor.Projection => items.Tensor(Key("weight_hr"), state, hidden),
            StoredTensor.Peepholes => items.Tensor(Key("peephole"), 3, hidden),
            StoredTensor.InputGain => items.Tensor(Key("norm_ih"), normed * hidden),
            StoredTensor.InputCandidateGain => items.Tensor(Key("norm_ih_n"), hidden),
            StoredTensor.HiddenGain => items.Tensor(Key("norm_hh"), normed * hidden),
            StoredTensor.CandidateGain => items.Tensor(Key("norm_n"), hidden),
            StoredTensor.CandidateBias => items.Tensor(Key("norm_n_bias"), hidden),
            StoredTensor.CellGain => items.Tensor(Key("norm_c"), hidden),
            StoredTensor.CellBias => items.Tensor(Key("norm_c_bias"), hidden),
            _ => throw new InvalidOperationException($"{tensor} has no name."),
        };
    }

    private string Key(string kind) => $"{layer.Key}.{kind}_l{Messages.Number(number)}{(isReverse ? "_reverse" : "")}";
}
