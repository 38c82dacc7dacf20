namespace RnnDsl.Generator.Tests.Diagnostics;

/// <summary>The rules of decoders, and of encoders and decoders that are one network, each broken at least once.</summary>
internal static class DecoderRuleCases
{
    // A decoder that reads nothing of a source is used as any model.
    private const string AttendingUse = "var model = new M(memorySize: 5); " + AttendingSteps;

    private const string AttendingSteps = "var memory = model.CreateMemory(x); var (y, state, weights) = model.forward(x, memory); "
        + "(y, state, weights) = model.call(x, memory, state.Detach()); (y, state, weights) = model.Step(x, memory); state = model.InitialState(memory);";

    private const string CopyingUse = "var model = new M(memorySize: 5); var memory = model.CreateMemory(x, x); var (y, state, weights) = model.forward(x, memory); "
        + "(y, state, weights) = model.call(x, memory, state.Detach()); (y, state, weights) = model.Step(x, memory); state = model.InitialState(memory);";

    private const string ContextUse = "var model = new M(summarySize: 5); var memory = model.CreateMemory(x); var (y, state) = model.forward(x, memory); "
        + "(y, state) = model.call(x, memory, state.Detach()); (y, state) = model.Step(x, memory); state = model.InitialState(memory);";

    private const string BothUse = "var model = new M(memorySize: 5, summarySize: 5); var memory = model.CreateMemory(x, x); var (y, state, weights) = model.forward(x, memory); "
        + "(y, state, weights) = model.call(x, memory, state.Detach()); (y, state, weights) = model.Step(x, memory); state = model.InitialState(memory);";

    // A pair that has no sizes, and one that has one.
    /// <summary>Of a class whose generated half is left out.</summary>
    private const string MissingPairUse = "var model = new M(); model.forward(x);";

    private const string PairUse = "var model = new M(); " + PairSteps;

    private const string AttendingPairUse = "var model = new M(); var (y, weights) = model.forward(x, null, x); (y, weights) = model.call(x, null, x, 0.5); "
        + "var (memory, state) = model.Encode(x, null); (y, state, var attentionWeights) = model.Step(x, memory, state); var (encoder, decoder) = (model.Encoder, model.Decoder);";

    private const string SizedPairUse = "var model = new M(8); " + PairSteps;

    private const string PairSteps = "Tensor y = model.forward(x, null, x); y = model.call(x, null, x, 0.5); var (memory, state) = model.Encode(x, null); "
        + "(y, state, _) = model.Step(x, memory, state); var (encoder, decoder) = (model.Encoder, model.Decoder);";

    private const string Encoder = "[Encoder] [Embedding(8, 6)] [Gru(5)] public partial class E; ";

    private const string Decoder = "[Decoder] [Embedding(9, 6)] [Gru(5)] [Linear(9)] public partial class D; ";

    private const string Attending = "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.Additive, 7)] [Gru(5)] [Linear(9)] public partial class D; ";

    private const string Pair = "[EncoderDecoder(typeof(E), typeof(D))] public partial class M;";

    private const string Plain = "[Decoder] [Embedding(9, 6)] [Gru(5)] [Linear(9)] public partial class M;";

    public static readonly IReadOnlyList<RuleCase> All =
    [
        // Decoders.
        new("RNN401",
            "[«SequenceModel»] [Decoder] [Embedding(9, 6)] [Gru(5)] [Linear(9)] public partial class M;",
            "'M' has [SequenceModel] and [Decoder], and a class is one of the two. Remove one of them.",
            Plain),

        new("RNN401",
            "[«SequenceModel(Step = true)»] [Encoder] [Embedding(9, 6)] [Gru(5)] public partial class M;",
            "'M' has [SequenceModel] and [Encoder], and a class is one of the two. Remove one of them.",
            "[Encoder] [Embedding(9, 6)] [Gru(5)] public partial class M;"),

        new("RNN401",
            "[«Decoder»] [SequenceModel] [Embedding(9, 6)] [Attention(AttentionScore.Additive, 7)] [Gru(5)] public partial class M;",
            "'M' has [Decoder] and [SequenceModel], and a class is one of the two. Remove one of them.",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.Additive, 7)] [Gru(5)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN401",
            Encoder + Decoder + "[«EncoderDecoder(typeof(E), typeof(D))»] [SequenceModel] public partial class M;",
            "'M' has [EncoderDecoder] and [SequenceModel], and a class is one of the two. Remove one of them.",
            Encoder + Decoder + Pair) { Use = PairUse },

        new("RNN401",
            Encoder + Decoder + "[«EncoderDecoder(typeof(E), typeof(D))»] [Features(3)] [Lstm(4)] public partial class M;",
            "'M' has [EncoderDecoder] and [Features], and a class is one of the two. Remove one of them.",
            Encoder + Decoder + Pair) { Use = PairUse },

        new("RNN401",
            Encoder + Decoder + "[«EncoderDecoder(typeof(E), typeof(D))»] [Cell(\"h_t = tanh(W · x_t + U · h_{t-1})\")] public partial class M;",
            "'M' has [EncoderDecoder] and [Cell], and a class is one of the two. Remove one of them.",
            Encoder + Decoder + Pair) { Use = PairUse },

        new("RNN402",
            "[SequenceModel] [Embedding(9, 6)] [«Attention(AttentionScore.Additive, 7)»] [Gru(5)] [Readout(4)] [Linear(9)] public partial class M;",
            "[Attention] is a layer of a decoder, and 'M' has [SequenceModel]. Write [Decoder] in place of [SequenceModel], or remove [Attention].",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.Additive, 7)] [Gru(5)] [Readout(4)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN402",
            "[Encoder] [Embedding(9, 6)] [«Context»] [Gru(5)] public partial class M;",
            "[Context] is a layer of a decoder, and 'M' has [Encoder]. Write [Decoder] in place of [Encoder], or remove [Context].",
            "[Decoder] [Embedding(9, 6)] [Context] [Gru(5)] [Linear(9)] public partial class M;") { Use = ContextUse },

        new("RNN402",
            "[SequenceModel] [Embedding(9, 6)] [Gru(5)] [«Readout(4)»] public partial class M;",
            "[Readout] is a layer of a decoder, and 'M' has [SequenceModel]. Write [Decoder] in place of [SequenceModel], or remove [Readout].",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Readout(4)] [Linear(9)] public partial class M;"),

        new("RNN403",
            "[Decoder] [Embedding(9, 6)] [Gru(5, «Bidirectional = true»)] [Linear(9)] public partial class M;",
            "[Gru] in the decoder 'M' reads from both ends, and a decoder has no later steps yet. Remove Bidirectional; an encoder may have it.",
            Plain),

        new("RNN403",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.Additive, 7)] [Lstm(5, «Reverse = true»)] [Linear(9)] public partial class M;",
            "[Lstm] in the decoder 'M' reads from the end, and a decoder has no later steps yet. Remove Reverse; an encoder may have it.",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.Additive, 7)] [Lstm(5)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN403",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [«LastState»] [Linear(9)] public partial class M;",
            "[LastState] in the decoder 'M' is the state after the last step, and a decoder has no later steps yet. Remove it; an encoder may have it.",
            Plain),

        new("RNN403",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [«AttentionPooling(3)»] [Linear(9)] public partial class M;",
            "[AttentionPooling] in the decoder 'M' reads all steps of a sequence, and a decoder has no later steps yet. Remove it; an encoder may have it.",
            Plain),

        new("RNN403",
            "[Decoder] [Embedding(9, 6)] [Conv1d(6, «Kernel = 2»)] [Gru(5)] [Linear(9)] public partial class M;",
            "[Conv1d] in the decoder 'M' reads several steps at once, and a decoder has one at a time. Write Kernel = 1, or remove it; an encoder may have it.",
            "[Decoder] [Embedding(9, 6)] [Conv1d(6, Kernel = 1)] [Gru(5)] [Linear(9)] public partial class M;"),

        new("RNN403",
            "[Decoder] [Embedding(9, 6)] [«Conv1d(6)»] [Gru(5)] [Linear(9)] public partial class M;",
            "[Conv1d] in the decoder 'M' reads several steps at once, and a decoder has one at a time. Write Kernel = 1, or remove it; an encoder may have it.",
            Plain),

        new("RNN403",
            "[Decoder] [Embedding(9, 6)] [Conv1d(6, Kernel = 1, «Stride = 2»)] [Gru(5)] [Linear(9)] public partial class M;",
            "[Conv1d] in the decoder 'M' skips steps, and a decoder generates every one. Remove Stride; an encoder may have it.",
            "[Decoder] [Embedding(9, 6)] [Conv1d(6, Kernel = 1)] [Gru(5)] [Linear(9)] public partial class M;"),

        new("RNN403",
            "[Decoder] [«Image(3, 8, 8)»] [Conv2d(4)] [FlattenToSequence] [Gru(5)] [Linear(9)] public partial class M;",
            "[Image] in the decoder 'M' is a whole image, and a decoder reads its own output, step by step. Begin with [Embedding] or [Features]; an encoder may begin with an image.",
            "[Decoder] [Features(3)] [Gru(5)] [Linear(9)] public partial class M;"),

        new("RNN403",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Linear(9)] [«Ctc»] public partial class M;",
            "[Ctc] in the decoder 'M' aligns labels with steps, and a decoder generates one label at each step. Write [Classify].",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Linear(9)] [Classify] public partial class M;"),

        new("RNN403",
            "#nullable enable\n[Decoder] [Embedding(9, 6)] [Apply(«nameof(Scale)»)] [Gru(5)] public partial class M { private static Tensor Scale(Tensor x, Tensor? lengths) => x; }",
            "[Apply] in the decoder 'M' calls a method that takes the lengths and so reads whole sequences, and a decoder has one step at a time. Declare the method as 'Tensor Method(Tensor x)'.",
            "[Decoder] [Embedding(9, 6)] [Apply(nameof(Scale))] [Gru(5)] [Linear(9)] public partial class M { private static Tensor Scale(Tensor x) => x; }"),

        new("RNN404",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.Additive, 7)] [Gru(5)] [«Attention(AttentionScore.General)»] [Linear(9)] public partial class M;",
            "[Attention] is declared a second time; 'M' already has one. Remove one of the two.",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.General)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN404",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.Additive, 7)] [«Attention(AttentionScore.General)»] [Gru(5)] [Linear(9)] public partial class M;",
            "[Attention] is declared a second time; 'M' already has one. Remove one of the two.",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN404",
            "[Decoder] [Embedding(9, 6)] [Context] [Gru(5)] [«Context»] [Linear(9)] public partial class M;",
            "[Context] is declared a second time; 'M' already has one. Remove one of the two.",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Context] [Linear(9)] public partial class M;") { Use = ContextUse },

        new("RNN404",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Readout(4)] [«Readout(3)»] [Linear(9)] public partial class M;",
            "[Readout] is declared a second time; 'M' already has one. Remove one of the two.",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Readout(4)] [Linear(3)] [Linear(9)] public partial class M;"),

        new("RNN405",
            "[Decoder] [Embedding(9, 6)] [«Attention(AttentionScore.Additive, 7)»] [Dropout(0.1)] [Gru(5)] [Linear(9)] public partial class M;",
            "[Attention] is above [Gru] with [Dropout] between them. Move [Attention] to directly above [Gru], so that its previous state is the query, or below all recurrent layers, so that their output is the query.",
            "[Decoder] [Embedding(9, 6)] [Dropout(0.1)] [Attention(AttentionScore.Additive, 7)] [Gru(5)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN406",
            "[Decoder] [Embedding(9, 6)] [«Attention(AttentionScore.Additive)»] [Gru(5)] [Linear(9)] public partial class M;",
            "AttentionScore.Additive multiplies a vector v with a tanh of the same size, and has no size. Write [Attention(AttentionScore.Additive, 256)].",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.Additive, 256)] [Gru(5)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN406",
            "[Decoder] [Embedding(9, 6)] [«Attention(AttentionScore.MultiHead)»] [Gru(5)] [Linear(9)] public partial class M;",
            "AttentionScore.MultiHead projects queries and positions to a size, and has none. Write [Attention(AttentionScore.MultiHead, 256)].",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.MultiHead, 256)] [Gru(5)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN406",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.General, «\"size\"»)] [Linear(9)] public partial class M;",
            "AttentionScore.General is a product of query and position, and has no size of its own. Write [Attention(AttentionScore.General)].",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.General)] [Linear(9)] public partial class M;")
        {
            Use = "var model = new M(7, 5); " + AttendingSteps,
            RightUse = AttendingUse,
        },

        new("RNN407",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.MultiHead, 8, «Heads = 3»)] [Linear(9)] public partial class M;",
            "[Attention] has Heads = 3, and 3 does not divide its size, 8. Write a number of heads that divides the size.",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.MultiHead, 8, Heads = 2)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN407",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.MultiHead, «6»)] [Linear(9)] public partial class M;",
            "[Attention] has 4 heads by default, and 4 does not divide its size, 6. Write a number of heads that divides the size.",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.MultiHead, 6, Heads = 3)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN407",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.MultiHead, \"size = 8\", «Heads = 0»)] [Linear(9)] public partial class M;",
            "[Attention] has Heads = 0, and there is at least one. Write a number of heads that divides the size.",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.MultiHead, \"size = 8\", Heads = 1)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN408",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.Additive, 8, «Heads = 2»)] [Linear(9)] public partial class M;",
            "[Attention] has Heads = 2, which AttentionScore.Additive has no use for: it has one. Write AttentionScore.MultiHead, or remove Heads.",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.MultiHead, 8, Heads = 2)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN408",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.Additive, 8, «Filters = 3»)] [Linear(9)] public partial class M;",
            "[Attention] has Filters = 3, which AttentionScore.Additive has no use for: it does not read the previous attention weights. Write AttentionScore.LocationAware, or remove Filters.",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.LocationAware, 8, Filters = 3)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN408",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.General, «Width = 5»)] [Linear(9)] public partial class M;",
            "[Attention] has Width = 5, which AttentionScore.General has no use for: it does not read the previous attention weights. Write AttentionScore.LocationAware, or remove Width.",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.General)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN408",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.General, «Coverage = true»)] [Linear(9)] public partial class M;",
            "[Attention] has Coverage = true, which AttentionScore.General has no use for: coverage is a term inside a tanh. Write AttentionScore.Additive, or remove Coverage.",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.Additive, 8, Coverage = true)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN409",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.LocationAware, 8, «Width = 4»)] [Linear(9)] public partial class M;",
            "[Attention] has Width = 4, and a filter covers a position and equally many on either side: an odd number of at least 1. Write 5.",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.LocationAware, 8, Width = 5)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN409",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.LocationAware, 8, «Width = -7»)] [Linear(9)] public partial class M;",
            "[Attention] has Width = -7, and a filter covers a position and equally many on either side: an odd number of at least 1. Write 1.",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.LocationAware, 8, Width = 1)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN410",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.Additive, 7, «InputFeeding = true»)] [Gru(5)] [Readout(4)] [Linear(9)] public partial class M;",
            "[Attention] has InputFeeding = true, but it is above the cell, which reads the context at every step already, so it would have no effect. Remove InputFeeding, or move [Attention] to below all recurrent layers.",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.Additive, 7)] [Gru(5)] [Readout(4)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN410",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.General, «InputFeeding = true»)] [Linear(9)] public partial class M;",
            "[Attention] has InputFeeding = true, but there is no readout below it, so it would have no effect. Put [Readout(size, Activation.Tanh)] below [Attention], or remove InputFeeding.",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.General)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN411",
            "[Decoder] [Embedding(9, 6)] [«Readout(4)»] [Gru(5)] [Linear(9)] public partial class M;",
            "[Readout] is computed after all recurrent layers and the attention, but [Gru] is below it. Move [Readout] to below [Gru].",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Readout(4)] [Linear(9)] public partial class M;"),

        new("RNN411",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [«Readout(4)»] [Attention(AttentionScore.General)] [Linear(9)] public partial class M;",
            "[Readout] is computed after all recurrent layers and the attention, but [Attention] is below it. Move [Readout] to below [Attention].",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.General)] [Readout(4)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN412",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.Additive, 7)] [Lstm(5, «WeightDrop = 0.2»)] [Linear(9)] public partial class M;",
            "[Lstm] has WeightDrop = 0.2, which holds for all steps of a sequence, but the previous state is the query of the attention, so its steps run one by one. Remove WeightDrop; Zoneout and LayerNorm stay possible.",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.Additive, 7)] [Lstm(5, Zoneout = 0.2)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN412",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.Additive, 7)] [Gru(5, «RecurrentDropout = 0.2»)] [Linear(9)] public partial class M;",
            "[Gru] has RecurrentDropout = 0.2, which holds for all steps of a sequence, but the previous state is the query of the attention, so its steps run one by one. Remove RecurrentDropout; Zoneout and LayerNorm stay possible.",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.Additive, 7)] [Gru(5, LayerNorm = true)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN412",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.Additive, 7)] [Gru(5, Layers = 2, «LockedDropout = 0.2»)] [Linear(9)] public partial class M;",
            "[Gru] has LockedDropout = 0.2, which holds for all steps of a sequence, but the previous state is the query of the attention, so its steps run one by one. Write Dropout in place of LockedDropout.",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.Additive, 7)] [Gru(5, Layers = 2, Dropout = 0.2)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN413",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Readout(4, «Context = false»)] public partial class M;",
            "[Readout] has Context = false, but the decoder has neither [Attention] nor [Context], so there is none to leave out. Remove the setting.",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Readout(4)] [Linear(9)] public partial class M;"),

        new("RNN413",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.General)] [Readout(4, «Context = false»)] public partial class M;",
            "[Readout] has Context = false, but [Attention] stands below the recurrent layers, so its context is part of the readout's input. Remove the setting.",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Readout(4, Context = false)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN413",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Context] [Readout(4, «Context = false»)] public partial class M;",
            "[Readout] has Context = false, but [Context] stands below the recurrent layers, so its context is part of the readout's input. Remove the setting.",
            "[Decoder] [Embedding(9, 6)] [Context] [Gru(5)] [Readout(4, Context = false)] [Linear(9)] public partial class M;") { Use = ContextUse },

        new("RNN413",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Context] [Attention(AttentionScore.General)] [Readout(4, «Context = false»)] public partial class M;",
            "[Readout] has Context = false, but [Attention] stands below the recurrent layers, so its context is part of the readout's input. Remove the setting.",
            "[Decoder] [Embedding(9, 6)] [Context] [Gru(5)] [Attention(AttentionScore.General)] [Readout(4, Context = false)] [Linear(9)] public partial class M;") { Use = BothUse },

        new("RNN414",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Linear(9)] [«Copy»] public partial class M;",
            "[Copy] copies tokens of the source by their attention weights, but there is no [Attention]. Put [Attention] above or below the recurrent layer, or remove [Copy].",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Copy] public partial class M;")
        {
            RightUse = CopyingUse,
        },

        new("RNN414",
            "[Decoder] [Features(6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [«Copy»] public partial class M;",
            "[Copy] copies tokens of the source by their attention weights, but the decoder reads no tokens. Begin with [Embedding(vocabulary, features)], or remove [Copy].",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Copy] public partial class M;") { Use = CopyingUse },

        new("RNN415",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [«Copy»] [Dropout(0.1)] public partial class M;",
            "[Copy] mixes the scores of the vocabulary with the tokens of the source, but [Dropout] is below it. Move [Copy] to the end, above [Classify] where there is one.",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Dropout(0.1)] [Copy] [Classify] public partial class M;") { Use = CopyingUse },

        new("RNN415",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [«Copy»] [Linear(9)] public partial class M;",
            "[Copy] mixes the scores of the vocabulary with the tokens of the source, but [Linear] is below it. Move [Copy] to the end, above [Classify] where there is one.",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Copy] public partial class M;") { Use = CopyingUse },

        new("RNN130",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(«0»)] [Copy(Extra = 3, Unknown = 7)] public partial class M;",
            "The size of [Linear] is 0, and a size is at least 1. Write a positive number or the name of a constructor parameter.",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Copy(Extra = 3, Unknown = 7)] public partial class M;") { Use = CopyingUse },

        new("RNN416",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(8)] [«Copy»] public partial class M;",
            "[Copy] mixes scores of 8 words with tokens of a vocabulary of 9. Write [Linear(9)] above it.",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Copy] public partial class M;") { Use = CopyingUse },

        new("RNN417",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Copy(«Extra = 20»)] public partial class M;",
            "[Copy] has Extra = 20 and Unknown = -1: a token outside the vocabulary is read as one inside it. Write Unknown = 1, or the token that stands for unknown words.",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Copy(Extra = 20, Unknown = 1)] public partial class M;") { Use = CopyingUse },

        new("RNN417",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Copy(«Extra = -1», Unknown = 1)] public partial class M;",
            "[Copy] has Extra = -1 and Unknown = 1: the number of extra tokens is at least 0. Write 0 or more.",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Copy(Extra = 20, Unknown = 1)] public partial class M;") { Use = CopyingUse },

        new("RNN417",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Copy(«Unknown = 1»)] public partial class M;",
            "[Copy] has Extra = 0 and Unknown = 1: without extra tokens there is no unknown one. Remove Unknown, or write the number of extra tokens, as in Extra = 50.",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Copy] public partial class M;") { Use = CopyingUse },

        new("RNN420",
            "[Decoder] [Embedding(9, 6)] [Lstm(5, LayerNorm = true)] [Attention(AttentionScore.General, «InputFeeding = true»)] [Readout(4)] [Linear(9)] public partial class M;",
            "[Attention] has InputFeeding = true, so the layers from [Lstm] to [Readout] run step by step: expect a training step to take many small operations per target step, "
                + "one after the other, instead of a few large ones. Remove InputFeeding if a step does not need the previous readout.",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Lstm(5, LayerNorm = true)] [Readout(4)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN407",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.MultiHead, «\"size = 10\"»)] [Gru(5)] [Linear(9)] public partial class M;",
            "[Attention] has 4 heads by default, and 4 does not divide its size, 10 by default. Write a number of heads that divides the size.",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.MultiHead, \"size = 12\")] [Gru(5)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN417",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Copy(Extra = 3, «Unknown = 9»)] public partial class M;",
            "[Copy] has Extra = 3 and Unknown = 9: the vocabulary has 9 words. Write one of its tokens, which are counted from 0.",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Copy(Extra = 3, Unknown = 1)] public partial class M;") { Use = CopyingUse },

        new("RNN444",
            "[Decoder] [Embedding(\"sourceWords\", 6)] [Gru(5)] [Linear(«\"targetWords\"»)] [Classify] public partial class M;",
            "'M' reads tokens of a vocabulary of sourceWords and gives scores of targetWords, but a decoder reads the tokens that it generates. Give [Embedding] and [Linear] one size.",
            "[Decoder] [Embedding(\"targetWords\", 6)] [Gru(5)] [Linear(\"targetWords\")] [Classify] public partial class M;")
        {
            Use = "var model = new M(9, 8); var (y, state) = model.call(x);",
            RightUse = "var model = new M(9); var (y, state) = model.call(x);",
        },

        new("RNN445",
            "[Decoder] [Embedding(9, 6)] [«Gru(5)»] public partial class M;",
            "'M' reads tokens of a vocabulary of 9 and ends in [Gru], which gives 5 features and no scores of tokens. Put [Linear(9)] below it.",
            Plain),

        new("RNN445",
            "[Decoder] [Embedding(\"words\", 6)] [Gru(5)] [«Readout(4)»] [Classify] public partial class M;",
            "'M' reads tokens of a vocabulary of words and ends in [Readout], which gives 4 features and no scores of tokens. Put [Linear(\"words\")] below it.",
            "[Decoder] [Embedding(\"words\", 6)] [Gru(5)] [Readout(4)] [Linear(\"words\")] [Classify] public partial class M;") { Use = "var model = new M(9); var (y, state) = model.call(x);" },

        new("RNN446",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [«Activation(Activation.Softmax)»] [Copy] public partial class M;",
            "[Activation] turns the scores into probabilities by Softmax, but [Copy] does that itself before it mixes them with the tokens of the source. Remove the activation.",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Copy] public partial class M;") { Use = CopyingUse },

        new("RNN230",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [«Activation(Activation.Relu)»] [Copy] [Classify] public partial class M;",
            "[Activation] keeps every score at 0 or above by Relu, but [Copy] takes the softmax of scores of any size, so that some probabilities cannot be reached. Remove [Activation].",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Copy] [Classify] public partial class M;") { Use = CopyingUse },

        // Encoder and decoder together.
        new("RNN430",
            "public partial class E; " + Decoder + "[EncoderDecoder(«typeof(E)», typeof(D))] public partial class M;",
            "[EncoderDecoder] names 'E' as its encoder, which has neither [Encoder] nor [SequenceModel]. Put [Encoder] or [SequenceModel] with its layers on that class, or name one that has it.",
            Encoder + Decoder + Pair) { Use = PairUse },

        new("RNN430",
            Decoder + "[EncoderDecoder(«typeof(D)», typeof(D))] public partial class M;",
            "[EncoderDecoder] names 'D' as its encoder, which has [Decoder]. Put [Encoder] or [SequenceModel] with its layers on that class, or name one that has it.",
            Encoder + Decoder + Pair) { Use = PairUse },

        new("RNN430",
            Encoder + Attending + "[EncoderDecoder(«typeof(D)», typeof(E))] public partial class M;",
            "[EncoderDecoder] names 'D' as its encoder, which has [Decoder]. The encoder stands first: write [EncoderDecoder(typeof(E), typeof(D))].",
            Encoder + Attending + Pair) { Use = AttendingPairUse },

        new("RNN430",
            "[Encoder] [Embedding(8, 6)] [Gru(5)] public partial class E { public required int Number { get; init; } } " + Decoder + "[EncoderDecoder(«typeof(E)», typeof(D))] public partial class M;",
            "[EncoderDecoder] names 'E' as its encoder, which has the required member 'Number', which the generated constructor cannot set. Remove 'required'.",
            "[Encoder] [Embedding(8, 6)] [Gru(5)] public partial class E { public int Number { get; init; } } " + Decoder + Pair) { Use = PairUse },

        new("RNN430",
            Attending + "[EncoderDecoder(«typeof(int[])», typeof(D))] public partial class M;",
            "[EncoderDecoder] names 'int[]' as its encoder, which is no class. Name a class with [Encoder] or [SequenceModel] and its layers.",
            Encoder + Attending + Pair) { Use = AttendingPairUse },

        new("RNN431",
            Encoder + "public partial class D; [EncoderDecoder(«decoder: typeof(D)», encoder: typeof(E))] public partial class M;",
            "[EncoderDecoder] names 'D' as its decoder, which has no [Decoder]. Put [Decoder] with its layers on that class, or name one that has it.",
            Encoder + Decoder + Pair) { Use = PairUse },

        new("RNN431",
            Encoder + "[EncoderDecoder(typeof(E), «typeof(E)»)] public partial class M;",
            "[EncoderDecoder] names 'E' as its decoder, which has [Encoder]. Put [Decoder] with its layers on that class, or name one that has it.",
            Encoder + Decoder + Pair) { Use = PairUse },

        new("RNN431",
            Encoder + "[Decoder] [Embedding(9, 6)] [Gru(5)] [Linear(9)] public partial class D<T>; [EncoderDecoder(typeof(E), «typeof(D<>)»)] public partial class M;",
            "[EncoderDecoder] names 'D<>' as its decoder, which leaves its type parameters open. Write a type for each of them.",
            Encoder + "[Decoder] [Embedding(9, 6)] [Gru(5)] [Linear(9)] public partial class D<T>; [EncoderDecoder(typeof(E), typeof(D<int>))] public partial class M;") { Use = PairUse },

        new("RNN431",
            Encoder + "[Decoder] [Embedding(9, 6)] [Gru(5)] [Linear(9)] public abstract partial class D; [EncoderDecoder(typeof(E), «typeof(D)»)] public partial class M;",
            "[EncoderDecoder] names 'D' as its decoder, which is abstract, so that none can be made. Remove abstract.",
            Encoder + Decoder + Pair) { Use = PairUse },

        new("RNN433",
            "[SequenceModel] [Embedding(8, 6)] [Gru(5)] [LastState] public partial class E; " + Attending + "[EncoderDecoder(«typeof(E)», typeof(D), Bridge = Bridge.Mean)] public partial class M;",
            "'E' ends in one vector, [batch, 5], because of [LastState], and 'D' attends to positions. Remove [LastState] from 'E', or write [Context] in place of [Attention] in 'D'.",
            Encoder + Attending + "[EncoderDecoder(typeof(E), typeof(D), Bridge = Bridge.Mean)] public partial class M;") { Use = AttendingPairUse },

        new("RNN434",
            "[Encoder] [Embedding(8, 6)] [Gru(4, Bidirectional = true)] public partial class E; "
                + "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.Dot)] [Linear(9)] public partial class D; [EncoderDecoder(typeof(E), «typeof(D)», Bridge = Bridge.Zero)] public partial class M;",
            "AttentionScore.Dot of 'D' multiplies a query of 5 features with positions of 8, which 'E' gives. Write AttentionScore.General, which has a matrix between them, or make the sizes agree.",
            "[Encoder] [Embedding(8, 6)] [Gru(4, Bidirectional = true)] public partial class E; "
                + "[Decoder] [Embedding(9, 6)] [Gru(8)] [Attention(AttentionScore.Dot)] [Linear(9)] public partial class D; [EncoderDecoder(typeof(E), typeof(D), Bridge = Bridge.Zero)] public partial class M;") { Use = AttendingPairUse },

        Last("[Encoder] [Embedding(8, 6)] [Gru(4, Bidirectional = true)] public partial class E; " + Decoder,
            "'gru' of 'E' has 8 features per layer, both directions together, and 'gru' of 'D' has 5"),
        Last("[Encoder] [Embedding(8, 6)] [Gru(4, Layers = 2)] public partial class E; " + Decoder, "'gru' of 'E' is 2 layers deep and 'gru' of 'D' one layer"),
        Last("[Encoder] [Embedding(8, 6)] [Lstm(5)] public partial class E; " + Decoder, "'lstm' of 'E' is an LSTM and 'gru' of 'D' a GRU"),
        Last("[Encoder] [Embedding(8, 6)] [Gru(5)] [Gru(5)] public partial class E; " + Decoder, "'E' has 2 recurrent layers (gru, gru2) and 'D' has 1 recurrent layer (gru)"),
        Last("[Encoder] [Embedding(8, 6)] [Gru(4)] [LastState] public partial class E; " + Decoder, "'E' gives one vector of 4 features, and the state of 'gru' has 5"),
        Last("[Encoder] [Embedding(8, 6)] [Gru(5)] [LastState] public partial class E; [Decoder] [Embedding(9, 6)] [Gru(5, Layers = 2)] [Linear(9)] public partial class D; ",
            "'E' gives one vector, and the number of layers of 'D' with an initial state is 2"),

        new("RNN435",
            "[Encoder] [Embedding(8, 6)] [Lstm(6, ProjectionSize = 5)] public partial class E; [Decoder] [Embedding(9, 6)] [Lstm(5)] [Linear(9)] public partial class D; [EncoderDecoder(typeof(E), typeof(D), «Bridge = Bridge.Last»)] public partial class M;",
            "Bridge.Last copies the final states of 'E' to 'D', but 'lstm' of 'E' has 6 features per layer and 'lstm' of 'D' has 5. Write Bridge = Bridge.Dense, which connects any two, or make them agree.",
            "[Encoder] [Embedding(8, 6)] [Lstm(6, ProjectionSize = 5)] public partial class E; [Decoder] [Embedding(9, 6)] [Lstm(6, ProjectionSize = 5)] [Linear(9)] public partial class D; [EncoderDecoder(typeof(E), typeof(D), Bridge = Bridge.Last)] public partial class M;") { Use = PairUse },

        new("RNN436",
            Encoder + Decoder + "[EncoderDecoder(typeof(E), typeof(D), «Bridge = Bridge.Zero»)] public partial class M;",
            "With Bridge.Zero and neither [Attention] nor [Context] in 'D', the decoder does not depend on 'E'. Write another Bridge, or put [Attention] into 'D'.",
            Encoder + Decoder + Pair) { Use = PairUse },

        new("RNN437",
            "[Encoder] [Embedding(8, 6)] [Gru(4)] public partial class E; " + Decoder + "[EncoderDecoder(typeof(E), typeof(D), «Bridge = Bridge.Mean»)] public partial class M;",
            "Bridge.Mean initialises each layer of 'D' with the mean of the outputs of 'E', of 4 features, but the states of 'gru' have 5. Write Bridge = Bridge.DenseMean, which has a matrix between them, or make the sizes agree.",
            "[Encoder] [Embedding(8, 6)] [Gru(4)] public partial class E; " + Decoder + "[EncoderDecoder(typeof(E), typeof(D), Bridge = Bridge.DenseMean)] public partial class M;") { Use = PairUse },

        new("RNN438",
            "[Encoder] [Embedding(8, 6)] public partial class E; " + Decoder + "[«EncoderDecoder(typeof(E), typeof(D))»] public partial class M;",
            "Bridge.Last reads the encoder's final states, and 'E' has no recurrent layer. Write Bridge = Bridge.DenseMean.",
            "[Encoder] [Embedding(8, 6)] public partial class E; " + Decoder + "[EncoderDecoder(typeof(E), typeof(D), Bridge = Bridge.DenseMean)] public partial class M;") { Use = PairUse },

        new("RNN438",
            "[Encoder] [Embedding(8, 6)] public partial class E; " + Decoder + "[EncoderDecoder(typeof(E), typeof(D), «Bridge = Bridge.Dense»)] public partial class M;",
            "Bridge.Dense reads the encoder's final states, and 'E' has no recurrent layer. Write Bridge = Bridge.DenseMean.",
            "[Encoder] [Embedding(8, 6)] public partial class E; " + Decoder + "[EncoderDecoder(typeof(E), typeof(D), Bridge = Bridge.DenseMean)] public partial class M;") { Use = PairUse },

        new("RNN438",
            "[Encoder] [Embedding(8, 6)] [MeanPooling] public partial class E; " + Decoder + "[EncoderDecoder(typeof(E), typeof(D), «Bridge = Bridge.DenseMean»)] public partial class M;",
            "Bridge.DenseMean reads the mean of the encoder outputs, and 'E' ends in one vector, [batch, 6]. Write Bridge = Bridge.Dense.",
            "[Encoder] [Embedding(8, 6)] [MeanPooling] public partial class E; " + Decoder + "[EncoderDecoder(typeof(E), typeof(D), Bridge = Bridge.Dense)] public partial class M;") { Use = PairUse },

        new("RNN438",
            "[Encoder] [Embedding(8, 6)] public partial class E; [Decoder] [Embedding(9, 6)] [Context] [Gru(6)] [Linear(9)] public partial class D; [EncoderDecoder(«typeof(E)», typeof(D))] public partial class M;",
            "[Context] of 'D' reads the encoder's final state, and 'E' has no recurrent layer. Put [MeanPooling] at the end of 'E', or write [Attention] in place of [Context].",
            "[Encoder] [Embedding(8, 6)] [MeanPooling] public partial class E; [Decoder] [Embedding(9, 6)] [Context] [Gru(6)] [Linear(9)] public partial class D; [EncoderDecoder(typeof(E), typeof(D))] public partial class M;") { Use = PairUse },

        new("RNN439",
            "[Encoder] [Embedding(\"vocab = 8\", 6)] [Gru(5)] public partial class E; [Decoder] [Embedding(\"vocab = 9\", 6)] [Gru(5)] [Linear(\"vocab\")] public partial class D; [«EncoderDecoder(typeof(E), typeof(D))»] public partial class M;",
            "'E' and 'D' both name the size of their vocabulary \"vocab\", so two languages would have one size. Give one of them another name, or write SharedEmbedding = true where it is one vocabulary.",
            "[Encoder] [Embedding(\"vocab\", 6)] [Gru(5)] public partial class E; [Decoder] [Embedding(\"vocab = 9\", 6)] [Gru(5)] [Linear(\"vocab\")] public partial class D; [EncoderDecoder(typeof(E), typeof(D), SharedEmbedding = true)] public partial class M;") { Use = SizedPairUse },

        new("RNN440",
            "[Encoder] [Embedding(8, 6)] [Gru(\"hidden = 4\")] public partial class E; [Decoder] [Embedding(9, 6)] [Gru(\"hidden = 5\")] [Linear(9)] public partial class D; [«EncoderDecoder(typeof(E), typeof(D))»] public partial class M;",
            "'E' and 'D' both have the size \"hidden\", with the defaults 4 and 5. Give it one, or give one of the two another name.",
            "[Encoder] [Embedding(8, 6)] [Gru(\"hidden = 4\")] public partial class E; [Decoder] [Embedding(9, 6)] [Gru(\"hidden\")] [Linear(9)] public partial class D; [EncoderDecoder(typeof(E), typeof(D))] public partial class M;") { Use = SizedPairUse },

        Shared("[Encoder] [Features(8)] [Gru(5)] public partial class E; " + Decoder, "'E' has no [Embedding]. Remove SharedEmbedding."),
        Shared(Encoder + "[Decoder] [Features(8)] [Gru(5)] public partial class D; ", "'D' has no [Embedding]. Remove SharedEmbedding.", "Tensor y = model.call(x, null, x);"),
        Shared(Encoder + Decoder, "one has 8 rows and the other 9. Give both one vocabulary, or remove SharedEmbedding."),
        Shared(Encoder + "[Decoder] [Embedding(8, 7)] [Gru(5)] [Linear(8)] public partial class D; ", "the rows of one have 6 features and those of the other 7. Give both one size, or remove SharedEmbedding."),
        Shared(Encoder + "[Decoder] [Embedding(8, 6, PaddingIndex = 0)] [Gru(5)] [Linear(8)] public partial class D; ", "they differ in PaddingIndex or Frozen. Write both alike."),
        Shared(Encoder + "[Decoder] [Embedding(8, 6, Pretrained = true)] [Gru(5)] [Linear(8)] public partial class D; ", "the one of 'D' has Pretrained = true. Write Pretrained on 'E', whose table it is.", "model = new M(x);", "M(x)"),

        new("RNN442",
            "[Encoder] [Embedding(8, 6)] [Gru(5)] internal partial class E; " + Decoder + "[EncoderDecoder(«typeof(E)», typeof(D))] public partial class M;",
            "'M' is more accessible than 'E', its encoder and a public member. Make 'E' as accessible as 'M', or 'M' as 'E'.",
            "[Encoder] [Embedding(8, 6)] [Gru(5)] internal partial class E; " + Decoder + "[EncoderDecoder(typeof(E), typeof(D))] internal partial class M;") { Use = PairUse },

        new("RNN442",
            Encoder + "[EncoderDecoder(typeof(E), «typeof(D)»)] public partial class M { [Decoder] [Embedding(9, 6)] [Gru(5)] [Linear(9)] private protected partial class D; }",
            "'M' is more accessible than 'D', its decoder and a public member. Make 'D' as accessible as 'M', or 'M' as 'D'.",
            Encoder + "[EncoderDecoder(typeof(E), typeof(D))] public partial class M { [Decoder] [Embedding(9, 6)] [Gru(5)] [Linear(9)] public partial class D; }")
        {
            Use = "var model = new M(); Tensor y = model.forward(x, null, x); y = model.call(x, null, x, 0.5);",
        },

        new("RNN443",
            Encoder + "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Copy] public partial class D; [EncoderDecoder(«typeof(E)», typeof(D))] public partial class M;",
            "'D' copies words of a vocabulary of 9, but 'E' reads a vocabulary of 8. Give both sides one vocabulary, with SharedEmbedding = true where it is one table.",
            "[Encoder] [Embedding(9, 6)] [Gru(5)] public partial class E; "
                + "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Copy] public partial class D; [EncoderDecoder(typeof(E), typeof(D))] public partial class M;")
        {
            Use = AttendingPairUse,
        },

        new("RNN414",
            "[Encoder] [Embedding(9, 6)] [Conv1d(6, Kernel = 3, Stride = 2)] [Gru(5)] public partial class E; "
                + "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Copy] public partial class D; [EncoderDecoder(«typeof(E)», typeof(D))] public partial class M;",
            "[Copy] copies tokens of the source by their attention weights, but 'E' has ⌈time / 2⌉ positions for the time tokens that it reads, so 'D' has no attention weight for each token. "
                + "Use layers that keep every step, as a convolution with Stride = 1 and ConvolutionPadding.Same does.",
            "[Encoder] [Embedding(9, 6)] [Conv1d(6, Kernel = 3)] [Gru(5)] public partial class E; "
                + "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Copy] public partial class D; [EncoderDecoder(typeof(E), typeof(D))] public partial class M;")
        {
            Use = AttendingPairUse,
        },

        new("RNN414",
            "[Encoder] [Embedding(9, 6)] [AveragePool1d(2)] [Gru(5)] public partial class E; "
                + "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Copy] public partial class D; [EncoderDecoder(«typeof(E)», typeof(D))] public partial class M;",
            "[Copy] copies tokens of the source by their attention weights, but 'E' has ⌈(time - 1) / 2⌉ positions for the time tokens that it reads, so 'D' has no attention weight for each token. "
                + "Use layers that keep every step, as a convolution with Stride = 1 and ConvolutionPadding.Same does.",
            "[Encoder] [Embedding(9, 6)] [Gru(5)] public partial class E; "
                + "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Copy] public partial class D; [EncoderDecoder(typeof(E), typeof(D))] public partial class M;")
        {
            Use = AttendingPairUse,
        },

        new("RNN443",
            "[Encoder] [Features(3)] [Gru(5)] public partial class E; [Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Copy] public partial class D; "
                + "[EncoderDecoder(«typeof(E)», typeof(D))] public partial class M;",
            "'D' copies words of a vocabulary of 9, but 'E' reads no words. Give both sides one vocabulary, with SharedEmbedding = true where it is one table.",
            "[Encoder] [Embedding(9, 6)] [Gru(5)] public partial class E; "
                + "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Copy] public partial class D; [EncoderDecoder(typeof(E), typeof(D))] public partial class M;")
        {
            Use = AttendingPairUse,
        },

        // Rules of all models, of decoders and pairs.
        .. OfAll,
    ];

    private static IReadOnlyList<RuleCase> OfAll =>
    [
        new("RNN104",
            "[«Embedding(9, 6)»] [Attention(AttentionScore.General)] [Gru(5)] public partial class M;",
            "'M' has layers but no [Decoder], so nothing is generated from them. Put [Decoder] above the layers.",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] public partial class M;") { CSharpErrors = ["CS1061"], Use = "var model = new M(); model.forward(x);", RightUse = AttendingUse },

        new("RNN120",
            "[Decoder] [«Gru(5)»] [Linear(9)] public partial class M;",
            "'M' has no input layer. Begin with [Embedding(vocabulary, features)] for token ids or [Features(size)] for vectors.",
            "[Decoder] [Features(3)] [Gru(5)] [Linear(9)] public partial class M;"),

        new("RNN123",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Linear(9)] public partial class «M»;",
            "'M' has no recurrent layer, so its steps do not depend on each other. Put [Lstm(size)], [Gru(size)] or [Rnn(size)] below the input.",
            "[Decoder] [Embedding(9, 6)] [Gru(6)] [Attention(AttentionScore.General)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN130",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.LocationAware, 8, «Filters = 0»)] [Linear(9)] public partial class M;",
            "The number of filters of [Attention] is 0, and a size is at least 1. Write a positive number or the name of a constructor parameter.",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.LocationAware, 8, Filters = 1)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN137",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(«(AttentionScore)9», 8)] [Linear(9)] public partial class M;",
            "[Attention] has the value 9, which is no member of AttentionScore. Use one of Additive, Dot, ScaledDot, General, Concat, LocationAware, MultiHead.",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention(AttentionScore.Concat, 8)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN137",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Readout(4, «Activation.Relu»)] public partial class M;",
            "[Readout] has Activation.Relu, which is no function of a readout. Use one of Tanh, Maxout.",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Readout(4, Activation.Tanh)] [Linear(9)] public partial class M;"),

        new("RNN137",
            Encoder + Decoder + "[EncoderDecoder(typeof(E), typeof(D), «Bridge = (Bridge)7»)] public partial class M;",
            "[EncoderDecoder] has the value 7, which is no member of Bridge. Use one of Last, Zero, Mean, Dense, DenseMean.",
            Encoder + Decoder + "[EncoderDecoder(typeof(E), typeof(D), Bridge = Bridge.Dense)] public partial class M;") { Use = PairUse },

        new("RNN142",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(«\"memorySize\"»)] public partial class M;",
            "The name \"memorySize\" of a size of [Gru] would clash with a parameter that the constructors of decoders have. Give the parameter another name.",
            "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] public partial class M;") { Use = AttendingUse },

        new("RNN142",
            "[Encoder] [Embedding(\"Decoder\", 6)] [Gru(5)] public partial class E; " + Decoder + "[EncoderDecoder(«typeof(E)», typeof(D))] public partial class M;",
            "The name \"Decoder\" of a size of 'E' would clash with a generated member of 'M'. Give the size another name.",
            "[Encoder] [Embedding(\"vocab\", 6)] [Gru(5)] public partial class E; " + Decoder + Pair) { Use = SizedPairUse },

        new("RNN142",
            "[Encoder] [Embedding(\"vocab\", 6)] [Gru(5)] public partial class E; [Decoder] [Embedding(\"Vocab = 9\", 6)] [Gru(5)] [Linear(\"Vocab\")] public partial class D; [EncoderDecoder(typeof(E), «typeof(D)»)] public partial class M;",
            "The name \"Vocab\" of a size of 'D' would clash with the size \"vocab\" of 'E', from which it differs in case only. Spell them alike if they mean the same, else rename one.",
            "[Encoder] [Embedding(\"vocab\", 6)] [Gru(5)] public partial class E; [Decoder] [Embedding(\"words = 9\", 6)] [Gru(5)] [Linear(\"words\")] public partial class D; " + Pair) { Use = SizedPairUse },

        new("RNN142",
            Encoder + Decoder + "[EncoderDecoder(typeof(E), typeof(D))] public partial class «Step»;",
            "The name \"Step\" of the class would clash with the generated member 'Step', and a member has another name than its class. Give the class another name.",
            Encoder + Decoder + Pair) { Use = "var model = new Step(); Tensor y = model.call(x, null, x); var (memory, state) = model.Encode(x);", RightUse = PairUse },

        new("RNN142",
            "[Decoder] [Embedding(9, 6)] [Gru(5)] [Linear(9)] public partial class «Step»;",
            "The name \"Step\" of the class would clash with the generated member 'Step', and a member has another name than its class. Give the class another name.",
            Plain) { Use = "var model = new Step(); var (y, state) = model.call(x);", RightUse = "var model = new M(); var (y, state) = model.call(x);" },

        new("RNN142",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class «State»;",
            "The name \"State\" of the class would clash with the generated member 'State', and a member has another name than its class. Give the class another name.",
            "[SequenceModel] [Features(3)] [Lstm(4)] public partial class M;") { Use = "var model = new State();", RightUse = "var model = new M();" },

        new("RNN211",
            "[Encoder] [Image(3, 8, 8)] [«Conv2d(4)»] public partial class M;",
            "[Conv2d] gives images, [batch, 4, 8, 8], and a decoder reads the features of a step. Put [FlattenToSequence] below it.",
            "[Encoder] [Image(3, 8, 8)] [Conv2d(4)] [FlattenToSequence] public partial class M;") { Use = "var model = new M(); Tensor y = model.forward(x); y = model.call(x);" },

        new("RNN212",
            "[Decoder] [Embedding(9, 6)] [«Conv2d(4)»] [Gru(5)] public partial class M;",
            "[Embedding] gives [batch, time, 6], and [Conv2d] below it reads an image, [batch, channels, height, width]. Use [Conv1d] with Kernel = 1.",
            "[Decoder] [Embedding(9, 6)] [Conv1d(4, Kernel = 1)] [Gru(5)] [Linear(9)] public partial class M;"),

        // The class of a pair, which is a model like any other.
        OfPair("RNN101", "public class «M»;", "'M' must be declared partial, because the other half of the class is generated. Write 'partial class M'.") with { CSharpErrors = ["CS1061"], Use = MissingPairUse, RightUse = PairUse },
        OfPair("RNN102", "public class «O» { [EncoderDecoder(typeof(E), typeof(D))] public partial class M; }",
            "'M' is nested in 'O', which must be declared partial too, because the generated half of 'M' is nested in it as well. Write 'partial class O'.", hasAttribute: true) with
        {
            CSharpErrors = ["CS1061"],
            Use = MissingPairUse.Replace("new M", "new O.M", StringComparison.Ordinal),
            RightUse = PairUse,
        },
        OfPair("RNN105", "public partial record «M»;", "'M' is a record, and records derive from records only, while a model derives from nn.Module. Declare it as 'partial class M'."),
        OfPair("RNN105", "public static partial class «M»;", "'M' is static and so has no instances, while a model is an object with weights. Declare it as 'partial class M'.") with
        {
            Use = "var model = new M();", CSharpErrors = ["CS0712", "CS0723"],
        },
        OfPair("RNN106", "public partial class «M» : System.Collections.Generic.List<int>;",
            "'M' derives from 'List<int>', but a model derives from nn.Module, which its generated half names as the base class. Remove 'List<int>'; interfaces may stay."),
        OfPair("RNN106", "public partial class «M» : nn.Module;",
            "'M' derives from 'Module', but a model derives from nn.Module, which its generated half names as the base class. Remove 'Module'; interfaces may stay."),
        OfPair("RNN107", "public partial class «M»(int size) { public int Size => size; }",
            "'M' has a primary constructor, but the generator writes the constructor. Remove the parameter list, and name the sizes in the layers, as in [Linear(\"size\")].") with
        {
            Use = PairUse.Replace("new M()", "new M(3)", StringComparison.Ordinal), RightUse = PairUse,
        },
        OfPair("RNN108", "public partial class M { public int «Decoder» => 1; }", "'M' declares 'Decoder' by hand, and the generator writes a member of that name for the model. Rename yours."),
        OfPair("RNN108", "public partial class M { public int «Encode» => 1; }", "'M' declares 'Encode' by hand, and the generator writes a member of that name for the model. Rename yours.") with
        {
            Use = "var model = new M(); Tensor y = model.forward(x, null, x); y = model.call(x, null, x, 0.5);",
        },
        OfPair("RNN108", "public partial class M { public override Tensor «forward»(Tensor source, Tensor sourceLengths, Tensor target, double sampling = 0) => source; }",
            "'M' declares 'forward' by hand, and the generator writes a member of that name for the model. Rename yours."),
        OfPair("RNN108", "public partial class M { protected override void «RegisterComponents»() { } }",
            "'M' declares 'RegisterComponents' by hand, and the generator writes a member of that name for the model. Remove yours, and call register_module in OnConstructed."),
        OfPair("RNN112", "public partial class M { public «M»(int depth) { Depth = depth; } public int Depth { get; } }",
            "This constructor of 'M' does not call the generated one, which makes the layers. Write ': this(...)' with the sizes after its parameters.") with
        {
            CSharpErrors = ["CS1729"],
        },
        OfPair("RNN113", "public partial class M { private readonly Linear «_head» = nn.Linear(1, 1); public Linear Head => _head; }",
            "'M' makes '_head' by hand and never registers it, so its weights are not trained, saved or moved to a device. Call register_module (register_parameter for a parameter) in 'partial void OnConstructed()'."),
        OfPair("RNN114", "public partial class M { private void «OnConstructed»() { } }",
            "'M' declares OnConstructed without partial, so it is not the method that the generated constructor calls. Write 'partial void OnConstructed()'."),
    ];

    private static RuleCase Last(string sides, string why) => new("RNN435",
        sides + "[«EncoderDecoder(typeof(E), typeof(D))»] public partial class M;",
        $"Bridge.Last copies the final states of 'E' to 'D', but {why}. Write Bridge = Bridge.Dense, which connects any two, or make them agree.",
        sides + "[EncoderDecoder(typeof(E), typeof(D), Bridge = Bridge.Dense)] public partial class M;")
    {
        Use = PairUse,
    };

    private static RuleCase Shared(string sides, string why, string? use = null, string construct = "M()") => new("RNN441",
        sides + "[EncoderDecoder(typeof(E), typeof(D), «SharedEmbedding = true»)] public partial class M;",
        $"SharedEmbedding = true gives 'E' and 'D' one table, but {why}",
        sides + Pair)
    {
        Use = use is null ? PairUse : $"var model = new {construct}; {use}",
    };

    private static RuleCase OfPair(string id, string type, string message, bool hasAttribute = false) =>
        new(id, hasAttribute ? Encoder + Decoder + type : Attribute(type), message, Encoder + Decoder + Pair) { Use = PairUse };

    private static string Attribute(string type) => Encoder + Decoder + "[EncoderDecoder(typeof(E), typeof(D))] " + type;
}
