using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Emit;

/// <summary>Hands out names that no other name of one method has.</summary>
internal sealed class NameAllocator(IEnumerable<string> taken)
{
    private readonly HashSet<string> _taken = new(taken, StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    /// <summary>The name itself where it is free, else with a number; escaped where it is a keyword.</summary>
    public string Allocate(string name)
    {
        // The numbers before the last one of a name are taken.
        var (free, number) = (name, _numbers.TryGetValue(name, out var last) ? last : 2);
        for (; !_taken.Add(free); number++)
        {
            free = name + Literal.Of(number);
        }

        _numbers[name] = number;

        return Identifiers.IsKeyword(free) ? "@" + free : free;
    }
}
