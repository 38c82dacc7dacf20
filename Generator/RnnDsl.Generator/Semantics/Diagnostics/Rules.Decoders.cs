namespace RnnDsl.Generator.Semantics;

/// <summary>The rules of decoders and encoder-decoder models.</summary>
internal static partial class Rules
{
    // Decoders.

    public static readonly Rule TwoKinds = Error("RNN401", "A class is one kind of model",
        "'{0}' has [{1}] and [{2}], and a class is one of the two. Remove one of them.");

    public static readonly Rule LayerOfDecoders = Error("RNN402", "Attention, context and readout are layers of a decoder",
        "[{0}] is a layer of a decoder, and '{1}' has [{2}]. Write [Decoder] in place of [{2}], or remove [{0}].");

    public static readonly Rule LooksAhead = Error("RNN403", "A decoder is causal",
        "[{0}] in the decoder '{1}' {2}. {3}");

    public static readonly Rule SecondOfDecoder = Error("RNN404", "A decoder has one attention, one context and one readout",
        "[{0}] is declared a second time; '{1}' already has one. Remove one of the two.");

    public static readonly Rule AttentionBetween = Error("RNN405", "Attention is directly above a recurrent layer, or below all of them",
        "[Attention] is above [{0}] with [{1}] between them. Move [Attention] to directly above [{0}], so that its previous state is the query, or below all recurrent layers, so that their output is the query.");

    public static readonly Rule ScoreSize = Error("RNN406", "A score has a size where it needs one",
        "AttentionScore.{0} {1}. {2}");

    public static readonly Rule HeadsDivide = Error("RNN407", "The number of heads divides the size of the attention",
        "[Attention] has {0}, and {1}. Write a number of heads that divides the size.");

    public static readonly Rule OptionOfScore = Error("RNN408", "An option of attention acts on its score",
        "[Attention] has {0}, which AttentionScore.{1} has no use for: {2}. {3}");

    public static readonly Rule EvenWidth = Error("RNN409", "A filter over attention weights has an odd width",
        "[Attention] has Width = {0}, and a filter covers a position and equally many on either side: an odd number of at least 1. Write {1}.");

    public static readonly Rule FeedsNothing = Error("RNN410", "Input feeding needs a readout",
        "[Attention] has InputFeeding = true, but {0}, so it would have no effect. {1}");

    public static readonly Rule ReadoutNotBelow = Error("RNN411", "A readout is below all recurrent layers",
        "[Readout] is computed after all recurrent layers and the attention, but [{0}] is below it. Move [Readout] to below [{0}].");

    public static readonly Rule OptionInLoop = Error("RNN412", "A layer inside the decoder's loop has no mask for all steps",
        "[{0}] has {1}, which holds for all steps of a sequence, but {2}, so its steps run one by one. {3}");

    public static readonly Rule ReadsNoContext = Error("RNN413", "A readout omits a context that it would have",
        "[Readout] has Context = false, but {0}. Remove the setting.");

    public static readonly Rule CopyOfNothing = Error("RNN414", "Copying needs attention to every source token",
        "[Copy] copies tokens of the source by their attention weights, but {0}. {1}");

    public static readonly Rule CopyNotLast = Error("RNN415", "Copying comes last",
        "[Copy] mixes the scores of the vocabulary with the tokens of the source, but [{0}] is below it. Move [Copy] to the end, above [Classify] where there is one.");

    public static readonly Rule CopyVocabulary = Error("RNN416", "Scores and copied tokens have one vocabulary",
        "[Copy] mixes scores of {0} with tokens of a vocabulary of {1}. Write [Linear({2})] above it.");

    public static readonly Rule CopyUnknown = Error("RNN417", "Extra tokens are read as the unknown token",
        "[Copy] has Extra = {0} and Unknown = {1}: {2}. {3}");

    public static readonly Rule LoopOfDecoder = Info("RNN420", "A decoder's layers run step by step",
        "[Attention] has InputFeeding = true, so the layers from [{0}] to [Readout] run step by step: expect a training step to take many small operations per target step, one after the other, instead of a few large ones. Remove InputFeeding if a step does not need the previous readout.");

    public static readonly Rule TwoVocabularies = Warning("RNN444", "A decoder reads the vocabulary that it generates",
        "'{0}' reads tokens of a vocabulary of {1} and gives scores of {2}, but a decoder reads the tokens that it generates. Give [Embedding] and [Linear] one size.");

    public static readonly Rule NoOutputLayer = Warning("RNN445", "A decoder of tokens has an output layer",
        "'{0}' reads tokens of a vocabulary of {1} and ends in [{2}], which gives {3} and no scores of tokens. Put [Linear({4})] below it.");

    public static readonly Rule ProbabilitiesCopied = Error("RNN446", "[Copy] reads scores",
        "[Activation] turns the scores into probabilities by {0}, but [Copy] does that itself before it mixes them with the tokens of the source. Remove the activation.");

    // Encoder and decoder together.

    public static readonly Rule NotAnEncoder = Error("RNN430", "[EncoderDecoder] names an encoder",
        "[EncoderDecoder] names '{0}' as its encoder, which {1}. {2}");

    public static readonly Rule NotADecoder = Error("RNN431", "[EncoderDecoder] names a decoder",
        "[EncoderDecoder] names '{0}' as its decoder, which {1}. {2}");

    public static readonly Rule SideHasErrors = Error("RNN432", "Encoder and decoder have no errors",
        "[EncoderDecoder] names '{0}', which has an error: {1}");

    public static readonly Rule NoPositions = Error("RNN433", "Attention needs an encoder with positions",
        "'{0}' ends in one vector, {1}, because of [{2}], and '{3}' attends to positions. Remove [{2}] from '{0}', or write [Context] in place of [Attention] in '{3}'.");

    public static readonly Rule ProductSizes = Error("RNN434", "A dot product needs query and positions of one size",
        "AttentionScore.{0} of '{1}' multiplies a query of {2} with positions of {3}, which '{4}' gives. Write AttentionScore.General, which has a matrix between them, or make the sizes agree.");

    public static readonly Rule StatesDiffer = Error("RNN435", "Bridge.Last needs states of the same form",
        "Bridge.Last copies the final states of '{0}' to '{1}', but {2}. Write Bridge = Bridge.Dense, which connects any two, or make them agree.");

    public static readonly Rule UnusedEncoder = Error("RNN436", "A decoder depends on the source",
        "With Bridge.Zero and neither [Attention] nor [Context] in '{0}', the decoder does not depend on '{1}'. Write another Bridge, or put [Attention] into '{0}'.");

    public static readonly Rule MeanSizes = Error("RNN437", "Bridge.Mean needs states of the encoder's output size",
        "Bridge.Mean initialises each layer of '{0}' with the mean of the outputs of '{1}', of {2}, but the states of '{3}' have {4}. Write Bridge = Bridge.DenseMean, which has a matrix between them, or make the sizes agree.");

    public static readonly Rule NoFinalState = Error("RNN438", "A bridge or context needs what it reads",
        "{0} reads {1}, and '{2}' {3}. {4}");

    public static readonly Rule VocabulariesCollide = Error("RNN439", "Two vocabularies have two sizes",
        "'{0}' and '{1}' both name the size of their vocabulary \"{2}\", so two languages would have one size. Give one of them another name, or write SharedEmbedding = true where it is one vocabulary.");

    public static readonly Rule DefaultsDiffer = Error("RNN440", "A size of both sides has one default",
        "'{0}' and '{1}' both have the size \"{2}\", with the defaults {3} and {4}. Give it one, or give one of the two another name.");

    public static readonly Rule CopyOfOtherVocabulary = Error("RNN443", "Copied tokens and source have one vocabulary",
        "'{0}' copies words of a vocabulary of {1}, but '{2}' reads {3}. Give both sides one vocabulary, with SharedEmbedding = true where it is one table.");

    public static readonly Rule SharedTables = Error("RNN441", "A shared table fits both sides",
        "SharedEmbedding = true gives '{0}' and '{1}' one table, but {2}. {3}");

    public static readonly Rule SideIsHidden = Error("RNN442", "Encoder and decoder are as accessible as their model",
        "'{0}' is more accessible than '{2}', its {1} and a public member. Make '{2}' as accessible as '{0}', or '{0}' as '{2}'.");
}
