using RnnDsl.Generator.Common;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>A stack of recurrent layers.</summary>
/// <param name="Projection">The size of an LSTM's hidden state, if projected.</param>
internal sealed record RecurrentLayer(
    string Key, CellKind Cell, Polynomial InputSize, Polynomial HiddenSize, Polynomial? Projection, int Layers, bool Bidirectional, RecurrentOptions Options)
    : Layer(
        Key,
        new SequenceShape(InputSize),
        new SequenceShape(Joined(Bidirectional, Options) * (Projection ?? HiddenSize)),
        CellWeights.Count(Cell, InputSize, HiddenSize, Projection, Layers, Bidirectional, Options))
{
    public override bool IsRecurrent => true;

    /// <summary>What it computes.</summary>
    public RecurrenceOperation Operation => new(Cell, InputSize, HiddenSize, Projection, Layers, Bidirectional, Options)
    {
        UserCell = UserCell?.Equations,
        CellSizes = CellSizes,
        States = States.Select(state => new StateOfCell(state, SizeOf(state))).ToEquatableArray(),
        Gates = Gates,
    };

    public override IEnumerable<Operation> Operations => [Operation];

    public int Directions => Bidirectional ? 2 : 1;

    public override string? WhyNoStep =>
        Bidirectional ? $"'{Key}' is bidirectional and reads every sequence from its last step"
        : Options.Reverse ? $"'{Key}' reads every sequence from its end"
        : null;

    /// <summary>The number of directions that are concatenated in the output and in a final state.</summary>
    public int JoinedDirections => Joined(Bidirectional, Options);

    /// <summary>The user-defined cell; null for a built-in one.</summary>
    public UserCell? UserCell { get; init; }

    /// <summary>The sizes that a user-defined cell names.</summary>
    public EquatableArray<NamedSize> CellSizes { get; init; }

    public int Gates => CellWeights.Gates(Cell);

    /// <summary>The size of the hidden state.</summary>
    public Polynomial StateSize => Projection ?? HiddenSize;

    /// <summary>Whether it is a GRU with the reset gate before the recurrent projection, which has no fused kernel.</summary>
    public bool ResetsBefore => Cell == CellKind.Gru && !Options.ResetAfter;

    /// <summary>The states: the hidden state, and for an LSTM the cell state.</summary>
    public IEnumerable<string> States => UserCell is { } userCell ? userCell.Typed.States.Select(userCell.PropertyOf)
        : Cell == CellKind.Lstm ? ["Hidden", "Cell"] : ["Hidden"];

    /// <summary>The size of one of <see cref="States"/>.</summary>
    public Polynomial SizeOf(string state) => UserCell is { } userCell ? SizeOf(userCell.Typed.States.First(symbol => userCell.PropertyOf(symbol) == state).Length, InputSize)
        : state == "Cell" ? HiddenSize : StateSize;

    /// <summary>A length in a user-defined cell.</summary>
    /// <param name="length">The length.</param>
    /// <param name="features">The input size of the layer in the stack.</param>
    public Polynomial SizeOf(CellLength length, Polynomial features) => NamedSize.SizeOf(length, features, HiddenSize, CellSizes);

    private static int Joined(bool bidirectional, RecurrentOptions options) => bidirectional && options.Merge == MergeKind.Concat ? 2 : 1;
}
