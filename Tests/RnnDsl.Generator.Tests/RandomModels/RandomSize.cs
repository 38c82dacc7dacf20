namespace RnnDsl.Generator.Tests.RandomModels;

/// <summary>A size of a random declaration: as it is written, and the number it will be when the model runs.</summary>
internal sealed record RandomSize(string Text, long Value);
