using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Caption;

/// <summary>Sees a canvas as 8 × 8 places: of each, what is to be seen around it and where it lies.</summary>
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
[Module(typeof(Places), 104)]
[Linear("hidden")]
[Activation(Activation.Relu)]
public partial class Eye;

/// <summary>Writes a caption and looks, before each word, at the places that it depends on (Xu et al. 2015).</summary>
[Decoder]
[Embedding("words", 64)]
[Attention(AttentionScore.Additive, "hidden")]
[Lstm("hidden")]
[Readout("hidden", Activation.Tanh)]
[Linear("words")]
[Classify]
public partial class Teller;

/// <summary>A canvas in, a caption out.</summary>
[EncoderDecoder(typeof(Eye), typeof(Teller), Bridge = Bridge.DenseMean)]
public partial class Captioner;

/// <summary>The same eye, which in the end makes one vector of all places.</summary>
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
[Module(typeof(Places), 104)]
[Linear("hidden")]
[Activation(Activation.Relu)]
[MeanPooling]
public partial class SummaryEye;

/// <summary>Without attention: all that it knows of the canvas is that vector, which it reads before each word.</summary>
[Decoder]
[Embedding("words", 64)]
[Context]
[Lstm("hidden")]
[Readout("hidden", Activation.Tanh)]
[Linear("words")]
[Classify]
public partial class SummaryTeller;

/// <summary>A canvas in, a caption out, through one vector.</summary>
[EncoderDecoder(typeof(SummaryEye), typeof(SummaryTeller), Bridge = Bridge.Zero)]
public partial class SummaryCaptioner;

/// <summary>
/// Puts behind what is seen at a place where that place lies, since a convolution sees the same everywhere: a few cosines across and a few down,
/// from slow to fast.
/// </summary>
public sealed class Places() : nn.Module<Tensor, Tensor>(nameof(Places))
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
