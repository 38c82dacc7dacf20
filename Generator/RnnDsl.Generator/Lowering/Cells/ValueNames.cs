namespace RnnDsl.Generator.Lowering.Cells;

/// <summary>The names that values of a step cannot have, because a target uses them or makes other names of them. Each target says its own.</summary>
/// <param name="Taken">Names that the target uses.</param>
/// <param name="Prefixes">What it puts before the name of a value.</param>
/// <param name="Suffixes">What it puts behind it.</param>
/// <param name="Conjunction">What it puts between the names of two values.</param>
internal sealed record ValueNames(IReadOnlyList<string> Taken, IReadOnlyList<string> Prefixes, IReadOnlyList<string> Suffixes, string Conjunction);
