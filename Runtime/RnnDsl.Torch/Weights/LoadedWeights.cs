using System.Text;

namespace RnnDsl.Weights;

/// <summary>The result of loading weights.</summary>
/// <param name="Loaded">The keys whose tensors were loaded.</param>
/// <param name="Converted">Keys whose dtype differs from the module's, such as <c>fc.weight: F16 loaded as F32</c>.</param>
/// <param name="Missing">Keys of the module that the file lacks; these parameters are unchanged. Empty after strict loading.</param>
/// <param name="Unexpected">Tensors of the file that the module lacks; these are ignored. Empty after strict loading.</param>
/// <param name="Metadata">The metadata of the file.</param>
public sealed record LoadedWeights(
    IReadOnlyList<string> Loaded,
    IReadOnlyList<string> Converted,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> Unexpected,
    IReadOnlyDictionary<string, string> Metadata)
{
    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Loaded), Loaded), (nameof(Converted), Converted), (nameof(Missing), Missing), (nameof(Unexpected), Unexpected), (nameof(Metadata), Metadata));
}
