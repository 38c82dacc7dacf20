
namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>An activation: elementwise, or over the features.</summary>
internal sealed record ActivationOperation(ActivationFunction Function) : Operation
{
    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);

    public override void AddTo(IMethodBody body) => body.Compute(this, Function switch
    {
        ActivationFunction.Softmax => "softmax over the features.",
        ActivationFunction.LogSoftmax => "log-softmax over the features.",
        _ => $"{Function.ToString().ToLowerInvariant()}, elementwise.",
    });
}

internal partial interface IOperationVisitor<out T>
{
    T Visit(ActivationOperation operation);
}

/// <summary>The runtime's enumeration Activation, in its order.</summary>
internal enum ActivationFunction
{
    Tanh,
    Sigmoid,
    Relu,
    Elu,
    Gelu,
    Silu,
    Softplus,
    Softmax,
    LogSoftmax,
    Maxout,
}
