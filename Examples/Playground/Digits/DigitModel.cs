using RnnDsl.Examples.Mnist;
using RnnDsl.Playground.Models;

namespace RnnDsl.Playground.Digits;

/// <summary>A model that reads a digit row by row.</summary>
internal sealed class DigitModel(RowGru.Streaming weights, ModelSource source)
{
    public const string Name = "rows";

    /// <summary>Hidden units.</summary>
    public const int Units = 64;

    public ModelSource Source => source;

    public string Description => $"{Name}, {source}";

    /// <summary>A stream in the initial state.</summary>
    public RowGru.Streaming NewStream() => weights.NewStream();
}
