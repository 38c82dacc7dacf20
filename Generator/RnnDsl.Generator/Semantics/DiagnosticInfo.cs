using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Semantics;

/// <summary>A rule that a declaration breaks.</summary>
/// <param name="Rule">Which rule.</param>
/// <param name="Location">What to point at.</param>
/// <param name="Arguments">The particulars of the message.</param>
internal sealed record DiagnosticInfo(Rule Rule, DiagnosticLocation Location, EquatableArray<string> Arguments)
{
    /// <summary>What surely was meant in place of the characters it points at; null where that is not sure.</summary>
    public string? Replacement { get; init; }
}
