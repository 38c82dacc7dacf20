using RnnDsl.Generator.Common;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>A recurrence: a stack of layers of a cell, which reads a sequence step by step.</summary>
/// <param name="Cell">The kind of the cell.</param>
/// <param name="InputSize">The number of input features.</param>
/// <param name="HiddenSize">The number of units.</param>
/// <param name="Projection">The size of an LSTM's hidden state, if projected.</param>
/// <param name="Layers">The number of stacked layers.</param>
/// <param name="Bidirectional">Whether each layer has two directions.</param>
/// <param name="Options">The options.</param>
internal sealed record RecurrenceOperation(
    CellKind Cell, Polynomial InputSize, Polynomial HiddenSize, Polynomial? Projection, int Layers, bool Bidirectional, RecurrentOptions Options) : Operation
{
    /// <summary>The user-defined cell; null for a built-in one.</summary>
    public CellEquations? UserCell { get; init; }

    /// <summary>The sizes that a user-defined cell names.</summary>
    public EquatableArray<NamedSize> CellSizes { get; init; }

    /// <summary>The output of a lower layer that is concatenated with the input of the next step; null if none is fed back.</summary>
    public FedBackOutput? FedBack { get; init; }

    /// <summary>The states: the hidden state, and for an LSTM the cell state.</summary>
    public IReadOnlyList<StateOfCell> States =>
        UserCell is { } userCell ? [.. userCell.Typed.States.Select(state => new StateOfCell(userCell.StateNames[state], SizeOf(state.Length, InputSize)))]
        : Cell == CellKind.Lstm ? [new("Hidden", StateSize), new("Cell", HiddenSize)]
        : [new("Hidden", StateSize)];

    /// <summary>The number of gates whose pre-activations a built-in cell computes in one product.</summary>
    public int Gates => Cell switch
    {
        CellKind.Lstm => 4,
        CellKind.Gru => 3,
        _ => 1,
    };

    public int Directions => Bidirectional ? 2 : 1;

    /// <summary>The number of directions that are concatenated in the output and in a final state.</summary>
    public int JoinedDirections => Bidirectional && Options.Merge == MergeKind.Concat ? 2 : 1;

    /// <summary>The size of the hidden state.</summary>
    public Polynomial StateSize => Projection ?? HiddenSize;

    /// <summary>The number of output features.</summary>
    public Polynomial OutputSize => JoinedDirections * StateSize;

    /// <summary>Whether it is a GRU with the reset gate before the recurrent projection, which has no fused kernel.</summary>
    public bool ResetsBefore => Cell == CellKind.Gru && !Options.ResetAfter;

    /// <summary>Whether its pre-activations are a sum with the input projection, to which an emitted loop can add a projected context vector at each step.</summary>
    public bool TakesContextInLoop => UserCell is null && Options is { LayerNorm: false, Zoneout: 0, Residual: false };

    public override PreviousStep? Previous => FedBack is { } fedBack ? new(fedBack.Layer, $"the output of {fedBack.Layer} is fed back (input feeding)") : null;

    /// <summary>The number of input features of one of its layers.</summary>
    public Polynomial FeaturesOf(int number) => number == 0 ? InputSize : OutputSize;

    /// <summary>A length in a user-defined cell.</summary>
    /// <param name="length">The length.</param>
    /// <param name="features">The number of input features of the layer in the stack.</param>
    public Polynomial SizeOf(CellLength length, Polynomial features) => NamedSize.SizeOf(length, features, HiddenSize, CellSizes);

    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);

    public override void AddTo(IMethodBody body) => body.Recur();
}

/// <summary>The output of a lower layer at the previous step.</summary>
/// <param name="Layer">The key of the layer.</param>
/// <param name="Size">The number of features.</param>
internal sealed record FedBackOutput(string Layer, Polynomial Size);

/// <summary>A state of a cell.</summary>
/// <param name="Name">The end of the name of its property: Hidden, Cell or that of a user-defined cell.</param>
/// <param name="Size">Its size.</param>
internal sealed record StateOfCell(string Name, Polynomial Size);

internal partial interface IOperationVisitor<out T>
{
    T Visit(RecurrenceOperation operation);
}

/// <summary>The kinds of cells.</summary>
internal enum CellKind
{
    Rnn,
    Lstm,
    Gru,

    /// <summary>A user-defined cell.</summary>
    Recurrent,
}
