using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Parsing;

/// <summary>The class a model is, as C# declares it.</summary>
/// <param name="Namespace">Dotted and escaped; empty for the global namespace.</param>
/// <param name="Containers">The types around it, outermost first.</param>
/// <param name="Level">The class itself.</param>
/// <param name="Kind">What may keep it from being a module.</param>
/// <param name="BaseType">The base class somebody wrote, where it is not object.</param>
/// <param name="HasPrimaryConstructor">Whether its header takes parameters.</param>
/// <param name="ByHand">What the class's body declares.</param>
/// <param name="HiddenNames">The short names of emitted code that mean something else here.</param>
internal sealed record TypeDeclaration(
    string Namespace,
    EquatableArray<TypeLevel> Containers,
    TypeLevel Level,
    ClassKind Kind,
    string? BaseType,
    bool HasPrimaryConstructor,
    MembersByHand ByHand,
    EquatableArray<string> HiddenNames)
{
    /// <summary>What a constructor hands to the base class somebody wrote; null where that asks for nothing.</summary>
    public string? BaseArguments { get; init; }

    /// <summary>What the base class somebody wrote is abstract in, and the class's body does not give.</summary>
    public EquatableArray<AbstractMethod> AbstractMethods { get; init; }

    /// <summary>Whether another part can be added: every type of the nesting is partial.</summary>
    public bool TakesParts => Level.IsPartial && Containers.All(container => container.IsPartial);

    /// <summary>Namespace, containers and class, with arity: no two types share it.</summary>
    public string FullName =>
        string.Join(".", new[] { Namespace }.Concat(Containers.Select(container => container.MetadataName)).Append(Level.MetadataName)
            .Where(part => part.Length > 0)).Replace("@", "");
}

/// <summary>One type of a nesting: <c>public partial class Name&lt;T&gt;</c> without its modifiers.</summary>
/// <param name="Keyword">class, record, struct, record struct or interface</param>
/// <param name="Name">The name, without an escape.</param>
/// <param name="TypeParameters"><c>&lt;T&gt;</c>, or nothing.</param>
/// <param name="Arity">How many type parameters there are.</param>
/// <param name="IsPartial">Whether every declaration says partial.</param>
internal sealed record TypeLevel(string Keyword, string Name, string TypeParameters, int Arity, bool IsPartial)
{
    public string MetadataName => Arity == 0 ? Name : $"{Name}-{Arity}";

    /// <summary>
    /// The name as code writes it. Keywords are escaped, and so is all that a later C# could make one: C# itself warns of a type's
    /// name in small letters without an escape.
    /// </summary>
    public string Identifier => Escape(Name);

    /// <summary>The names of the type parameters, without escapes.</summary>
    public IEnumerable<string> TypeParameterNames =>
        TypeParameters.Trim('<', '>').Split(',').Select(name => name.Trim().TrimStart('@')).Where(name => name.Length > 0);

    /// <summary>The names that no member of the type can have: its own and those of its type parameters.</summary>
    public IEnumerable<string> Names => TypeParameterNames.Prepend(Name);

    /// <summary>The name of a type or of a type parameter as code writes it.</summary>
    public static string Escape(string name) => Identifiers.IsKeyword(name) || name.All(c => c is >= 'a' and <= 'z') ? "@" + name : name;

    /// <summary>The type as its own members write it.</summary>
    public string Display => Identifier + TypeParameters;
}

/// <summary>A method that a base class is abstract in.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">How many parameters it has.</param>
/// <param name="Header">What overrides it, without a body.</param>
internal sealed record AbstractMethod(string Name, int Parameters, string Header);

/// <summary>What kind of type carries the attributes; only a plain class can be a module.</summary>
internal enum ClassKind
{
    Class,
    Record,
    StaticClass,

    /// <summary>The class, or a type around it, is seen in its own file only.</summary>
    FileLocalClass,

    /// <summary>The compiler failed to read the class.</summary>
    Unread,
}
