using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Semantics;

/// <summary>Where rules report to.</summary>
internal sealed class Findings
{
    private readonly List<Finding> _list = [];
    private readonly List<string> _said = [];

    public bool HasErrors => _list.Any(finding => finding.Rule.Severity == RuleSeverity.Error);

    public void Add(Rule rule, Blame blame, params string[] arguments) =>
        _list.Add(new Finding(rule, blame, arguments.ToEquatableArray()));

    /// <summary>With what surely was meant in place of what is blamed.</summary>
    public void AddWithFix(Rule rule, Blame blame, string? replacement, IEnumerable<string> arguments) =>
        _list.Add(new Finding(rule, blame, arguments.ToEquatableArray()) { Replacement = replacement });

    /// <summary>Takes back what rules have found.</summary>
    public void Remove(IReadOnlyCollection<Rule> rules) => _list.RemoveAll(finding => rules.Contains(finding.Rule));

    /// <summary>An exception of the compiler itself.</summary>
    public void AddFailure(Blame blame, string type, CompilerFailure failure)
    {
        Add(Rules.CompilerFailed, blame, type, failure.Stage switch
        {
            Stage.Parse => "read its attributes",
            Stage.Rules => "checked its layers",
            Stage.Lowering => "planned its computation",
            _ => "wrote its code",
        }, failure.Exception, failure.Frame, failure.Message);
        AddSaidElsewhere($"{failure.Exception} in {failure.Frame}");
    }

    /// <summary>An error that is reported at another place.</summary>
    public void AddSaidElsewhere(string error) => _said.Add(error);

    public EquatableArray<Finding> ToEquatableArray() => _list.ToEquatableArray();

    /// <summary>The errors, as the members of a model that has some will print them.</summary>
    public EquatableArray<string> Errors() =>
        _list.Where(finding => finding.Rule.Severity == RuleSeverity.Error)
            .Select(finding => finding.Rule.Id + ": " + finding.Rule.Title.ToLowerInvariant())
            .Concat(_said)
            .Distinct()
            .ToEquatableArray();
}
