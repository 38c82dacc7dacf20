namespace RnnDsl.Generator.Lowering.Cells;

/// <summary>The names that values of a step cannot have, because a target uses them or derives names from them. Each target defines its own.</summary>
/// <param name="Taken">Names that the target uses.</param>
/// <param name="Prefixes">The prefixes of derived names.</param>
/// <param name="Suffixes">The suffixes of derived names.</param>
/// <param name="Conjunction">The word between the names of two values.</param>
internal sealed record ValueNames(IReadOnlyList<string> Taken, IReadOnlyList<string> Prefixes, IReadOnlyList<string> Suffixes, string Conjunction);
