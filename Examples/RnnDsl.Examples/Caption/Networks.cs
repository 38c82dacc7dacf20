using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Caption;

/// <summary>Convolutional encoder of a canvas: 8 × 8 positions with position features.</summary>
[Encoder]
[Image(1, 64, 64)]
[Conv2d(16, Kernel = 5, Stride = 2)]
[Activation(Activation.Relu)]
[Conv2d(32, Stride = 2)]
[Activation(Activation.Relu)]
[Conv2d(64, Stride = 2)]
[Activation(Activation.Relu)]
[Conv2d(96)]
[FlattenToSequence(ImageAxis.Positions)]
[LayerNorm]
[Module(typeof(PositionFeatures), 104)]
[Linear("hidden")]
[Activation(Activation.Relu)]
public partial class CanvasEncoder;

/// <summary>Decoder with attention over the positions of the canvas (Xu et al. 2015).</summary>
[Decoder]
[Embedding("words", 64)]
[Attention(AttentionScore.Additive, "hidden")]
[Lstm("hidden")]
[Readout("hidden", Activation.Tanh)]
[Linear("words")]
[Classify]
public partial class CaptionDecoder;

/// <summary>Captioning model with attention.</summary>
[EncoderDecoder(typeof(CanvasEncoder), typeof(CaptionDecoder), Bridge = Bridge.DenseMean)]
public partial class Captioner;

/// <summary>The same encoder with mean pooling over all positions.</summary>
[Encoder]
[Image(1, 64, 64)]
[Conv2d(16, Kernel = 5, Stride = 2)]
[Activation(Activation.Relu)]
[Conv2d(32, Stride = 2)]
[Activation(Activation.Relu)]
[Conv2d(64, Stride = 2)]
[Activation(Activation.Relu)]
[Conv2d(96)]
[FlattenToSequence(ImageAxis.Positions)]
[LayerNorm]
[Module(typeof(PositionFeatures), 104)]
[Linear("hidden")]
[Activation(Activation.Relu)]
[MeanPooling]
public partial class PooledCanvasEncoder;

/// <summary>Decoder without attention: the pooled vector is an input at each step.</summary>
[Decoder]
[Embedding("words", 64)]
[Context]
[Lstm("hidden")]
[Readout("hidden", Activation.Tanh)]
[Linear("words")]
[Classify]
public partial class ContextCaptionDecoder;

/// <summary>Captioning model without attention.</summary>
[EncoderDecoder(typeof(PooledCanvasEncoder), typeof(ContextCaptionDecoder), Bridge = Bridge.Zero)]
public partial class ContextCaptioner;

/// <summary>
/// Appends position features, since convolutions are translation-equivariant: cosines of increasing frequency over rows and columns.
/// </summary>
public sealed class PositionFeatures() : nn.Module<Tensor, Tensor>(nameof(PositionFeatures))
{
    private const int Side = 8;
    private const int Cosines = 4;

    /// <summary>[batch, 64, features] to [batch, 64, features + 8].</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var middles = (arange(Side, dtype: input.dtype, device: input.device) + 0.5) * (Math.PI / Side);
        var waves = outer(middles, arange(1, Cosines + 1, dtype: input.dtype, device: input.device)).cos(); // [8, 4]
        var rows = waves.unsqueeze(1).expand(Side, Side, Cosines);
        var columns = waves.unsqueeze(0).expand(Side, Side, Cosines);
        var places = cat([rows, columns], -1).flatten(0, 1);                                               // [64, 8]
        return cat([input, places.expand(input.size(0), -1, -1)], -1).MoveToOuterDisposeScope();
    }
}
