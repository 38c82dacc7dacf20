using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Streams;

/// <summary>What a stream declares: rows, weights, loops over columns and cells. Items are compared by reference.</summary>
/// <param name="name">Its name in words, where nothing else is called so.</param>
internal abstract class StreamItem(string name)
{
    public string Name => name;
}

/// <summary>Rows of numbers that a stream keeps.</summary>
/// <param name="name">Their name.</param>
/// <param name="width">The number of columns.</param>
/// <param name="extent">How many rows there are.</param>
/// <param name="note">What they are.</param>
internal sealed class StreamRows(string name, Polynomial width, StreamExtent extent, string note) : StreamItem(name)
{
    public Polynomial Width => width;

    public StreamExtent Extent => extent;

    public string Note => note;
}

/// <summary>How many rows there are.</summary>
internal enum StreamExtent
{
    /// <summary>One, for the step.</summary>
    Step,

    /// <summary>One for each step of a block.</summary>
    Block,

    /// <summary>A state: the one before the block, and one for each step.</summary>
    State,

    /// <summary>A state that is as wide as the source of an encoder-decoder is long.</summary>
    Positions,
}

/// <summary>A weight, as streams keep it.</summary>
/// <param name="name">Its name.</param>
/// <param name="kind">How it is kept.</param>
/// <param name="value">What it is made of.</param>
/// <param name="note">What it is.</param>
internal sealed class StreamWeight(string name, StreamWeightKind kind, WeightValue value, string note) : StreamItem(name)
{
    public StreamWeightKind Kind => kind;

    public WeightValue Value => value;

    public string Note => note;
}

/// <summary>How a weight is kept.</summary>
internal enum StreamWeightKind
{
    /// <summary>A matrix that multiplies rows.</summary>
    Matrix,

    /// <summary>A vector.</summary>
    Vector,

    /// <summary>A table with a row for each token.</summary>
    Table,
}

/// <summary>A loop over the columns of rows.</summary>
/// <param name="name">Its name.</param>
/// <param name="note">What it computes.</param>
/// <param name="sources">The rows that it reads.</param>
/// <param name="target">The rows that it writes.</param>
/// <param name="function">The function of the one source; null for the sum of the sources.</param>
internal sealed class StreamPass(string name, string note, IReadOnlyList<StreamRows> sources, StreamRows target, ActivationFunction? function) : StreamItem(name)
{
    public string Note => note;

    public IReadOnlyList<StreamRows> Sources => sources;

    public StreamRows Target => target;

    public ActivationFunction? Function => function;
}
