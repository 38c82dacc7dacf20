using System.Globalization;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>
/// The numbers that a loop computes with. Each is made once before it: made at every step, it would cost more than the operation it is for.
/// </summary>
internal sealed class LoopScalars
{
    private readonly List<(double Value, string Name)> _scalars = [];

    /// <summary>The local that holds a number.</summary>
    public string this[double value]
    {
        get
        {
            var name = value switch
            {
                1 => "one",
                -1 => "minusOne",
                0.5 => "half",
                _ => $"number{Literal.Of(_scalars.Count + 1)}",
            };
            var known = _scalars.FirstOrDefault(scalar => scalar.Value.Equals(value));
            if (known.Name is not null)
            {
                return known.Name;
            }

            _scalars.Add((value, name));
            return name;
        }
    }

    /// <summary>Whether there are any.</summary>
    public bool Any => _scalars.Count > 0;

    public void Declare(TypeNames names, SourceWriter writer)
    {
        foreach (var (value, name) in _scalars)
        {
            writer.Line($"using {names["Scalar"]} {name} = {(value == Math.Floor(value) && Math.Abs(value) < 1e9 ? ((long)value).ToString(CultureInfo.InvariantCulture) : Literal.Of(value))};");
        }
    }
}
