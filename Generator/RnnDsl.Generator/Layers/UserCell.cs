using RnnDsl.Generator.Common;
using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>A user-defined cell, with value equality.</summary>
/// <param name="declaration">Its declaration.</param>
/// <param name="typed">Its equations.</param>
/// <param name="reserved">The names that a state cannot have in the target.</param>
internal sealed class UserCell(CellDeclaration declaration, TypedCell typed, IEnumerable<string> reserved) : IEquatable<UserCell>
{
    private readonly Dictionary<CellStateSymbol, string> _properties = Properties(typed, reserved);

    public CellDeclaration Declaration => declaration;

    public TypedCell Typed => typed;

    public string Name => declaration.Name;

    /// <summary>The built-in cell with the same equations; null if there is none.</summary>
    public RecognisedCell? Recognised { get; } = RecognisedCell.Of(typed);

    /// <summary>What plans have of it.</summary>
    public CellEquations Equations => new(Name, Typed, Recognised, _properties, [.. Typed.Parameters.Select(Begin)]);

    private ParameterOfCell Begin(CellParameter parameter)
    {
        var written = Written(parameter);
        return written is not null
            ? new(parameter, (ParameterInitializationKind)written.Initialization, written.Value ?? 0, written.IsFixed)
            : new(parameter, parameter.IsGain ? ParameterInitializationKind.Ones : ParameterInitializationKind.Uniform, 0, IsFixed: false);
    }

    private CellParameterDeclaration? Written(CellParameter parameter) => declaration.Parameters.FirstOrDefault(candidate => StateSizes.ReadName(candidate.Parameter) == parameter.Name);

    /// <summary>The name of a state in the state record.</summary>
    public string PropertyOf(CellStateSymbol state) => _properties[state];

    /// <summary>The properties of the states, which are distinct from the members of state records.</summary>
    private static Dictionary<CellStateSymbol, string> Properties(TypedCell cell, IEnumerable<string> reserved)
    {
        var taken = new HashSet<string>(reserved, StringComparer.OrdinalIgnoreCase);
        return cell.States.ToDictionary(state => state, state =>
        {
            var wanted = state.Name.Key switch
            {
                "h" => "Hidden",
                "c" or "C" => "Cell",
                var key => Identifiers.ToPascalCase(key),
            };
            var free = wanted;
            for (var number = 2; !taken.Add(free); number++)
            {
                free = wanted + Messages.Number(number);
            }

            return free;
        });
    }

    /// <summary>The number of parameters of a stack of this cell.</summary>
    public Polynomial Count(Polynomial features, Polynomial hidden, EquatableArray<NamedSize> named, int layers, bool bidirectional, MergeKind merge)
    {
        var directions = bidirectional ? 2 : 1;
        return directions * (OneLayer(features) + ((layers - 1) * OneLayer((merge == MergeKind.Concat ? directions : 1) * hidden)));

        Polynomial OneLayer(Polynomial read) => Typed.Parameters.Aggregate((Polynomial)0, (sum, parameter) =>
            sum + (NamedSize.SizeOf(parameter.Rows.Length!, read, hidden, named) * (parameter.IsMatrix ? NamedSize.SizeOf(parameter.Columns.Length!, read, hidden, named) : 1)));
    }

    public bool Equals(UserCell? other) => other is not null && declaration.Equals(other.Declaration);

    public override bool Equals(object? obj) => Equals(obj as UserCell);

    public override int GetHashCode() => declaration.GetHashCode();
}
