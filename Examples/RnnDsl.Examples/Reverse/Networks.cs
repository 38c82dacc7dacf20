namespace RnnDsl.Examples.Reverse;

/// <summary>Reads letters, forwards and backwards.</summary>
[SequenceModel]
[Embedding("tokens", 32)]
[Gru("hidden", Bidirectional = true)]
public partial class LetterReader;

/// <summary>Writes letters, and looks for each one at those that were read.</summary>
[Decoder]
[Embedding("tokens", 32)]
[Attention(AttentionScore.Additive, "hidden")]
[Gru("hidden")]
[Readout("hidden", Activation.Tanh)]
[Linear("tokens")]
[Classify]
public partial class LetterWriter;

/// <summary>A string of letters in, the same from its end to its beginning out.</summary>
[EncoderDecoder(typeof(LetterReader), typeof(LetterWriter), Bridge = Bridge.Dense, SharedEmbedding = true)]
public partial class Reverser;

/// <summary>The same without attention: all that it knows of the string is one vector.</summary>
[Decoder]
[Embedding("tokens", 32)]
[Context]
[Gru("hidden")]
[Readout("hidden", Activation.Tanh)]
[Linear("tokens")]
[Classify]
public partial class LetterSummaryWriter;

/// <summary>A string in, its reverse out, through one vector.</summary>
[EncoderDecoder(typeof(LetterReader), typeof(LetterSummaryWriter), Bridge = Bridge.Dense, SharedEmbedding = true)]
public partial class SummaryReverser;
