using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Semantics;

/// <summary>A rule that a declaration breaks.</summary>
/// <param name="Rule">Which rule.</param>
/// <param name="Blame">What to point at.</param>
/// <param name="Arguments">The particulars of the message.</param>
internal sealed record Finding(Rule Rule, Blame Blame, EquatableArray<string> Arguments);
