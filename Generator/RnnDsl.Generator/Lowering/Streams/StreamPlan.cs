using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Streams;

/// <summary>A model that runs as a stream.</summary>
/// <param name="Side">Its layers.</param>
/// <param name="Weights">What it reads from a file of weights.</param>
internal sealed record StreamPlan(StreamSide Side, StreamWeights Weights);

/// <summary>The layers of a model, or of one side of an encoder-decoder.</summary>
/// <param name="Span">The steps that one call computes.</param>
/// <param name="Input">The shape of the input.</param>
/// <param name="Items">What it declares, in this order.</param>
/// <param name="Steps">What it does, in this order.</param>
/// <param name="Output">The rows of the output.</param>
/// <param name="Count">The number of their steps.</param>
/// <param name="Table">The table of the tokens; null for another input.</param>
internal sealed record StreamSide(
    StreamSpan Span, Shape Input, IReadOnlyList<StreamItem> Items, IReadOnlyList<StreamStep> Steps, StreamRows Output, StreamCount Count, StreamWeight? Table);

/// <summary>What a stream reads from a file of weights.</summary>
/// <param name="Ties">The tensors that a file may have under two names.</param>
/// <param name="Sizes">The sizes of the constructor, in the order in which they become known.</param>
internal sealed record StreamWeights(IReadOnlyList<TensorTie> Ties, IReadOnlyList<SizeOfTensor> Sizes);

/// <summary>An encoder-decoder that runs as a stream.</summary>
/// <param name="Encoder">The encoder, over a whole source.</param>
/// <param name="Decoder">One step of the decoder.</param>
/// <param name="BridgeItems">What lies between them, declared behind both.</param>
/// <param name="Bridge">What a decoder begins with: its initial states, and the summary vector of the source.</param>
/// <param name="Memory">What the decoder's attention keeps of a source; null without attention.</param>
/// <param name="SummarySize">The size of the summary vector; null for a decoder without one.</param>
/// <param name="Copy">The copying of source tokens; null without it.</param>
/// <param name="Weights">What it reads from a file of weights.</param>
internal sealed record EncoderDecoderStream(
    StreamSide Encoder, StreamSide Decoder, IReadOnlyList<StreamItem> BridgeItems, IReadOnlyList<StreamStep> Bridge, StreamMemory? Memory, Polynomial? SummarySize, StreamCopies? Copy, StreamWeights Weights);

/// <summary>What an attention keeps of a source.</summary>
/// <param name="ValueSize">The number of features of a value.</param>
/// <param name="KeySize">The size of a key; null where the values are the keys.</param>
/// <param name="HeadValueSize">The size of the values of all heads; null without heads.</param>
/// <param name="Filters">The convolutions of the previous attention weights; 0 without them.</param>
/// <param name="Width">Their width.</param>
/// <param name="Keys">The steps that compute the keys of the values.</param>
internal sealed record StreamMemory(Polynomial ValueSize, Polynomial? KeySize, Polynomial? HeadValueSize, long Filters, long Width, IReadOnlyList<StreamStep> Keys);

/// <summary>The copying of source tokens.</summary>
/// <param name="Tokens">The number of tokens, with those beyond the vocabulary.</param>
/// <param name="Extra">The number of tokens beyond the vocabulary.</param>
/// <param name="Unknown">The token as which the model reads them.</param>
internal sealed record StreamCopies(Polynomial Tokens, long Extra, long Unknown);
