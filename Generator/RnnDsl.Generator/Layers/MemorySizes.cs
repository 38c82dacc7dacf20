namespace RnnDsl.Generator.Layers;

/// <summary>The size parameters of a decoder's memory.</summary>
internal static class MemorySizes
{
    public const string Memory = "memorySize";

    public const string Summary = "summarySize";
}
