namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>Values of a decoder that layers further down may read.</summary>
[Flags]
internal enum SideInputs
{
    None = 0,

    /// <summary>The embedded token.</summary>
    Token = 1,

    /// <summary>The output of the last recurrent layer above.</summary>
    LastOutput = 2,

    /// <summary>The context vector of the attention.</summary>
    Context = 4,
}
