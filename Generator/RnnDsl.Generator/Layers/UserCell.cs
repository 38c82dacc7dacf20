using System.Globalization;
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

    /// <summary>The initialisation of a parameter.</summary>
    public (ParameterInitializationKind Kind, double Value) InitializationOf(CellParameter parameter)
    {
        var written = Written(parameter);
        return written is not null ? ((ParameterInitializationKind)written.Initialization, written.Value ?? 0)
            : (parameter.IsGain ? ParameterInitializationKind.Ones : ParameterInitializationKind.Uniform, 0);
    }

    /// <summary>Whether a parameter keeps its initial value.</summary>
    public bool IsFixed(CellParameter parameter) => Written(parameter) is { IsFixed: true };

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

    /// <summary>A length with the sizes of the layer.</summary>
    public static Polynomial SizeOf(CellLength length, Polynomial features, Polynomial hidden, EquatableArray<NamedSize> named) =>
        length.Parts.Aggregate((Polynomial)0, (sum, part) => sum + CellLength.Factors(part).Aggregate((Polynomial)1, (product, factor) => product * factor switch
        {
            CellLength.HiddenPart => hidden,
            CellLength.FeaturesPart => features,
            _ when char.IsDigit(factor[0]) => long.Parse(factor, CultureInfo.InvariantCulture),
            _ => named.FirstOrDefault(size => size.Name == factor)?.Size ?? 1,
        }));

    /// <summary>The number of parameters of a stack of this cell.</summary>
    public Polynomial Count(Polynomial features, Polynomial hidden, EquatableArray<NamedSize> named, int layers, bool bidirectional, MergeKind merge)
    {
        var directions = bidirectional ? 2 : 1;
        return directions * (OneLayer(features) + ((layers - 1) * OneLayer((merge == MergeKind.Concat ? directions : 1) * hidden)));

        Polynomial OneLayer(Polynomial read) => Typed.Parameters.Aggregate((Polynomial)0, (sum, parameter) =>
            sum + (SizeOf(parameter.Rows.Length!, read, hidden, named) * (parameter.IsMatrix ? SizeOf(parameter.Columns.Length!, read, hidden, named) : 1)));
    }

    public bool Equals(UserCell? other) => other is not null && declaration.Equals(other.Declaration);

    public override bool Equals(object? obj) => Equals(obj as UserCell);

    public override int GetHashCode() => declaration.GetHashCode();
}
