using System.Runtime.CompilerServices;

namespace RnnDsl.Data;

/// <summary>Checks of indices from the caller, with messages that say what was found and expected.</summary>
internal static class Indices
{
    /// <summary>Checks the indices of a batch.</summary>
    /// <param name="indices">Counted from 0.</param>
    /// <param name="count">The number of items.</param>
    /// <param name="items">What they are, such as <c>sequences</c>, for the message.</param>
    /// <param name="name">The caller's parameter.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    public static void Check(ReadOnlySpan<long> indices, long count, string items, [CallerArgumentExpression(nameof(indices))] string? name = null)
    {
        // An empty range has no end that could be compared.
        if ((count == 0 ? indices.Length - 1 : indices.IndexOfAnyExceptInRange(0, count - 1)) is >= 0 and var position)
            throw new ArgumentOutOfRangeException(name, indices[position], $"{Range(count, items)}; the index at position {position.Invariant()} is {indices[position].Invariant()}.");
    }

    /// <summary>Checks one index.</summary>
    /// <returns>The index.</returns>
    /// <inheritdoc cref="Check(ReadOnlySpan{long}, long, string, string?)"/>
    public static int Check(int index, long count, string items, [CallerArgumentExpression(nameof(index))] string? name = null) =>
        index >= 0 && index < count ? index : throw new ArgumentOutOfRangeException(name, index, $"{Range(count, items)}; the index is {index.Invariant()}.");

    private static string Range(long count, string items) =>
        count == 0 ? $"There are no {items}" : $"Indices of {items} are from 0 to {(count - 1).Invariant()}";
}
