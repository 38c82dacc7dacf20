using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Emit;

/// <summary>Hands out names that no other name of one method has.</summary>
internal sealed class NameAllocator(IEnumerable<string> taken)
{
    private readonly HashSet<string> _taken = new(taken, StringComparer.Ordinal);

    /// <summary>The name itself where it is free, else with a number; escaped where it is a keyword.</summary>
    public string Allocate(string name)
    {
        var free = name;
        for (var number = 2; !_taken.Add(free); number++)
        {
            free = name + Literal.Of(number);
        }

        return Identifiers.IsKeyword(free) ? "@" + free : free;
    }
}
