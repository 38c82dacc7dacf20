using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Streams;

/// <summary>A tensor of the file of weights.</summary>
/// <param name="Name">Its whole name.</param>
/// <param name="Shape">Its dimensions.</param>
internal sealed record StreamTensor(string Name, IReadOnlyList<Polynomial> Shape);

/// <summary>What a weight is made of.</summary>
internal abstract record WeightValue
{
    /// <summary>The tensors in the order in which they are read.</summary>
    public abstract IEnumerable<StreamTensor> Tensors { get; }
}

/// <summary>A tensor.</summary>
internal sealed record WholeTensor(StreamTensor Tensor) : WeightValue
{
    public override IEnumerable<StreamTensor> Tensors => [Tensor];
}

/// <summary>Some columns of a matrix.</summary>
internal sealed record TensorColumns(WeightValue Of, Polynomial First, Polynomial Count) : WeightValue
{
    public override IEnumerable<StreamTensor> Tensors => Of.Tensors;
}

/// <summary>Some rows of a tensor.</summary>
internal sealed record TensorRows(WeightValue Of, Polynomial First, Polynomial Count) : WeightValue
{
    public override IEnumerable<StreamTensor> Tensors => Of.Tensors;
}

/// <summary>A row of a matrix, as a vector.</summary>
internal sealed record TensorRow(WeightValue Of, Polynomial Row) : WeightValue
{
    public override IEnumerable<StreamTensor> Tensors => Of.Tensors;
}

/// <summary>The weight of a convolution, with its columns in the order of a window: step by step.</summary>
internal sealed record TensorWindow(WeightValue Of, long Kernel) : WeightValue
{
    public override IEnumerable<StreamTensor> Tensors => Of.Tensors;
}

/// <summary>One number, repeated.</summary>
internal sealed record RepeatedTensor(WeightValue Of, Polynomial Length) : WeightValue
{
    public override IEnumerable<StreamTensor> Tensors => Of.Tensors;
}

/// <summary>Zeros or ones.</summary>
internal sealed record ConstantTensor(bool IsOne, Polynomial Length) : WeightValue
{
    public override IEnumerable<StreamTensor> Tensors => [];
}

/// <summary>The sum of vectors.</summary>
internal sealed record SumOfTensors(IReadOnlyList<WeightValue> Parts) : WeightValue
{
    public override IEnumerable<StreamTensor> Tensors => Parts.SelectMany(part => part.Tensors);
}

/// <summary>Matrices one below the other, or vectors one after the other.</summary>
internal sealed record JoinedTensors(IReadOnlyList<WeightValue> Parts) : WeightValue
{
    public override IEnumerable<StreamTensor> Tensors => Parts.SelectMany(part => part.Tensors);
}
