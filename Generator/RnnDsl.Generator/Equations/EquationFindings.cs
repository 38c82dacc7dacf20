using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations;

/// <summary>What is wrong with a cell's equations, in the order in which it was found.</summary>
internal sealed class EquationFindings
{
    private readonly List<EquationFinding> _list = [];

    public IReadOnlyList<EquationFinding> List => _list;

    public bool HasErrors => _list.Any(finding => !finding.IsWarning);

    public void Add(EquationMistake mistake, Span span, params string[] arguments) => AddWithFix(mistake, span, null, arguments);

    /// <summary>With the text that surely was meant in place of what the span covers; null where that is not sure.</summary>
    public void AddWithFix(EquationMistake mistake, Span span, string? replacement, params string[] arguments)
    {
        // One mistake is said once; what would follow from it at the same place is not.
        if (!_list.Any(finding => finding.Span == span && !finding.IsWarning))
        {
            _list.Add(new EquationFinding(mistake, span, arguments.ToEquatableArray(), replacement));
        }
    }
}

/// <summary>A mistake in a cell's equations.</summary>
/// <param name="Mistake">Which one.</param>
/// <param name="Span">The characters it is about.</param>
/// <param name="Arguments">The particulars of the message.</param>
/// <param name="Replacement">What surely was meant there; null where that is not sure.</param>
internal sealed record EquationFinding(EquationMistake Mistake, Span Span, EquatableArray<string> Arguments, string? Replacement)
{
    public bool IsWarning => Mistake >= EquationMistake.NoInput;
}

/// <summary>What can be wrong with equations. Those from <see cref="NoInput"/> on are warnings.</summary>
internal enum EquationMistake
{
    CannotBeRead,
    UnknownFunction,
    FunctionArguments,
    DefinedTwice,
    InputDefined,
    NotDefined,
    UsedBeforeDefined,
    StateNeverUpdated,
    StateNeverRead,
    NoOutput,
    ProductOfVectors,
    MatrixAndVector,
    NoVector,
    SizesDisagree,
    StateSizes,
    NoInput,
    NoPreviousState,
    Unused,
}
