using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Streaming;

/// <summary>What the layers of a model, or of one side of an encoder-decoder, have in common: rows, statements, and the names of tensors and sizes.</summary>
/// <param name="whole">The class that they belong to.</param>
internal sealed class StreamingMembers(StreamingClass whole)
{
    private readonly Dictionary<string, string> _shared = [];

    public StreamingClass Whole => whole;

    public TypeNames Types => whole.Types;

    /// <summary>What the names of tensors begin with: <c>encoder.</c>; empty for a model.</summary>
    public string Key { get; init; } = "";

    /// <summary>What the names of members begin with: <c>Encoder</c>; empty for a model.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Sizes that are given by others, such as those of the memory of a decoder.</summary>
    public Func<string, Polynomial> Given { get; init; } = Polynomial.Symbol;

    /// <summary>The rows, in the order in which they are written.</summary>
    public List<StreamingRows> Rows { get; } = [];

    /// <summary>The statements of a block of steps, of a whole sequence, or of one step.</summary>
    public List<string> Body { get; } = [];

    /// <summary>The statements that compute what depends on weights alone.</summary>
    public List<string> Constants { get; } = [];

    /// <summary>The methods of layers, each its lines.</summary>
    public List<IReadOnlyList<string>> Methods => whole.Methods;

    /// <summary>The name of a method.</summary>
    public string MethodName(string pascal) => whole.MethodName(Prefix + pascal);

    /// <summary>Adds a field with rows.</summary>
    public StreamingRows AddRows(string pascal, Polynomial width, StreamingExtent extent, string note)
    {
        var rows = new StreamingRows(whole.RowsField(Identifiers.ToCamelCase(Prefix + pascal)), width, extent, note);
        Rows.Add(rows);
        return rows;
    }

    /// <summary>Adds a field of the weights.</summary>
    public StreamingWeight AddWeight(string type, string pascal, string value, string note)
    {
        var weight = new StreamingWeight(Types[type], whole.WeightField(Prefix + pascal), value, note);
        whole.Weights.Add(weight);
        return weight;
    }

    /// <summary>Notes that a tensor is that of another name, which the other side has; a file may have it under both.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="other">The whole name of the other.</param>
    public void Share(string name, string other)
    {
        _shared.Add(name, other);
        whole.Ties.Add((other, Key + name));
    }

    /// <summary>The whole name of a tensor.</summary>
    public string TensorName(string name) => _shared.TryGetValue(name, out var other) ? other : Key + name;

    /// <summary>The tensor of a name, as an expression of the reader.</summary>
    public string Tensor(string name, params Polynomial[] shape)
    {
        var (whole, sizes) = (TensorName(name), shape.Select(size => size.With(Given)).ToList());
        Whole.Use(whole, sizes);
        return $"reader.Tensor({Literal.Of(whole)}, {string.Join(", ", sizes.Select(StreamingSizes.Own))})";
    }

    /// <summary>A size as the stream writes it.</summary>
    public string Size(Polynomial size) => StreamingSizes.OfStream(size.With(Given));

    /// <summary>A size as the weights write it.</summary>
    public string OwnSize(Polynomial size) => StreamingSizes.Own(size.With(Given));

    /// <summary>A size as comments write it.</summary>
    public string Note(Polynomial size) => size.With(Given).ToString();

    /// <summary>The number of columns as the bound of a loop.</summary>
    public string Bound(Polynomial width) => width.With(Given).Number is { } number ? Literal.Of(number) : Size(width) is var size && size.Contains(' ') ? $"(nuint)({size})" : "(nuint)" + size;
}

/// <summary>How sizes that the constructor has are written: they are fields of the weights.</summary>
internal static class StreamingSizes
{
    /// <summary>A size as the stream writes it.</summary>
    public static string OfStream(Polynomial size) => size.ToCSharp(name => "_weights." + Field(name));

    /// <summary>A size as the weights write it.</summary>
    public static string Own(Polynomial size) => size.ToCSharp(Field);

    /// <summary>The field with a size of the constructor.</summary>
    public static string Field(string parameter) => "SizeOf" + Identifiers.ToPascalCase(parameter);
}

/// <summary>Rows of a stream.</summary>
/// <param name="Field">The field.</param>
/// <param name="Width">The number of columns.</param>
/// <param name="Extent">How many rows there are.</param>
/// <param name="Note">What they are.</param>
internal sealed record StreamingRows(string Field, Polynomial Width, StreamingExtent Extent, string Note)
{
    /// <summary>The row of step t.</summary>
    public string Index => IndexOf("t");

    /// <summary>The row of a step.</summary>
    public string IndexOf(string step) => Extent switch
    {
        StreamingExtent.State or StreamingExtent.Positions => step == "0" ? "1" : $"{step} + 1",
        StreamingExtent.Step => "0",
        _ => step,
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

    /// <summary>A state that is as wide as the source of an encoder-decoder is long.</summary>
    Positions,
}
