using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Streams;
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
    private readonly Dictionary<StreamItem, string> _names = [];

    public TypeNames Types => types;

    /// <summary>The weights, in the order in which they are read.</summary>
    public List<StreamWeight> Weights { get; } = [];

    /// <summary>The methods of layers, each its lines.</summary>
    public List<IReadOnlyList<string>> Methods { get; } = [];

    /// <summary>The name of the member of an item: a field with rows, a field of the weights or a method.</summary>
    public string this[StreamItem item] => _names[item];

    /// <summary>Gives items their members.</summary>
    /// <returns>The statements that compute what depends on weights alone.</returns>
    public IReadOnlyList<string> Declare(IEnumerable<StreamItem> items)
    {
        var constants = new List<string>();
        foreach (var item in items)
        {
            switch (item)
            {
                case StreamRows:
                    _names.Add(item, _rows.Allocate("_" + Identifiers.ToCamelCase(item.Name)));
                    break;

                case StreamWeight weight:
                    _names.Add(item, _weights.Allocate(item.Name));
                    Weights.Add(weight);
                    break;

                case StreamPass pass:
                    _names.Add(item, MethodName(item.Name));
                    Methods.Add([.. StreamingPass.Lines(pass, this)]);
                    break;

                case StreamCell cell:
                    var printer = new StreamingCell(cell, this);
                    _names.Add(item, printer.Method);
                    constants.AddRange(printer.Constants);
                    Methods.AddRange(printer.Methods);
                    break;

                default:
                    throw new InvalidOperationException($"A {item.GetType().Name} is no member.");
            }
        }

        return constants;
    }

    /// <summary>The name of a method.</summary>
    public string MethodName(string pascal) => _methods.Allocate(pascal);

    /// <summary>A size as the stream writes it.</summary>
    public static string Size(Polynomial size) => size.ToCSharp(name => "_weights." + StreamingSizes.Field(name));

    /// <summary>The number of columns as the bound of a loop.</summary>
    public static string Bound(Polynomial width) => width.Number is { } number ? Literal.Of(number) : Size(width) is var size && size.Contains(' ') ? $"(nuint)({size})" : "(nuint)" + size;
}

/// <summary>How sizes that the constructor has are written: they are fields of the weights.</summary>
internal static class StreamingSizes
{
    /// <summary>A size as the weights write it.</summary>
    public static string Own(Polynomial size) => size.ToCSharp(Field);

    /// <summary>The field with a size of the constructor.</summary>
    public static string Field(string parameter) => "SizeOf" + Identifiers.ToPascalCase(parameter);
}
