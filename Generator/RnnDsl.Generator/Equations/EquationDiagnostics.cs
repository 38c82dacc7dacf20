using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations;

/// <summary>The errors of a cell's equations, in the order in which they are found.</summary>
internal sealed class EquationDiagnostics
{
    private readonly List<EquationFinding> _list = [];
    private readonly HashSet<(Span, string)> _places = [];

    public IReadOnlyList<EquationFinding> List => _list;

    public bool HasErrors => ErrorCount > 0;

    public int ErrorCount { get; private set; }

    /// <summary>Whether a line was skipped without its name: a name without an equation may be defined there.</summary>
    public bool HasLostEquations { get; set; }

    public void Add(EquationMistake mistake, Span span, params string[] arguments) => AddWithFix(mistake, span, null, arguments);

    public void Add(EquationDiagnostics others)
    {
        foreach (var diagnostic in others.List)
        {
            AddWithFix(diagnostic.Mistake, diagnostic.Span, diagnostic.Replacement, [.. diagnostic.Arguments]);
        }
    }

    /// <summary>Adds an error with the unambiguous replacement for the span; null if there is none.</summary>
    public void AddWithFix(EquationMistake mistake, Span span, string? replacement, params string[] arguments)
    {
        // One error per location: a second one would be a consequence of the first.
        var diagnostic = new EquationFinding(mistake, span, arguments.ToEquatableArray(), replacement);
        if (!_places.Contains((span, diagnostic.Argument)))
        {
            _list.Add(diagnostic);
            if (!diagnostic.IsWarning)
            {
                _places.Add((span, diagnostic.Argument));
                ErrorCount++;
            }
        }
    }
}

/// <summary>An error in a cell's equations.</summary>
/// <param name="Mistake">The kind of error.</param>
/// <param name="Span">The characters with the error.</param>
/// <param name="Arguments">The arguments of the message.</param>
/// <param name="Replacement">The unambiguous replacement; null if there is none.</param>
internal sealed record EquationFinding(EquationMistake Mistake, Span Span, EquatableArray<string> Arguments, string? Replacement)
{
    public bool IsWarning => Mistake >= EquationMistake.NoInput;

    /// <summary>The argument of <c>[Cell]</c> with the characters.</summary>
    public string Argument => Mistake switch
    {
        EquationMistake.StateSizes => "States",
        EquationMistake.ValueSizes => "Values",
        EquationMistake.InputSizes => "Inputs",
        _ => "Equations",
    };
}

/// <summary>The kinds of errors in equations. Those from <see cref="NoInput"/> on are warnings.</summary>
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
    ValueSizes,
    InputSizes,
    LooksAlike,
    NoInput,
    NoPreviousState,
    Unused,
    PerhapsPrevious,
    LearnedProduct,
    PerhapsProduct,
    PerhapsDivisor,
    PerhapsKind,
    NoEffect,
    PerhapsOuter,
}
