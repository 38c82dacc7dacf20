using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch.Operations;

/// <summary>Prints one operation of a layer: the module with its weights, and its statements in <c>forward</c> and <c>Step</c>.</summary>
internal abstract class OperationPrinter
{
    /// <summary>The type of the module; null if there is none.</summary>
    public virtual string? ModuleType => null;

    /// <summary>The expression that creates the module.</summary>
    public virtual string Construct => throw new InvalidOperationException("The operation has no module.");

    /// <summary>The accessibility of the property of the module.</summary>
    public virtual string Accessibility => "public";

    /// <summary>Whether the module has a parameter <c>weight</c>.</summary>
    public virtual bool HasWeight => false;

    /// <summary>Adds the statements.</summary>
    /// <param name="body">The method.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="output">The output shape of the operation in this method.</param>
    public abstract void Print(ForwardEmitter body, StatelessLayer layer, Shape output);
}
