using RnnDsl.Generator.Emit.Torch.Methods;
using RnnDsl.Generator.Lowering.Methods;

namespace RnnDsl.Generator.Emit.Torch.Operations;

/// <summary>Prints one operation of a layer: the module with its weights, and its expression in <c>forward</c> and <c>Step</c>.</summary>
internal abstract class OperationPrinter
{
    /// <summary>The type of the module; null if there is none.</summary>
    public virtual string? ModuleType => null;

    /// <summary>The expression that creates the module.</summary>
    public virtual string Construct => throw new InvalidOperationException("The operation has no module.");

    /// <summary>The accessibility of the property of the module.</summary>
    public virtual string Accessibility => "public";

    /// <summary>The expression that computes it: a call of its module, unless a printer says otherwise.</summary>
    /// <param name="step">The step of the method.</param>
    /// <param name="scope">The names of the values.</param>
    public virtual string Code(OperationStep step, MethodScope scope) => $"{step.Layer.Property}.call({scope[step.Inputs[0]]})";
}
