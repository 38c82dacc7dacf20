using System.Text;

namespace RnnDsl.Data;

/// <summary>A validation or test sentence of a translation data set.</summary>
/// <param name="Source">The source sentence.</param>
/// <param name="References">All its distinct translations in the data.</param>
public sealed record SentenceWithReferences(string Source, IReadOnlyList<string> References)
{
    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Source), Source), (nameof(References), References));
}
