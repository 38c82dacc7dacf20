using System.Text;

namespace RnnDsl.Data;

/// <summary>A recording of one spoken digit.</summary>
/// <param name="Digit">0 to 9.</param>
/// <param name="Speaker">The speaker.</param>
/// <param name="Index">The index of the recording among those of this digit by this speaker.</param>
/// <param name="Samples">[samples], from -1 to 1.</param>
public sealed record SpokenDigit(int Digit, string Speaker, int Index, float[] Samples)
{
    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Digit), Digit), (nameof(Speaker), Speaker), (nameof(Index), Index), (nameof(Samples), Samples));
}
