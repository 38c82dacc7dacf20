using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Lowering;

/// <summary>How an encoder and a decoder are computed together: each by itself, and what one hands to the other.</summary>
/// <param name="EncoderDecoder">What is computed.</param>
/// <param name="Encoder">How the source is read.</param>
/// <param name="Decoder">How the target is written.</param>
internal sealed record EncoderDecoderPlan(EncoderDecoder EncoderDecoder, Plan Encoder, Plan Decoder);
