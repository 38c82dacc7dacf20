using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Summaries;

[SequenceModel, Embedding("vocabSize", 128, Name = "embed"), Lstm(256, Layers = 2, Dropout = 0.3), Linear("vocabSize", Name = "fc")]
public partial class WordModel;

[SequenceModel, Embedding(50, "hidden", Name = "embed"), Gru("hidden"), Linear(50, TiedTo = "embed", Name = "fc")]
public partial class TiedModel;

[SequenceModel, Image("channels = 1", "height", 20), Conv2d("maps", Kernel = 3), FlattenToSequence(ImageAxis.Columns)]
[Gru("hidden", Bidirectional = true), LastState, Dropout(0.3), Linear(10, Name = "fc"), Classify]
public partial class FrozenImageModel
{
    partial void OnConstructed()
    {
        foreach (var weight in Conv2d.parameters())
            weight.requires_grad = false;
    }
}

[Cell("h_t = tanh(W · x_t + U · h_{t-1} + b)")]
public partial class PlainCell;

[SequenceModel, Features(3), Recurrent(typeof(PlainCell), "hidden"), Linear(2)]
public partial class CellModel;

[Encoder, Embedding("sourceVocab", 6), Gru("hidden", Bidirectional = true)]
public partial class Reader;

[Decoder, Embedding("targetVocab", 6), Attention(AttentionScore.Additive, 7), Gru("hidden"), Linear("targetVocab")]
public partial class Writer;

[EncoderDecoder(typeof(Reader), typeof(Writer), Bridge = Bridge.Dense)]
public partial class Pair;

[Encoder, Embedding("words", 6), Gru(6)]
public partial class SharingReader;

[Decoder, Embedding("words", 6), Gru(6), Linear("words")]
public partial class SharingWriter;

[EncoderDecoder(typeof(SharingReader), typeof(SharingWriter), SharedEmbedding = true)]
public partial class SharingPair;

/// <summary>A model with members of the author's: a module, a parameter and a way to print itself.</summary>
[SequenceModel, Features(3), Lstm(4)]
public partial class OwnMembers
{
    private readonly Linear _head = nn.Linear(4, 2);

    private readonly Parameter _scale = new(ones(5), requires_grad: false);

    public override string ToString() => "mine";

    partial void OnConstructed()
    {
        register_module("head", _head);
        register_parameter("scale", _scale);
    }
}

/// <summary>A module without a declaration around a model that has one.</summary>
public sealed class Wrapper : nn.Module<Tensor, Tensor>
{
    private readonly CellModel _inner = new(hidden: 4);

    private readonly Linear _out = nn.Linear(2, 1);

    public Wrapper()
        : base(nameof(Wrapper))
    {
        register_module("inner", _inner);
        register_module("out", _out);
    }

    public override Tensor forward(Tensor input) => _out.call(_inner.call(input).Output);

    protected override void RegisterComponents() { }
}
