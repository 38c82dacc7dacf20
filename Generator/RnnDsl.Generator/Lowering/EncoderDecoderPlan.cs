using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Lowering;

/// <summary>The plans of an encoder and a decoder, with what connects them.</summary>
/// <param name="EncoderDecoder">The encoder-decoder.</param>
/// <param name="Encoder">The plan of the encoder.</param>
/// <param name="Decoder">The plan of the decoder.</param>
internal sealed record EncoderDecoderPlan(EncoderDecoder EncoderDecoder, Plan Encoder, Plan Decoder);
