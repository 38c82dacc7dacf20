using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Semantics;

/// <summary>A violation of a rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Location">The symbolic location.</param>
/// <param name="Arguments">The arguments of the message.</param>
internal sealed record DiagnosticInfo(Rule Rule, DiagnosticLocation Location, EquatableArray<string> Arguments)
{
    /// <summary>The unambiguous replacement of the characters at the location; null if there is none.</summary>
    public string? Replacement { get; init; }
}
