namespace RnnDsl.Torch;

/// <summary>What loading weights did.</summary>
/// <param name="Loaded">The keys whose tensors were loaded.</param>
/// <param name="Converted">Those of another precision than the module's, such as <c>fc.weight: F16 loaded as F32</c>.</param>
/// <param name="Missing">Keys of the module that the file lacks: they kept their values. Empty after strict loading.</param>
/// <param name="Unexpected">Tensors of the file that the module lacks: they were left out. Empty after strict loading.</param>
/// <param name="Metadata">The file's own notes.</param>
public sealed record LoadedWeights(
    IReadOnlyList<string> Loaded,
    IReadOnlyList<string> Converted,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> Unexpected,
    IReadOnlyDictionary<string, string> Metadata);
