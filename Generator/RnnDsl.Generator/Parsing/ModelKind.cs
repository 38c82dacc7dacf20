namespace RnnDsl.Generator.Parsing;

/// <summary>The kind of model.</summary>
internal enum ModelKind
{
    SequenceModel,

    /// <summary>An encoder: it may be without recurrent layers, because its decoder is recurrent.</summary>
    Encoder,

    /// <summary>A decoder, with or without attention over an encoder's memory.</summary>
    Decoder,
}
