using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Streaming;

/// <summary>Writes how the weights of a cell are read: the tensors of the file by name and shape, and what is made of them.</summary>
/// <param name="layer">The layer.</param>
/// <param name="number">Which of its stacked layers.</param>
/// <param name="isReverse">Whether it is the reverse direction of a bidirectional layer.</param>
/// <param name="size">A size of the cell.</param>
/// <param name="members">The members of the model.</param>
internal sealed class CellWeightReader(RecurrentLayer layer, int number, bool isReverse, Func<string, Polynomial> size, StreamingMembers members)
{
    /// <summary>Adds the field of a weight.</summary>
    public StreamingWeight Read(CellWeight weight, string name)
    {
        var width = Width(weight.Extent);
        return weight.IsMatrix
            ? members.AddWeight("StreamMatrix", name, $"reader.Matrix({Parts(weight)})", $"{weight.Symbol}")
            : members.AddWeight("StreamRows", name, $"{members.Types["WeightReader"]}.Vector({Parts(weight)})", $"{weight.Symbol} [{width}]");
    }

    private string Parts(CellWeight weight) => weight.Source switch
    {
        JoinedColumns joined => string.Join(", ", joined.Parts.Select(part => Tensor(part.Matrix) + Columns(part.Columns))),
        JoinedSums sums => string.Join(", ", sums.Parts.Select(part => part.Vectors.Count == 0
            ? $"{members.Types["WeightReader"]}.Zeros({members.OwnSize(Width(part.Length))})"
            : string.Join(" + ", part.Vectors.Select(Tensor)))),
        Ones ones => $"{members.Types["WeightReader"]}.Ones({members.OwnSize(Width(weight.Extent))})",
        _ => Tensor(weight),
    };

    private string Columns(StoredRows? columns) => columns is null ? "" : $".Columns({Code(columns.First)}, {Code(columns.Count!)})";

    private string Tensor(CellWeight weight) => weight.Source switch
    {
        ParameterWeight { Parameter: var parameter } => members.Tensor(
            Key(parameter.Name.Key),
            [.. new[] { parameter.Rows }.Concat(parameter.IsMatrix ? [parameter.Columns] : []).Select(length => Width(Lowering.Equations.CellExtents.Of(length.Length!)))]),
        RepeatedParameter { Parameter: var number } => $"{members.Tensor(Key(number.Name.Key), 1)}.Repeat({members.OwnSize(Width(weight.Extent))})",
        StoredWeight stored => Stored(stored.Tensor) + stored.Rows switch
        {
            null => "",
            { Count: null } row => $".Row({row.First})",
            var rows => $".Rows({Code(rows.First)}, {Code(rows.Count)})",
        },
        var source => throw new InvalidOperationException($"A {source.GetType().Name} is no tensor of a file."),
    };

    /// <summary>A tensor of a built-in cell, by its name and its shape in PyTorch's layout.</summary>
    private string Stored(StoredTensor tensor)
    {
        var (hidden, features, state, gates) = (layer.HiddenSize, size("features"), layer.StateSize, (Polynomial)layer.Gates);
        Polynomial normed = layer.Cell switch { CellKind.Lstm => 4, CellKind.Gru => 2, _ => 1 };
        return tensor switch
        {
            StoredTensor.Input => members.Tensor(Key("weight_ih"), gates * hidden, features),
            StoredTensor.Hidden => members.Tensor(Key("weight_hh"), gates * hidden, state),
            StoredTensor.InputBias => members.Tensor(Key("bias_ih"), gates * hidden),
            StoredTensor.HiddenBias => members.Tensor(Key("bias_hh"), gates * hidden),
            StoredTensor.Projection => members.Tensor(Key("weight_hr"), state, hidden),
            StoredTensor.Peepholes => members.Tensor(Key("peephole"), 3, hidden),
            StoredTensor.InputGain => members.Tensor(Key("norm_ih"), normed * hidden),
            StoredTensor.InputCandidateGain => members.Tensor(Key("norm_ih_n"), hidden),
            StoredTensor.HiddenGain => members.Tensor(Key("norm_hh"), normed * hidden),
            StoredTensor.CandidateGain => members.Tensor(Key("norm_n"), hidden),
            StoredTensor.CandidateBias => members.Tensor(Key("norm_n_bias"), hidden),
            StoredTensor.CellGain => members.Tensor(Key("norm_c"), hidden),
            StoredTensor.CellBias => members.Tensor(Key("norm_c_bias"), hidden),
            _ => throw new InvalidOperationException($"{tensor} has no name."),
        };
    }

    private string Key(string kind) => $"{layer.Key}.{kind}_l{Literal.Of(number)}{(isReverse ? "_reverse" : "")}";

    private Polynomial Width(CellExtent extent) => extent.With(size);

    private string Code(CellExtent extent) => members.OwnSize(Width(extent));
}
