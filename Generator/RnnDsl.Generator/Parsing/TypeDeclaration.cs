using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Parsing;

/// <summary>The class of a model.</summary>
/// <param name="Namespace">Dotted and escaped; empty for the global namespace.</param>
/// <param name="Containers">The enclosing types, outermost first.</param>
/// <param name="Level">The class itself.</param>
/// <param name="Kind">The kind of type; only an ordinary class can be a module.</param>
/// <param name="BaseType">The hand-written base class, unless it is object.</param>
/// <param name="HasPrimaryConstructor">Whether it has a primary constructor with parameters.</param>
/// <param name="ByHand">Its hand-written members.</param>
/// <param name="HiddenNames">The short names of emitted code that have another meaning in the scope of the class.</param>
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
    /// <summary>The arguments of the base constructor of a hand-written base class; null if it needs none.</summary>
    public string? BaseArguments { get; init; }

    /// <summary>The abstract members of a hand-written base class that the class does not implement.</summary>
    public EquatableArray<AbstractMethod> AbstractMethods { get; init; }

    /// <summary>Whether another part can be added: the class and all enclosing types are partial.</summary>
    public bool TakesParts => Level.IsPartial && Containers.All(container => container.IsPartial);

    /// <summary>Namespace, containers and class, with arity: unique for each type.</summary>
    public string FullName =>
        string.Join(".", new[] { Namespace }.Concat(Containers.Select(container => container.MetadataName)).Append(Level.MetadataName)
            .Where(part => part.Length > 0)).Replace("@", "");
}

/// <summary>One type of the nesting: <c>public partial class Name&lt;T&gt;</c> without its modifiers.</summary>
/// <param name="Keyword">class, record, struct, record struct or interface</param>
/// <param name="Name">The name, without an escape.</param>
/// <param name="TypeParameters"><c>&lt;T&gt;</c>, or nothing.</param>
/// <param name="Arity">The number of type parameters.</param>
/// <param name="IsPartial">Whether every declaration has the modifier partial.</param>
internal sealed record TypeLevel(string Keyword, string Name, string TypeParameters, int Arity, bool IsPartial)
{
    public string MetadataName => Arity == 0 ? Name : $"{Name}-{Arity}";

    /// <summary>
    /// The name in code. Keywords are escaped, and so is every name in lower case: C# warns of such type names without an escape, because
    /// a later version could make them keywords.
    /// </summary>
    public string Identifier => Escape(Name);

    /// <summary>The names of the type parameters, without escapes.</summary>
    public IEnumerable<string> TypeParameterNames =>
        TypeParameters.Trim('<', '>').Split(',').Select(name => name.Trim().TrimStart('@')).Where(name => name.Length > 0);

    /// <summary>The names that no member of the type can have: the type's name and those of its type parameters.</summary>
    public IEnumerable<string> Names => TypeParameterNames.Prepend(Name);

    /// <summary>The name of a type or of a type parameter in code.</summary>
    public static string Escape(string name) => Identifiers.IsKeyword(name) || name.All(c => c is >= 'a' and <= 'z') ? "@" + name : name;

    /// <summary>The type in the code of its own members.</summary>
    public string Display => Identifier + TypeParameters;
}

/// <summary>An abstract method of a base class.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">The number of its parameters.</param>
/// <param name="Header">The signature of the override, without a body.</param>
internal sealed record AbstractMethod(string Name, int Parameters, string Header);

/// <summary>The kind of type with the attributes; only an ordinary class can be a module.</summary>
internal enum ClassKind
{
    Class,
    Record,
    StaticClass,

    /// <summary>The class, or an enclosing type, is file-local.</summary>
    FileLocalClass,

    /// <summary>The compiler failed to read the class.</summary>
    Unread,
}
