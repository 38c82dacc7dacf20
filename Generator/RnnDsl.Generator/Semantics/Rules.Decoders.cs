namespace RnnDsl.Generator.Semantics;

/// <summary>The rules of encoders, decoders and what joins them.</summary>
internal static partial class Rules
{
    // Decoders.

    public static readonly Rule TwoKinds = Error("RNN401", "A class is one kind of model",
        "'{0}' has [{1}] and [{2}], and a class is one of the two. Remove one of them.");

    public static readonly Rule LayerOfDecoders = Error("RNN402", "Attention, context and readout stand in a decoder",
        "[{0}] reads what an encoder gives, or says what a decoder writes, and '{1}' has [{2}]. Write [Decoder] in place of [{2}], or remove [{0}].");

    public static readonly Rule LooksAhead = Error("RNN403", "A decoder writes one step after the other",
        "[{0}] in the decoder '{1}' {2}. {3}");

    public static readonly Rule SecondOfDecoder = Error("RNN404", "A decoder has one attention, one context and one readout",
        "[{0}] stands here a second time; '{1}' has one already. Remove one of the two.");

    public static readonly Rule AttentionBetween = Error("RNN405", "Attention stands directly above the layer whose state asks, or below all of them",
        "[Attention] stands above [{0}] with [{1}] between them. Move [Attention] to directly above [{0}], whose state of the step before then asks, or below all recurrent layers, whose output then does.");

    public static readonly Rule ScoreSize = Error("RNN406", "A score has a size where it needs one",
        "AttentionScore.{0} {1}. {2}");

    public static readonly Rule HeadsDivide = Error("RNN407", "Heads share the size of their attention equally",
        "[Attention] has {0}, and {1}. Write a number of heads that divides the size.");

    public static readonly Rule OptionOfScore = Error("RNN408", "An option of attention acts on its score",
        "[Attention] has {0}, which AttentionScore.{1} has no use for: {2}. {3}");

    public static readonly Rule EvenWidth = Error("RNN409", "A filter over the weights sees as many positions on either side",
        "[Attention] has Width = {0}, and a filter sees itself and as many positions on either side: an odd number of at least 1. Write {1}.");

    public static readonly Rule FeedsNothing = Error("RNN410", "Input feeding feeds a readout back",
        "[Attention] has InputFeeding = true, but {0}, so it would have no effect. {1}");

    public static readonly Rule ReadoutNotBelow = Error("RNN411", "A readout stands below all recurrent layers",
        "[Readout] says what the decoder gives at a step, but [{0}] stands below it. Move [Readout] to below [{0}].");

    public static readonly Rule OptionInLoop = Error("RNN412", "A layer inside the decoder's loop draws anew at each step",
        "[{0}] has {1}, which holds for all steps of a sequence, but {2}, so its steps run one by one. {3}");

    public static readonly Rule ReadsNoContext = Error("RNN413", "A readout reads what there is",
        "[Readout] has Context = false, but {0}. Remove the setting.");

    public static readonly Rule CopyOfNothing = Error("RNN414", "What is copied is attended to",
        "[Copy] says words of the source that are attended to, but {0}. {1}");

    public static readonly Rule CopyNotLast = Error("RNN415", "Copying comes last",
        "[Copy] mixes the scores of the vocabulary with the words of the source, but [{0}] stands below it. Move [Copy] to the end, above [Classify] where there is one.");

    public static readonly Rule CopyVocabulary = Error("RNN416", "What can be copied and what can be read are one vocabulary",
        "[Copy] mixes scores of {0} with tokens of a vocabulary of {1}. Write [Linear({2})] above it.");

    public static readonly Rule CopyUnknown = Error("RNN417", "Extra words are read as one that is known",
        "[Copy] has Extra = {0} and Unknown = {1}: {2}. {3}");

    public static readonly Rule LoopOfDecoder = Info("RNN420", "A decoder's layers run step by step",
        "[Attention] has InputFeeding = true, so the layers from [{0}] to [Readout] run one step after the other: expect a training step to take as many small operations as a target has steps, each waiting for the one before, where it takes a few large ones without. Remove InputFeeding where a step need not know what was attended to before.");

    public static readonly Rule TwoVocabularies = Warning("RNN444", "A decoder reads the vocabulary that it writes",
        "'{0}' reads tokens of a vocabulary of {1} and gives scores of {2}, but a decoder reads the tokens that it has written. Give [Embedding] and [Linear] one size.");

    public static readonly Rule NoOutputLayer = Warning("RNN445", "A decoder of tokens has an output layer",
        "'{0}' reads tokens of a vocabulary of {1} and ends in [{2}], which gives {3} and no scores of tokens. Put [Linear({4})] below it.");

    public static readonly Rule ProbabilitiesCopied = Error("RNN446", "[Copy] reads scores",
        "[Activation] turns the scores into probabilities by {0}, but [Copy] does that itself before it mixes them with the words of the source. Remove the activation.");

    // Encoder and decoder together.

    public static readonly Rule NotAnEncoder = Error("RNN430", "[EncoderDecoder] names an encoder",
        "[EncoderDecoder] names '{0}' as its encoder, which {1}. {2}");

    public static readonly Rule NotADecoder = Error("RNN431", "[EncoderDecoder] names a decoder",
        "[EncoderDecoder] names '{0}' as its decoder, which {1}. {2}");

    public static readonly Rule SideHasErrors = Error("RNN432", "Encoder and decoder have no errors",
        "[EncoderDecoder] names '{0}', which has an error: {1}");

    public static readonly Rule NothingToAttendTo = Error("RNN433", "What is attended to has positions",
        "'{0}' ends in one vector, {1}, because of [{2}], and '{3}' attends to positions. Remove [{2}] from '{0}', or write [Context] in place of [Attention] in '{3}'.");

    public static readonly Rule ProductSizes = Error("RNN434", "A product of query and position has two of one length",
        "AttentionScore.{0} of '{1}' multiplies a query of {2} with positions of {3}, which '{4}' gives. Write AttentionScore.General, which has a matrix between them, or make the sizes agree.");

    public static readonly Rule StatesCannotBeHandedOver = Error("RNN435", "States are handed over as they are where they fit",
        "Bridge.Last hands the final states of '{0}' to '{1}' as they are, but {2}. Write Bridge = Bridge.Dense, which joins any two, or make them agree.");

    public static readonly Rule UnusedEncoder = Error("RNN436", "A decoder knows of the source",
        "With Bridge.Zero and neither [Attention] nor [Context] in '{0}', nothing of what '{1}' reads reaches the decoder. Write another Bridge, or put [Attention] into '{0}'.");

    public static readonly Rule MeanSizes = Error("RNN437", "A mean that becomes a state has its length",
        "Bridge.Mean begins each layer of '{0}' with the mean of what '{1}' gives, of {2}, but the states of '{3}' have {4}. Write Bridge = Bridge.DenseMean, which has a matrix between them, or make the sizes agree.");

    public static readonly Rule NoFinalState = Error("RNN438", "What is handed on is there",
        "{0} hands on {1}, and '{2}' {3}. {4}");

    public static readonly Rule VocabulariesCollide = Error("RNN439", "Two vocabularies have two sizes",
        "'{0}' and '{1}' both name the size of their vocabulary \"{2}\", so two languages would have one size. Give one of them another name, or write SharedEmbedding = true where it is one vocabulary.");

    public static readonly Rule DefaultsDiffer = Error("RNN440", "A size of both sides has one default",
        "'{0}' and '{1}' both have the size \"{2}\", with the defaults {3} and {4}. Give it one, or give one of the two another name.");

    public static readonly Rule CopyOfOtherVocabulary = Error("RNN443", "Words that are copied are in one vocabulary with the source",
        "'{0}' copies words of a vocabulary of {1}, but '{2}' reads {3}. Give both sides one vocabulary, with SharedEmbedding = true where it is one table.");

    public static readonly Rule SharedTables = Error("RNN441", "A shared table fits both sides",
        "SharedEmbedding = true gives '{0}' and '{1}' one table, but {2}. {3}");

    public static readonly Rule SideIsHidden = Error("RNN442", "Encoder and decoder are seen wherever their pair is",
        "'{0}' can be seen where '{2}', its {1} and a member of it, cannot. Make '{2}' as visible as '{0}', or hide '{0}' as '{2}' is.");
}
