using System.Globalization;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>
/// The numbers that a recurrence computes with, in static fields: TorchSharp holds no scalar while libtorch reads it, and one that is made at every step costs more
/// than the operation it is for.
/// </summary>
/// <param name="layer">Whose numbers.</param>
/// <param name="names">How types are written.</param>
internal sealed class LoopScalars(LayerReference layer, TypeNames names)
{
    private readonly List<double> _numbers = [];

    /// <summary>1, the factor of a sum.</summary>
    public string One => this[1];

    /// <summary>The field that holds a number: one of the runtime's, or else one of the recurrence's own.</summary>
    public string this[double value]
    {
        get
        {
            var known = value switch
            {
                0 => "Zero",
                1 => "One",
                -1 => "MinusOne",
                2 => "Two",
                0.5 => "Half",
                _ => null,
            };
            if (known is not null)
            {
                return $"{names["Scalars"]}.{known}";
            }

            if (!_numbers.Contains(value))
            {
                _numbers.Add(value);
            }

            return $"{TorchMembers.Scalars(layer.Property)}.{Name(_numbers.IndexOf(value))}";
        }
    }

    /// <summary>A sum of terms, the first of which a method can be called on.</summary>
    public string Sum(IEnumerable<string> terms) => terms.Aggregate((sum, term) => $"{sum}.add({term}, {One})");

    /// <summary>Writes the class of the recurrence's own numbers, where it has any.</summary>
    public void Emit(SourceWriter writer)
    {
        if (_numbers.Count == 0)
        {
            return;
        }

        writer.Line()
            .Line($"/// <summary>Scalars of <c>{layer.Key}</c>; static, so that none is finalised while libtorch reads it.</summary>")
            .Line(names.Generated)
            .Line($"private static class {TorchMembers.Scalars(layer.Property)}");
        using (writer.Braces())
        {
            foreach (var number in _numbers)
            {
                writer.Line($"public static readonly {names["Scalar"]} {Name(_numbers.IndexOf(number))} = {Text(number)};");
            }
        }
    }

    private static string Name(int index) => $"Number{Literal.Of(index + 1)}";

    private static string Text(double value) =>
        value == Math.Floor(value) && Math.Abs(value) < 1e9 ? ((long)value).ToString(CultureInfo.InvariantCulture) : Literal.Of(value);
}
