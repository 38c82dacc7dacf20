using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Streams;

/// <summary>Collects what the layers of a model, or of one side of an encoder-decoder, declare.</summary>
/// <param name="ties">The tensors that a file may have under two names, of the whole class.</param>
internal sealed class StreamItems(List<TensorTie> ties)
{
    private readonly Dictionary<string, string> _shared = [];
    private readonly List<StreamItem> _all = [];

    /// <summary>What the names of tensors begin with: <c>encoder.</c>; empty for a model.</summary>
    public string Key { get; init; } = "";

    /// <summary>What the names of items begin with: <c>Encoder</c>; empty for a model.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Sizes that are given by others, such as those of the memory of a decoder.</summary>
    public Func<string, Polynomial> Given { get; init; } = Polynomial.Symbol;

    /// <summary>The items in the order in which they are declared.</summary>
    public IReadOnlyList<StreamItem> All => _all;

    /// <summary>A size with those in it that others give.</summary>
    public Polynomial Size(Polynomial size) => size.With(Given);

    /// <summary>Declares rows.</summary>
    public StreamRows AddRows(string name, Polynomial width, StreamExtent extent, string note) => Add(new StreamRows(Prefix + name, Size(width), extent, note));

    /// <summary>Declares a matrix: [outputs, inputs].</summary>
    public StreamWeight AddMatrix(string name, WeightValue value, Polynomial outputs, Polynomial inputs) => AddWeight(name, StreamWeightKind.Matrix, value, $"[{Size(outputs)}, {Size(inputs)}]");

    /// <summary>Declares a vector.</summary>
    public StreamWeight AddVector(string name, WeightValue value, Polynomial length) => AddWeight(name, StreamWeightKind.Vector, value, $"[{Size(length)}]");

    /// <summary>Declares a weight.</summary>
    public StreamWeight AddWeight(string name, StreamWeightKind kind, WeightValue value, string note) => Add(new StreamWeight(Prefix + name, kind, value, note));

    /// <summary>Declares a loop over columns.</summary>
    public StreamPass AddPass(string name, string note, IReadOnlyList<StreamRows> sources, StreamRows target, ActivationFunction? function) => Add(new StreamPass(Prefix + name, note, sources, target, function));

    /// <summary>Declares a cell, behind its rows and weights.</summary>
    public StreamCell Add(StreamCell cell) => Add<StreamCell>(cell);

    /// <summary>The tensor of a name.</summary>
    public WeightValue Tensor(string name, params Polynomial[] shape) => new WholeTensor(new StreamTensor(TensorName(name), [.. shape.Select(Size)]));

    /// <summary>Notes that a tensor is that of another name, which the other side has; a file may have it under both.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="other">The whole name of the other.</param>
    public void Share(string name, string other)
    {
        _shared.Add(name, other);
        ties.Add(new TensorTie(other, Key + name));
    }

    /// <summary>Notes that a file may have a tensor under another name as well.</summary>
    public void Tie(string name, string other) => ties.Add(new TensorTie(TensorName(name), Key + other));

    private string TensorName(string name) => _shared.TryGetValue(name, out var other) ? other : Key + name;

    private T Add<T>(T item)
        where T : StreamItem
    {
        _all.Add(item);
        return item;
    }
}

/// <summary>A tensor that a file may have under two names.</summary>
internal sealed record TensorTie(string Name, string Other);
