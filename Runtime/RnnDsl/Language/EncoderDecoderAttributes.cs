namespace RnnDsl;

/// <summary>
/// Makes a partial class an encoder: a network over sequences, or over images made into sequences, whose steps a decoder reads. It is what
/// <see cref="SequenceModelAttribute"/> makes, and needs no recurrent layer.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EncoderAttribute : Attribute;

/// <summary>
/// Makes a partial class a decoder: a network that writes a sequence, token by token, and may attend to another one while it does. Where
/// <see cref="AttentionAttribute"/> stands among its layers says who asks: above a recurrent layer the state of the step before (Bahdanau et al. 2015),
/// below all of them the state of this step (Luong et al. 2015).
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

/// <summary>Makes a partial class a network from one sequence to another: an encoder reads the source, a decoder writes the target.</summary>
/// <example>
/// <code>
/// [EncoderDecoder(typeof(SourceEncoder), typeof(TargetDecoder), Bridge = Bridge.Dense)]
/// public partial class Translator;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EncoderDecoderAttribute : Attribute
{
    /// <summary>A network of two others.</summary>
    /// <param name="encoder">A class with <see cref="EncoderAttribute"/> or <see cref="SequenceModelAttribute"/>.</param>
    /// <param name="decoder">A class with <see cref="DecoderAttribute"/>.</param>
    public EncoderDecoderAttribute(Type encoder, Type decoder) => (Encoder, Decoder) = (encoder, decoder);

    /// <summary>What reads the source.</summary>
    public Type Encoder { get; }

    /// <summary>What writes the target.</summary>
    public Type Decoder { get; }

    /// <summary>How the decoder's first state comes from what the encoder has read.</summary>
    public Bridge Bridge { get; set; }

    /// <summary>
    /// Whether the encoder's table of token vectors is the decoder's too: one vocabulary for both sides. It is listed once among the parameters,
    /// and in the state_dict under both names.
    /// </summary>
    public bool SharedEmbedding { get; set; }
}

/// <summary>How a decoder's first state comes from what an encoder has read.</summary>
public enum Bridge
{
    /// <summary>
    /// The encoder's final states are the decoder's first ones, layer by layer (Sutskever et al. 2014). Two directions are joined as the
    /// encoder's output joins them.
    /// </summary>
    Last,

    /// <summary>The decoder begins with zeros, and knows of the source by attention or context alone.</summary>
    Zero,

    /// <summary>Each layer of the decoder begins with the mean of the encoder's steps; cell states with zeros.</summary>
    Mean,

    /// <summary>
    /// tanh(W s + b) of all the encoder's final states, with a matrix for each of the decoder's states (Bahdanau et al. 2015). It joins any two
    /// kinds of cells, depths and directions.
    /// </summary>
    Dense,

    /// <summary>tanh(W s + b) of the mean of the encoder's steps, with a matrix for each of the decoder's states (Xu et al. 2015).</summary>
    DenseMean,
}
