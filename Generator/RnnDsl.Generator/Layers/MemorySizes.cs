using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>The size parameters of a decoder's memory.</summary>
internal static class MemorySizes
{
    public const string Memory = "memorySize";

    public const string Summary = "summarySize";

    /// <summary>The number of features of the memory, equal to that of the encoder's output.</summary>
    public static readonly Polynomial Features = Polynomial.Symbol(Memory);

    /// <summary>The size of the summary vector.</summary>
    public static readonly Polynomial SummaryFeatures = Polynomial.Symbol(Summary);
}
