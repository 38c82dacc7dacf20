namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>A computation of a layer. Layers say which operations they are; targets print operations.</summary>
internal abstract record Operation
{
    /// <summary>Whether its parameters include one weight, which has the dtype and the device of the model.</summary>
    public virtual bool HasWeight => false;

    /// <summary>What it reads of the previous step of a lower layer; null for nothing. All layers from its own to that one run step by step.</summary>
    public virtual PreviousStep? Previous => null;

    /// <summary>What it reads of a decoder beside the output of the layer above.</summary>
    public virtual SideInputs SideInputs => SideInputs.None;

    /// <summary>The states that it has beside those of cells.</summary>
    public virtual IEnumerable<DecoderState> DecoderStates => [];

    public abstract T Accept<T>(IOperationVisitor<T> visitor);

    /// <summary>Adds its steps to a method that computes the layers.</summary>
    public abstract void AddTo(IMethodBody body);
}

/// <summary>
/// A result for each operation. The file of an operation adds its method, so that a target which does not print the operation does not
/// compile.
/// </summary>
internal partial interface IOperationVisitor<out T>;
