using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>A linear projection of state, context vector, summary vector and token, in this order, and a function of it.</summary>
/// <param name="InputSize">The size of all inputs together.</param>
/// <param name="OutputSize">The number of output features.</param>
/// <param name="Function">The function.</param>
internal sealed record ReadoutOperation(Polynomial InputSize, Polynomial OutputSize, ReadoutFunction Function) : Operation
{
    /// <summary>Whether the context vector of an attention is an input besides the state.</summary>
    public bool AddsContext { get; init; }

    /// <summary>Whether the summary vector of the source is an input besides the state.</summary>
    public bool AddsSummary { get; init; }

    /// <summary>Whether the token is an input besides the state.</summary>
    public bool AddsToken { get; init; }

    /// <summary>Whether the output is an input of the next step.</summary>
    public bool IsFedBack { get; init; }

    /// <summary>The size of the linear projection.</summary>
    public Polynomial ProjectionSize => (Function == ReadoutFunction.Maxout ? 2 : 1) * OutputSize;

    public override SideInputs SideInputs => (AddsContext ? SideInputs.Context : SideInputs.None) | (AddsToken ? SideInputs.Token : SideInputs.None);

    public override IEnumerable<DecoderState> DecoderStates => IsFedBack ? [new(DecoderStateKind.AttentionalFeed, OutputSize)] : [];

    /// <summary>The inputs, as notes print them.</summary>
    public string Parts { get; init; } = "";

    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);

    public override void AddTo(IMethodBody body)
    {
        List<MethodValue> inputs = [body.Current];
        if (AddsContext)
        {
            inputs.Add(body.Context);
        }

        if (AddsSummary)
        {
            inputs.Add(body.Summary());
        }

        if (AddsToken)
        {
            inputs.Add(body.Token);
        }

        body.Compute(this, $"{(Function == ReadoutFunction.None ? "" : Function.ToString().ToLowerInvariant() + " of ")}a linear projection of {Parts}.", [.. inputs]);
        if (IsFedBack)
        {
            body.FeedBack();
        }
    }
}

/// <summary>The activations of a readout.</summary>
internal enum ReadoutFunction
{
    None,
    Tanh,
    Maxout,
}

internal partial interface IOperationVisitor<out T>
{
    T Visit(ReadoutOperation operation);
}
