using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Layers;

/// <summary>What the check of a layer's arguments reads and reports.</summary>
internal interface ILayerChecks
{
    /// <summary>The class of the model.</summary>
    string Model { get; }

    /// <summary>The names of the embeddings of the model.</summary>
    IReadOnlyList<string> Embeddings { get; }

    /// <summary>The value of a size with all defaults; null if it is not known.</summary>
    long? Known(SizeArgument size);

    /// <summary>Adds a diagnostic at an argument of the layer, or at the layer.</summary>
    void Report(Rule rule, string? argument, params string[] texts);

    /// <summary>A probability is at least 0 and less than 1.</summary>
    /// <returns>Whether it is.</returns>
    bool Probability(double value, string what, string argument);

    /// <summary>An integer that a cast has converted to an enumeration is one of its members.</summary>
    void Member<TEnum>(int value, string argument)
        where TEnum : Enum;

    /// <summary>A part of a window is at least 1.</summary>
    /// <param name="value">The value.</param>
    /// <param name="argument">The argument.</param>
    /// <param name="default">Its default, as messages print it; empty if there is none.</param>
    void Positive(int value, string argument, string @default);
}
