using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Streaming;

/// <summary>What the layers of a streaming model have in common: its rows, its weights, its methods, and their names.</summary>
internal sealed class StreamingMembers(TypeNames types)
{
    private readonly NameAllocator _methods = new(
    [
        "Weights", "Streaming", "Load", "Convert", "Step", "Process", "Fork", "NewStream", "Run", "Prepare", "Allocate", "OutputSize", "InputSize", "State", "Reset", "LargestBlock", "SmallestBlock", "Row", "Advance", "SetStates", "StepsOf",
        "CheckOutput", "CheckInput", "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "ReferenceEquals", "Finalize",
    ]);

    private readonly NameAllocator _rows = new(["_weights", "_capacity"]);
    private readonly NameAllocator _weights = new(["Weights", "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "ReferenceEquals", "Finalize"]);
    private readonly List<StreamingTensor> _tensors = [];

    public TypeNames Types => types;

    /// <summary>The rows of a stream, in the order in which they are written.</summary>
    public List<StreamingRows> Rows { get; } = [];

    /// <summary>The weights, in the order in which they are read.</summary>
    public List<StreamingWeight> Weights { get; } = [];

    /// <summary>The statements for a block of steps.</summary>
    public List<string> Body { get; } = [];

    /// <summary>The statements that compute what depends on weights alone.</summary>
    public List<string> Constants { get; } = [];

    /// <summary>The methods of layers, each its lines.</summary>
    public List<IReadOnlyList<string>> Methods { get; } = [];

    /// <summary>The tensors of the file, in the order of their first use.</summary>
    public IReadOnlyList<StreamingTensor> Tensors => _tensors;

    /// <summary>The tensors that a file may have under two names.</summary>
    public List<(string Name, string Other)> Ties { get; } = [];

    /// <summary>The name of a method.</summary>
    public string MethodName(string pascal) => _methods.Allocate(pascal);

    /// <summary>Adds a field with rows.</summary>
    public StreamingRows AddRows(string pascal, Polynomial width, StreamingExtent extent, string note)
    {
        var rows = new StreamingRows(_rows.Allocate("_" + Identifiers.ToCamelCase(pascal)), width, extent, note);
        Rows.Add(rows);
        return rows;
    }

    /// <summary>Adds a field of the weights.</summary>
    public StreamingWeight AddWeight(string type, string pascal, string value, string note)
    {
        var weight = new StreamingWeight(types[type], _weights.Allocate(pascal), value, note);
        Weights.Add(weight);
        return weight;
    }

    /// <summary>The tensor of a name, as an expression of the reader.</summary>
    public string Tensor(string name, params Polynomial[] shape)
    {
        if (!_tensors.Exists(tensor => tensor.Name == name))
        {
            _tensors.Add(new StreamingTensor(name, shape));
        }

        return $"reader.Tensor({Literal.Of(name)}, {string.Join(", ", shape.Select(OwnSize))})";
    }

    /// <summary>A size as the stream writes it.</summary>
    public static string Size(Polynomial size) => size.ToCSharp(name => "_weights." + SizeField(name));

    /// <summary>A size as the weights write it.</summary>
    public static string OwnSize(Polynomial size) => size.ToCSharp(SizeField);

    /// <summary>The field with a size of the constructor.</summary>
    public static string SizeField(string parameter) => "SizeOf" + Identifiers.ToPascalCase(parameter);
}

/// <summary>Rows of a stream.</summary>
/// <param name="Field">The field.</param>
/// <param name="Width">The number of columns.</param>
/// <param name="Extent">How many rows there are.</param>
/// <param name="Note">What they are.</param>
internal sealed record StreamingRows(string Field, Polynomial Width, StreamingExtent Extent, string Note)
{
    /// <summary>The row of step t.</summary>
    public string Index => Extent switch
    {
        StreamingExtent.State => "t + 1",
        StreamingExtent.Step => "0",
        _ => "t",
    };
}

/// <summary>How many rows there are.</summary>
internal enum StreamingExtent
{
    /// <summary>One, for the step.</summary>
    Step,

    /// <summary>One for each step of a block.</summary>
    Block,

    /// <summary>A state: the one before the block, and one for each step.</summary>
    State,
}

/// <summary>A field of the weights.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Field">Its name.</param>
/// <param name="Value">The expression that reads it.</param>
/// <param name="Note">What it is.</param>
internal sealed record StreamingWeight(string Type, string Field, string Value, string Note);

/// <summary>A tensor of the file.</summary>
internal sealed record StreamingTensor(string Name, IReadOnlyList<Polynomial> Shape);
