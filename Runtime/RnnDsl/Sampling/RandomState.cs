using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace RnnDsl.Sampling;

/// <summary>The state of a <see cref="RandomSource"/>, 256 bits, as saved in checkpoints.</summary>
public readonly record struct RandomState(ulong S0, ulong S1, ulong S2, ulong S3)
{
    /// <summary>64 hexadecimal digits, which <see cref="Parse"/> reads.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{S0:x16}{S1:x16}{S2:x16}{S3:x16}");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is not 64 hexadecimal digits.</exception>
    public static RandomState Parse(string text) => TryParse(text, out var state)
        ? state
        : throw new FormatException($"A random state is 64 hexadecimal digits, not '{text}'.");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <returns>Whether the text is 64 hexadecimal digits.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out RandomState state)
    {
        state = default;
        Span<ulong> words = stackalloc ulong[4];
        if (text?.Length != 64)
            return false;
        for (var i = 0; i < words.Length; i++)
        {
            if (!ulong.TryParse(text.AsSpan(16 * i, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out words[i]))
                return false;
        }

        state = new RandomState(words[0], words[1], words[2], words[3]);
        return true;
    }
}
