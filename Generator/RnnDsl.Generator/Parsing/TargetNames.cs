using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Parsing;

/// <summary>
/// The names that targets use in emitted code, with which those of users must not collide. The folder of a target has its own, and the shell joins them: no stage before the
/// targets knows a name of theirs.
/// </summary>
internal sealed record TargetNames
{
    /// <summary>The types, by their short names. Where a short name has another meaning in the scope of a model, the full name is emitted instead.</summary>
    public EquatableArray<string> Types { get; init; }

    /// <summary>The types that expressions name, and that a property of the same name would hide.</summary>
    public EquatableArray<string> TypesInExpressions { get; init; }

    /// <summary>Contextual keywords of C# that emitted code uses. A member or type with such a name hides the keyword.</summary>
    public EquatableArray<string> Keywords { get; init; }

    /// <summary>Types nested in the base class, which its members resolve before any other type of that name.</summary>
    public EquatableArray<string> NestedTypes { get; init; }

    /// <summary>Members of the base class that a property would hide.</summary>
    public EquatableArray<string> InheritedMembers { get; init; }

    /// <summary>Fields of the base class that a field for a size would hide.</summary>
    public EquatableArray<string> InheritedFields { get; init; }

    /// <summary>Parameters of every constructor.</summary>
    public EquatableArray<string> ConstructorParameters { get; init; }

    /// <summary>The locals of the constructor, and the names that a parameter would hide.</summary>
    public EquatableArray<string> ConstructorNames { get; init; }

    /// <summary>Members of every state record, and of records.</summary>
    public EquatableArray<string> StateMembers { get; init; }

    /// <summary>The members of a model as a whole, with the part that brings each.</summary>
    public EquatableArray<PartMember> ModelMembers { get; init; }

    /// <summary>The members of an encoder-decoder, with the part that brings each.</summary>
    public EquatableArray<PartMember> EncoderDecoderMembers { get; init; }

    /// <summary>The members that a recurrent layer adds to the class beside its property.</summary>
    public EquatableArray<LayerMember> RecurrentMembers { get; init; }

    /// <summary>The names of this target and of another one.</summary>
    public TargetNames With(TargetNames other) => new()
    {
        Types = Union(Types, other.Types),
        TypesInExpressions = Union(TypesInExpressions, other.TypesInExpressions),
        Keywords = Union(Keywords, other.Keywords),
        NestedTypes = Union(NestedTypes, other.NestedTypes),
        InheritedMembers = Union(InheritedMembers, other.InheritedMembers),
        InheritedFields = Union(InheritedFields, other.InheritedFields),
        ConstructorParameters = Union(ConstructorParameters, other.ConstructorParameters),
        ConstructorNames = Union(ConstructorNames, other.ConstructorNames),
        StateMembers = Union(StateMembers, other.StateMembers),
        ModelMembers = Union(ModelMembers, other.ModelMembers),
        EncoderDecoderMembers = Union(EncoderDecoderMembers, other.EncoderDecoderMembers),
        RecurrentMembers = Union(RecurrentMembers, other.RecurrentMembers),
    };

    /// <summary>The field of a size of the constructor.</summary>
    public string FieldOf(string size) => InheritedFields.Contains("_" + size) ? $"_{size}Size" : "_" + size;

    /// <summary>The members of a recurrent layer.</summary>
    /// <param name="property">Its property.</param>
    public IEnumerable<string> MembersOf(string property) => RecurrentMembers.Select(member => member.Of(property)).Prepend(property);

    /// <summary>All compilations have the same names: a hash of all of them would only take time.</summary>
    public override int GetHashCode() => Types.Count;

    private static EquatableArray<T> Union<T>(EquatableArray<T> one, EquatableArray<T> other)
        where T : IEquatable<T> => one.Concat(other).Distinct().ToEquatableArray();
}

/// <summary>A member of a generated class.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Part">The part of the model that brings it.</param>
internal sealed record PartMember(string Name, ModelPart Part);

/// <summary>A part of a model, or of an encoder-decoder, that brings members.</summary>
internal enum ModelPart
{
    /// <summary>Every module.</summary>
    Module,

    /// <summary>A call with optional arguments.</summary>
    OptionalArguments,

    State,
    Step,
    Memory,
    Decoder,
    Loss,
    CoverageLoss,
    OutputLengths,

    /// <summary>Streams without TorchSharp.</summary>
    Streams,

    /// <summary>ONNX files of a model or an encoder-decoder.</summary>
    Onnx,

    /// <summary>The parts of ONNX files that a decoder writes.</summary>
    OnnxOfDecoder,
}

/// <summary>A member named after a layer.</summary>
/// <param name="Prefix">What is before the name of the layer.</param>
/// <param name="Suffix">What is behind it.</param>
internal sealed record LayerMember(string Prefix, string Suffix)
{
    /// <summary>Whether it is a field, with the name in camel case.</summary>
    public bool IsField => Prefix == "_";

    /// <summary>Its name.</summary>
    /// <param name="property">The property of the layer.</param>
    public string Of(string property) => Prefix + (IsField ? Identifiers.ToCamelCase(property) : property) + Suffix;
}
