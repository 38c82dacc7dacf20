namespace RnnDsl.Generator.Parsing;

/// <summary>What a class's attribute makes of it.</summary>
internal enum ModelKind
{
    SequenceModel,

    /// <summary>A network over sequences that need not be recurrent, because a decoder reads its steps.</summary>
    Encoder,

    /// <summary>A network that writes a sequence, and may read another one while it does.</summary>
    Decoder,
}
