namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>The loss of a model. Heads say which it is; targets print it.</summary>
internal abstract record Loss
{
    public abstract T Accept<T>(ILossVisitor<T> visitor);
}

/// <summary>A result for each loss. The file of a loss adds its method, so that a target which does not print the loss does not compile.</summary>
internal partial interface ILossVisitor<out T>;
