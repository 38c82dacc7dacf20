namespace RnnDsl.Generator.Equations.Typing;

/// <summary>What the conditions of selections mean, and their signs. A condition with a value that is not a number does not hold.</summary>
internal static class Selections
{
    public static bool Holds(this SelectionKind comparison, double left, double right) => comparison switch
    {
        SelectionKind.Equal => left == right,
        SelectionKind.AtLeast => left >= right,
        _ => left > right,
    };

    public static string Sign(this SelectionKind comparison) => comparison switch
    {
        SelectionKind.Equal => "=",
        SelectionKind.AtLeast => "≥",
        _ => ">",
    };

    /// <summary>The sign where the condition does not hold.</summary>
    public static string OppositeSign(this SelectionKind comparison) => comparison switch
    {
        SelectionKind.Equal => "≠",
        SelectionKind.AtLeast => "<",
        _ => "≤",
    };
}
