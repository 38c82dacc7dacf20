using RnnDsl.Generator.Common;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Layers;

/// <summary>A user-defined cell as its class declares it. Two cells are equal if their declarations are.</summary>
/// <param name="declaration">Its declaration.</param>
/// <param name="typed">Its equations.</param>
/// <param name="reserved">The names that a state cannot have in the target.</param>
internal sealed class UserCell(CellDeclaration declaration, TypedCell typed, IEnumerable<string> reserved) : CellEquations(declaration.Name, typed), IEquatable<UserCell>
{
    private readonly CellDeclaration _declaration = declaration;

    /// <summary>The names of the properties of the states, which are distinct from the members of state records.</summary>
    public override IReadOnlyDictionary<CellStateSymbol, string> StateNames { get; } = Properties(typed, reserved);

    public override IReadOnlyList<ParameterOfCell> Parameters => [.. Typed.Parameters.Select(Begin)];

    private ParameterOfCell Begin(CellParameter parameter)
    {
        var written = _declaration.Parameters.FirstOrDefault(candidate => StateSizes.ReadName(candidate.Parameter) == parameter.Name);
        return written is not null
            ? new(parameter, (ParameterInitializationKind)written.Initialization, written.Value ?? 0, written.IsFixed)
            : new(parameter, parameter.IsGain ? ParameterInitializationKind.Ones : ParameterInitializationKind.Uniform, 0, IsFixed: false);
    }

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

    public bool Equals(UserCell? other) => other is not null && _declaration.Equals(other._declaration);

    public override bool Equals(object? obj) => Equals(obj as UserCell);

    public override int GetHashCode() => _declaration.GetHashCode();
}
