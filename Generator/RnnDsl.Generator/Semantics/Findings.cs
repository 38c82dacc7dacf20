using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Semantics;

/// <summary>Where rules report to.</summary>
internal sealed class Findings
{
    private readonly List<Finding> _list = [];

    public void Add(Rule rule, Blame blame, params string[] arguments) =>
        _list.Add(new Finding(rule, blame, arguments.ToEquatableArray()));

    public EquatableArray<Finding> ToEquatableArray() => _list.ToEquatableArray();

    /// <summary>The errors, as the members of a model that has some will print them.</summary>
    public EquatableArray<string> Errors() =>
        _list.Where(finding => finding.Rule.Severity == RuleSeverity.Error)
            .Select(finding => finding.Rule.Id + ": " + finding.Rule.Title.ToLowerInvariant())
            .Distinct()
            .ToEquatableArray();
}
