using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Semantics;

/// <summary>Collects the diagnostics of the rules.</summary>
internal sealed class DiagnosticBag
{
    private readonly List<DiagnosticInfo> _list = [];
    private readonly List<string> _reportedElsewhere = [];

    public bool HasErrors => _list.Any(diagnostic => diagnostic.Rule.Severity == RuleSeverity.Error);

    public void Add(Rule rule, DiagnosticLocation location, params string[] arguments) =>
        _list.Add(new DiagnosticInfo(rule, location, arguments.ToEquatableArray()));

    /// <summary>Adds a diagnostic with an unambiguous replacement for the text at its location.</summary>
    public void AddWithFix(Rule rule, DiagnosticLocation location, string? replacement, IEnumerable<string> arguments) =>
        _list.Add(new DiagnosticInfo(rule, location, arguments.ToEquatableArray()) { Replacement = replacement });

    /// <summary>Removes diagnostics of rules.</summary>
    public void Remove(IReadOnlyCollection<Rule> rules) => _list.RemoveAll(diagnostic => rules.Contains(diagnostic.Rule));

    /// <summary>An internal exception of the compiler.</summary>
    public void AddFailure(DiagnosticLocation location, string type, CompilerFailure failure)
    {
        Add(Rules.CompilerFailed, location, type, failure.Stage switch
        {
            Stage.Parse => "read its attributes",
            Stage.Rules => "checked its layers",
            Stage.Lowering => "planned its computation",
            _ => "wrote its code",
        }, failure.Exception, failure.Frame, failure.Message);
        AddReportedElsewhere($"{failure.Exception} in {failure.Frame}");
    }

    /// <summary>An error that is reported at another declaration.</summary>
    public void AddReportedElsewhere(string error) => _reportedElsewhere.Add(error);

    public EquatableArray<DiagnosticInfo> ToEquatableArray() => _list.ToEquatableArray();

    /// <summary>The errors, as the members of a model with errors print them.</summary>
    public EquatableArray<string> Errors() =>
        _list.Where(diagnostic => diagnostic.Rule.Severity == RuleSeverity.Error)
            .Select(diagnostic => diagnostic.Rule.Id + ": " + diagnostic.Rule.Title.ToLowerInvariant())
            .Concat(_reportedElsewhere)
            .Distinct()
            .ToEquatableArray();
}
