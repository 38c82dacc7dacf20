namespace RnnDsl.Benchmarks.Measuring;

/// <summary>One way to do the work that is measured.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Work">Does it once.</param>
/// <param name="Units">How many steps one call of <paramref name="Work"/> makes; times and bytes are given for one of them.</param>
internal sealed record Contender(string Name, Action Work, int Units = 1);
