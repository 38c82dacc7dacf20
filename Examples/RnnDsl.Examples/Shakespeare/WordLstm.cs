using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>
/// Word or subword language model: a small AWD-LSTM (Merity et al. 2018) with embedding dropout, locked dropout, weight-dropped recurrent matrices
/// and tied embeddings.
/// </summary>
[SequenceModel]
[Streaming]
[Onnx]
[Embedding("vocabSize", 384, Name = "embed", Dropout = 0.1)]
[Dropout(0.4, Locked = true)]
[Lstm(384, Layers = 2, LockedDropout = 0.3, WeightDrop = 0.4)]
[Dropout(0.4, Locked = true)]
[Linear("vocabSize", TiedTo = "embed", Name = "fc")]
public partial class WordLstm
{
    /// <summary>Initialises the embeddings as in the paper. PyTorch's default is ten times as large and gives tied output scores too large a spread.</summary>
    partial void OnConstructed() => nn.init.uniform_(Embed.weight!, -0.1, 0.1);
}
