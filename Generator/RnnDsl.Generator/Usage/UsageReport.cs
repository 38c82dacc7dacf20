using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Usage;

/// <summary>Where the rules of one call report to, and the words they share.</summary>
/// <param name="call">The call.</param>
/// <param name="network">What it is called on.</param>
/// <param name="models">The models of the compilation.</param>
/// <param name="report">Takes a rule, the argument it is about and the particulars of its message.</param>
internal sealed class UsageReport(IInvocationOperation call, KnownNetwork network, UsedModels models, Action<Rule, IOperation, string[]> report)
{
    // Longer code is cut in messages.
    private const int LongestCode = 60;

    private readonly HashSet<IOperation> _reported = [];

    /// <summary>The called member, as messages name it: ImageLstm.call.</summary>
    public string Member => $"{network.Model.Name}.{call.TargetMethod.Name}";

    public string Method => call.TargetMethod.Name;

    /// <summary>Whether the program gives TorchSharp another default dtype than float32. Asked where a report depends on it.</summary>
    public bool ChangesDefaultType
    {
        get
        {
            IsClean = false;
            return models.ChangesDefaultType;
        }
    }

    /// <summary>Whether nothing was reported, whatever code elsewhere does.</summary>
    public bool IsClean { get; private set; } = true;

    /// <summary>Whether the member that calls gives one network the weights of another, so that a state means the same to both.</summary>
    public bool MayShareWeights => models.Body(MemberBody.Around(call.Syntax)).Calls("load_state_dict");

    /// <summary>Reports a rule at an argument, if no other was reported there: what follows from a mistake is not a mistake of its own.</summary>
    public void Add(Rule rule, IOperation argument, params string[] particulars)
    {
        IsClean = false;
        if (_reported.Add(argument))
        {
            report(rule, argument, [Member, .. particulars]);
        }
    }

    /// <summary>Whether something was reported at an argument.</summary>
    public bool IsReported(IOperation argument) => _reported.Contains(argument);

    /// <summary>Code as messages print it: on one line, and not too long.</summary>
    public static string Code(SyntaxNode syntax)
    {
        var text = string.Join(" ", syntax.ToString().Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= LongestCode ? text : text.Substring(0, LongestCode - 1) + "…";
    }

    public static string Code(IOperation operation) => Code(operation.Syntax);

    /// <summary>What an argument is, and where it comes from: float32 [32, 28], from 'zeros(32, 28)'.</summary>
    public static string Describe(KnownTensor tensor, IOperation argument, bool withType = false)
    {
        var shape = Shape(tensor.Shape);
        return (withType && tensor.Type is { } type ? $"{type.Print()} {shape}".TrimEnd() : shape) + From(tensor, argument);
    }

    /// <summary>The expression that a tensor comes from; nothing where it stands in the argument itself.</summary>
    public static string From(KnownTensor tensor, IOperation argument) =>
        tensor.Origin is { } origin && !argument.Syntax.Span.Contains(origin.Span) ? $", from '{Code(origin)}'" : "";

    /// <summary>[32, 28], with a question mark for each length that is not known; nothing where the number of dimensions is not.</summary>
    public static string Shape(IReadOnlyList<long?>? shape) =>
        shape is null ? "" : $"[{string.Join(", ", shape.Select(length => length is { } known ? Messages.Number(known) : "?"))}]";
}
