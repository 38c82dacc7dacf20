using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Streaming;

/// <summary>What an emitted stream has once: its weights, its methods, and the names of all members.</summary>
internal sealed class StreamingClass(TypeNames types)
{
    private static readonly string[] OfObject = ["Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "ReferenceEquals", "Finalize"];

    private readonly NameAllocator _methods = new(
    [
        "Weights", "Streaming", "Load", "Convert", "Step", "Process", "Fork", "NewStream", "Run", "Prepare", "Allocate", "OutputSize", "InputSize", "State", "Reset", "LargestBlock", "SmallestBlock", "Row", "Advance", "SetStates", "StepsOf",
        "CheckOutput", "CheckInput", "Encode", "SourceSize", "SourceLength", "AttentionWeights", "Begin", "Encoded", "Attach", "Remember", "CheckEncoded", "SourceSteps", "CheckWindow", "KnownTokens", "KnownToken", "Greedy", "BeamSearch",
        "TokenStep", "AllocateEncoder", "PrepareEncoder", "MemoryOf", .. OfObject,
    ]);

    private readonly NameAllocator _rows = new(["_weights", "_capacity", "_memory"]);
    private readonly NameAllocator _weights = new(["Weights", .. OfObject]);
    private readonly List<StreamingTensor> _tensors = [];

    public TypeNames Types => types;

    /// <summary>The weights, in the order in which they are read.</summary>
    public List<StreamingWeight> Weights { get; } = [];

    /// <summary>The methods of layers, each its lines.</summary>
    public List<IReadOnlyList<string>> Methods { get; } = [];

    /// <summary>The tensors of the file, in the order of their first use.</summary>
    public IReadOnlyList<StreamingTensor> Tensors => _tensors;

    /// <summary>The tensors that a file may have under two names.</summary>
    public List<(string Name, string Other)> Ties { get; } = [];

    /// <summary>The name of a method.</summary>
    public string MethodName(string pascal) => _methods.Allocate(pascal);

    /// <summary>The name of a field with rows.</summary>
    public string RowsField(string camel) => _rows.Allocate("_" + camel);

    /// <summary>The name of a field of the weights.</summary>
    public string WeightField(string pascal) => _weights.Allocate(pascal);

    /// <summary>Notes that a tensor is read.</summary>
    public void Use(string tensor, IReadOnlyList<Polynomial> shape)
    {
        if (!_tensors.Exists(other => other.Name == tensor))
        {
            _tensors.Add(new StreamingTensor(tensor, shape));
        }
    }
}

/// <summary>A field of the weights.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Field">Its name.</param>
/// <param name="Value">The expression that reads it.</param>
/// <param name="Note">What it is.</param>
internal sealed record StreamingWeight(string Type, string Field, string Value, string Note);

/// <summary>A tensor of the file.</summary>
internal sealed record StreamingTensor(string Name, IReadOnlyList<Polynomial> Shape);
