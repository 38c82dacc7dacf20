using System.Runtime.CompilerServices;

namespace RnnDsl.Generator.Common;

/// <summary>Compares objects by reference, also those that have an equality of their own.</summary>
internal sealed class ByReference : IEqualityComparer<object>
{
    public static readonly ByReference Comparer = new();

    bool IEqualityComparer<object>.Equals(object? one, object? other) => ReferenceEquals(one, other);

    int IEqualityComparer<object>.GetHashCode(object value) => RuntimeHelpers.GetHashCode(value);
}
