using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations;

/// <summary>What is wrong with a cell's equations, in the order in which it was found.</summary>
internal sealed class EquationDiagnostics
{
    private readonly List<EquationFinding> _list = [];
    private readonly HashSet<(Span, bool)> _places = [];

    public IReadOnlyList<EquationFinding> List => _list;

    public bool HasErrors => ErrorCount > 0;

    public int ErrorCount { get; private set; }

    /// <summary>Whether a line was lost of which not even the name could be read: then a name without an equation may be that line's.</summary>
    public bool HasLostEquations { get; set; }

    public void Add(EquationMistake mistake, Span span, params string[] arguments) => AddWithFix(mistake, span, null, arguments);

    public void Add(EquationDiagnostics others)
    {
        foreach (var diagnostic in others.List)
        {
            AddWithFix(diagnostic.Mistake, diagnostic.Span, diagnostic.Replacement, [.. diagnostic.Arguments]);
        }
    }

    /// <summary>With the text that surely was meant in place of what the span covers; null where that is not sure.</summary>
    public void AddWithFix(EquationMistake mistake, Span span, string? replacement, params string[] arguments)
    {
        // One mistake is said once; what would follow from it at the same place is not.
        var diagnostic = new EquationFinding(mistake, span, arguments.ToEquatableArray(), replacement);
        if (!_places.Contains((span, diagnostic.IsOfStates)))
        {
            _list.Add(diagnostic);
            if (!diagnostic.IsWarning)
            {
                _places.Add((span, diagnostic.IsOfStates));
                ErrorCount++;
            }
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

    /// <summary>Whether its characters are those of <c>States</c>.</summary>
    public bool IsOfStates => Mistake == EquationMistake.StateSizes;
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
    LooksAlike,
    NoInput,
    NoPreviousState,
    Unused,
    PerhapsPrevious,
    LearnedProduct,
    PerhapsProduct,
}
