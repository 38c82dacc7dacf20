namespace RnnDsl;

/// <summary>
/// Makes a partial class an encoder: a network over sequences, or over images converted to sequences, whose outputs are the memory of a decoder.
/// Like <see cref="SequenceModelAttribute"/>, but needs no recurrent layer.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EncoderAttribute : Attribute;

/// <summary>
/// Makes a partial class a decoder: a network that generates a sequence token by token and may use attention over a source. The place of
/// <see cref="AttentionAttribute"/> among its layers sets the query: above a recurrent layer the previous hidden state (Bahdanau et al. 2015),
/// below all of them the current one (Luong et al. 2015).
/// </summary>
/// <example>
/// <code>
/// [Decoder]
/// [Embedding("targetVocab", 256)]
/// [Attention(AttentionScore.Additive, 256)]
/// [Gru(256)]
/// [Readout(256, Activation.Maxout)]
/// [Linear("targetVocab")]
/// public partial class TargetDecoder;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DecoderAttribute : Attribute;

/// <summary>Makes a partial class an encoder-decoder network (sequence to sequence): the encoder reads the source, the decoder generates the target.</summary>
/// <example>
/// <code>
/// [EncoderDecoder(typeof(SourceEncoder), typeof(TargetDecoder), Bridge = Bridge.Dense)]
/// public partial class Translator;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EncoderDecoderAttribute : Attribute
{
    /// <summary>An encoder-decoder of two classes.</summary>
    /// <param name="encoder">A class with <see cref="EncoderAttribute"/> or <see cref="SequenceModelAttribute"/>.</param>
    /// <param name="decoder">A class with <see cref="DecoderAttribute"/>.</param>
    public EncoderDecoderAttribute(Type encoder, Type decoder) => (Encoder, Decoder) = (encoder, decoder);

    /// <summary>The class of the encoder.</summary>
    public Type Encoder { get; }

    /// <summary>The class of the decoder.</summary>
    public Type Decoder { get; }

    /// <summary>How the encoder's states initialise the decoder.</summary>
    public Bridge Bridge { get; set; }

    /// <summary>
    /// Whether encoder and decoder share one embedding table, and so one vocabulary. It is listed once among the parameters,
    /// and in the state_dict under both names.
    /// </summary>
    public bool SharedEmbedding { get; set; }
}

/// <summary>The initial state of a decoder, computed from the encoder.</summary>
public enum Bridge
{
    /// <summary>
    /// The encoder's final states initialise the decoder, layer by layer (Sutskever et al. 2014). Two directions are merged as in the
    /// encoder's output.
    /// </summary>
    Last,

    /// <summary>Zeros: the decoder reads the source by attention or the source summary only.</summary>
    Zero,

    /// <summary>The hidden state of every decoder layer is the mean of the encoder's outputs over time; cell states are zeros.</summary>
    Mean,

    /// <summary>
    /// tanh(W s + b) of all final states of the encoder, with one weight matrix per decoder state (Bahdanau et al. 2015). Works for any
    /// combination of cells, depths and directions.
    /// </summary>
    Dense,

    /// <summary>tanh(W s + b) of the mean of the encoder's outputs over time, with one weight matrix per decoder state (Xu et al. 2015).</summary>
    DenseMean,
}
