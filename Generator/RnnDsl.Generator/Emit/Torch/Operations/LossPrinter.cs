using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch.Operations;

/// <summary>Prints one loss, as the method <c>Loss</c> of a model.</summary>
internal abstract class LossPrinter
{
    /// <summary>Whether the number of labels of each target is a parameter.</summary>
    public virtual bool TakesTargetLengths => false;

    /// <summary>The summary of the method.</summary>
    /// <param name="over">The steps that count, in words.</param>
    public abstract string Summary(string over);

    /// <summary>The documentation of the target.</summary>
    /// <param name="steps">The shape of one number for each step.</param>
    /// <param name="output">The output shape of the model.</param>
    public abstract IEnumerable<string> TargetDocumentation(string steps, Shape output);

    /// <summary>The call of the runtime's loss.</summary>
    /// <param name="model">The name of the model, and the lengths where there are any.</param>
    public abstract string Call(string model);
}
