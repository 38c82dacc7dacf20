using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Emit;

/// <summary>The names by which one model's code speaks of types: short where nothing hides them, else in full.</summary>
internal sealed class TypeNames(TypeDeclaration type)
{
    private readonly HashSet<string> _hidden = new(type.HiddenNames, StringComparer.Ordinal);
    private readonly HashSet<string> _nearer = new(type.ByHand.Names.Concat(type.Level.TypeParameterNames), StringComparer.Ordinal);

    /// <summary>Whether a short name was given that <see cref="EmittedTypes.CompilerServices"/> brings.</summary>
    public bool UsesCompilerServices { get; private set; }

    public string this[string name]
    {
        get
        {
            if (_hidden.Contains(name))
            {
                return EmittedTypes.FullName(name);
            }

            UsesCompilerServices |= EmittedTypes.IsCompilerService(name);
            return name;
        }
    }

    /// <summary>What goes above every member.</summary>
    public string Generated => $"[{this["GeneratedCode"]}(\"RnnDsl\", \"0.1\")]";

    public string Tensor => this["Tensor"];

    public string Torch => this["torch"];

    public string Nn => this["nn"];

    /// <summary>A member of nn.Module, past a member or a type parameter of the class that has its name.</summary>
    public string Inherited(string member) => _nearer.Contains(member) ? "base." + member : member;

    /// <summary>A reference to a generated member in XML documentation; its plain name where a type parameter has that name, which is an error.</summary>
    public string See(string member) => type.Level.TypeParameterNames.Contains(member) ? $"<c>{member}</c>" : $"<see cref=\"{member}\"/>";

    /// <summary>The documentation of a member that inherits that of another one.</summary>
    public string SameAs(string member) =>
        type.Level.TypeParameterNames.Contains(member) ? $"<summary>The same as <c>{member}</c>.</summary>" : $"<inheritdoc cref=\"{member}\"/>";

    /// <summary>Whether the model trains.</summary>
    public string Training => Inherited("training");

    /// <summary>The class's name, as messages print it.</summary>
    public string ModelName => type.Level.Name;

    /// <summary>The class's name as a text.</summary>
    public string NameOfModel => _hidden.Contains("nameof") ? Literal.Of(type.Level.Name) : $"nameof({type.Level.Display})";

    /// <summary>The name of a parameter or of a type without type parameters as a text.</summary>
    public string NameOf(string name) => _hidden.Contains("nameof") ? Literal.Of(name) : $"nameof({name})";

    /// <summary>The model's own class, as seen from outside it: <c>CharLstm</c> or <c>Outer.Model&lt;T&gt;</c>.</summary>
    public string Model => string.Join(".", type.Containers.Append(type.Level).Select(level => level.Display));

    public string State => Model + ".State";
}
