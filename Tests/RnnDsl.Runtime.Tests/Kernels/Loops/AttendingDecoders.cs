namespace RnnDsl.Runtime.Tests.Kernels.Loops;

[Decoder]
[Features("features")]
[Attention(AttentionScore.Additive, 21)]
[Gru(19)]
public partial class AdditiveGru;

[Decoder]
[Features("features")]
[Attention(AttentionScore.Additive, 32)]
[Lstm(16, LayerNorm = true, Layers = 2)]
public partial class AdditiveLstm;

[Decoder]
[Features("features")]
[Attention(AttentionScore.General)]
[Lstm(19, Peepholes = true)]
public partial class GeneralLstm;

[Decoder]
[Features("features")]
[Attention(AttentionScore.General)]
[Rnn(35)]
public partial class GeneralRnn;
