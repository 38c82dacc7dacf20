namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>A value of a method: a parameter, or what one of its steps computes. Compared by reference.</summary>
/// <param name="name">What it is called, where no other value is called so.</param>
internal sealed class MethodValue(string name)
{
    public string Name => name;

    public override string ToString() => name;
}
