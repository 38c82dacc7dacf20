using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Construction;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Lowering.Streams;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.EncoderDecoders;

/// <summary>The plans of an encoder and a decoder, with what connects them.</summary>
/// <param name="EncoderDecoder">The encoder-decoder.</param>
/// <param name="Encoder">The plan of the encoder.</param>
/// <param name="Decoder">The plan of the decoder.</param>
internal sealed record EncoderDecoderPlan(EncoderDecoder EncoderDecoder, Plan Encoder, Plan Decoder)
{
    /// <summary>The class.</summary>
    public TypeDeclaration Type => EncoderDecoder.Type;

    /// <summary>The errors of the declaration; the members of a class with errors throw.</summary>
    public EquatableArray<string> Errors => EncoderDecoder.Errors;

    /// <summary>The names of its members.</summary>
    public EquatableArray<string> Members => EncoderDecoder.Members;

    /// <summary>The encoder as a member of the class.</summary>
    public SideMember EncoderMember { get; init; } = null!;

    /// <summary>The decoder as a member of the class.</summary>
    public SideMember DecoderMember { get; init; } = null!;

    /// <summary>The constructor.</summary>
    public EncoderDecoderConstructor Constructor { get; init; } = null!;

    /// <summary>The table of its parts.</summary>
    public EquatableArray<PartRow> Table { get; init; }

    /// <summary>The initial state of the decoder, in words.</summary>
    public string InitialState { get; init; } = "";

    /// <summary>The whole target in one call.</summary>
    public TeacherForcing Forward { get; init; } = null!;

    /// <summary>Whether it is also a graph of each side.</summary>
    public bool ExportsGraph => EncoderDecoder.ExportsOnnx;

    /// <summary>Whether it also runs as a stream.</summary>
    public bool Streams => EncoderDecoder.Streams;

    /// <summary>The stream; null for an encoder-decoder that does not stream, and for one with errors.</summary>
    public EncoderDecoderStream? Stream { get; init; }

    /// <summary>The computation of the memory and of the initial state; null for a class with errors, whose members throw.</summary>
    public EncodeMethod? Encode { get; init; }
}

/// <summary>One side of an encoder-decoder as a member of its class.</summary>
/// <param name="Type">Its class in emitted code; null if no member can have the type, which occurs only with errors.</param>
/// <param name="State">The type of its state in emitted code; null if there is none.</param>
/// <param name="Display">Its name in messages.</param>
/// <param name="Accessibility">The accessibility of members with the type in their signature.</param>
/// <param name="Input">The shape of its input.</param>
/// <param name="Output">The shape of its output.</param>
internal sealed record SideMember(string? Type, string? State, string Display, string Accessibility, Shape Input, Shape Output)
{
    public static SideMember Of(Side side) => new(side.FullName, side.State, side.Display, side.Accessibility, side.Model.Input, side.Model.Output);
}

/// <summary>A row of the table of an encoder-decoder.</summary>
/// <param name="Part">The member; empty for the rest.</param>
/// <param name="What">What it is.</param>
/// <param name="ParameterCount">The number of its parameters.</param>
internal sealed record PartRow(string Part, string What, Polynomial ParameterCount);

/// <summary>The constructor of an encoder-decoder.</summary>
/// <param name="Sizes">The sizes that it takes: those without a default first.</param>
/// <param name="Vectors">The tables whose initial values it takes.</param>
/// <param name="Encoder">The arguments of the encoder's constructor.</param>
/// <param name="Decoder">The arguments of the decoder's constructor.</param>
/// <param name="Bridges">The weight matrices from the encoder to the decoder's initial state.</param>
internal sealed record EncoderDecoderConstructor(
    EquatableArray<SizeParameter> Sizes, EquatableArray<TableParameter> Vectors, EquatableArray<SideArgument> Encoder, EquatableArray<SideArgument> Decoder, EquatableArray<EncoderDecoderBridge> Bridges)
{
    /// <summary>The names of the parameters of the model's own.</summary>
    public IEnumerable<string> Names => Sizes.Select(size => size.Name).Concat(Vectors.Select(table => table.Parameter));
}

/// <summary>An argument of a side's constructor.</summary>
internal abstract record SideArgument(string Parameter);

/// <summary>A size.</summary>
internal sealed record GivenSize(string Parameter, Polynomial Value) : SideArgument(Parameter);

/// <summary>The initial values of a table, which are a parameter.</summary>
internal sealed record GivenVectors(string Parameter, string Value) : SideArgument(Parameter);

/// <summary>The encoder's table, which the decoder shares.</summary>
internal sealed record SharedTable(string Parameter, string Table) : SideArgument(Parameter);
