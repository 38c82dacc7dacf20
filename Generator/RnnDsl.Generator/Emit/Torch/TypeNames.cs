using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>The names by which one model's code speaks of types: short where nothing hides them, else in full.</summary>
internal sealed class TypeNames(TypeDeclaration type)
{
    private readonly HashSet<string> _hidden = new(type.HiddenNames, StringComparer.Ordinal);

    public string this[string name] => _hidden.Contains(name) ? EmittedNames.FullName(name) : name;

    public string Tensor => this["Tensor"];

    public string Torch => this["torch"];

    public string Nn => this["nn"];

    /// <summary>The model's own class, as seen from outside it: <c>CharLstm</c> or <c>Outer.Model&lt;T&gt;</c>.</summary>
    public string Model => string.Join(".", type.Containers.Append(type.Level).Select(level => level.Display));

    public string State => Model + ".State";
}
