using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Usage;

/// <summary>Collects the diagnostics of one call, and formats their messages.</summary>
/// <param name="call">The call.</param>
/// <param name="network">The receiver of the call.</param>
/// <param name="models">The models of the compilation.</param>
/// <param name="report">Receives a rule, its argument and the arguments of its message.</param>
internal sealed class UsageReport(IInvocationOperation call, KnownNetwork network, UsedModels models, Action<Rule, IOperation, string[]> report)
{
    // Longer code is truncated in messages.
    private const int LongestCode = 60;

    private readonly HashSet<IOperation> _reported = [];

    /// <summary>The called member in messages: ImageLstm.call.</summary>
    public string Member => $"{network.Model.Name}.{call.TargetMethod.Name}";

    public string Method => call.TargetMethod.Name;

    /// <summary>Whether the program sets another default dtype than float32. Evaluated only if a diagnostic depends on it.</summary>
    public bool ChangesDefaultType
    {
        get
        {
            IsClean = false;
            return models.ChangesDefaultType;
        }
    }

    /// <summary>Whether nothing was reported, regardless of code elsewhere.</summary>
    public bool IsClean { get; private set; } = true;

    /// <summary>Whether the calling member copies the weights of one network to another, so that a state is valid for both.</summary>
    public bool MayShareWeights => models.Body(MemberBody.EnclosingMember(call.Syntax)).Calls("load_state_dict");

    /// <summary>Reports a rule at an argument, unless another was reported there: consequences of a mistake are not reported.</summary>
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

    /// <summary>Code as messages print it: on one line, truncated.</summary>
    public static string Code(SyntaxNode syntax)
    {
        var text = string.Join(" ", syntax.ToString().Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= LongestCode ? text : text.Substring(0, LongestCode - 1) + "…";
    }

    public static string Code(IOperation operation) => Code(operation.Syntax);

    /// <summary>The known properties of an argument and its origin: float32 [32, 28], from 'zeros(32, 28)'.</summary>
    public static string Describe(KnownTensor tensor, IOperation argument, bool withType = false)
    {
        var shape = Shape(tensor.Shape);
        return (withType && tensor.Type is { } type ? $"{type.Print()} {shape}".TrimEnd() : shape) + From(tensor, argument);
    }

    /// <summary>The expression that creates a tensor; empty if it is the argument itself.</summary>
    public static string From(KnownTensor tensor, IOperation argument) =>
        tensor.Origin is { } origin && !argument.Syntax.Span.Contains(origin.Span) ? $", from '{Code(origin)}'" : "";

    /// <summary>[32, 28], with a question mark for each unknown length; empty if the number of dimensions is unknown.</summary>
    public static string Shape(IReadOnlyList<long?>? shape) =>
        shape is null ? "" : $"[{string.Join(", ", shape.Select(length => length is { } known ? Messages.Number(known) : "?"))}]";
}
