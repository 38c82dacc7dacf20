using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>
/// Words, or parts of them, in, scores of the next one out: a small AWD-LSTM (Merity et al. 2018). Words are dropped as a whole, one mask is for a
/// whole sequence, recurrent weights are dropped, and the table of the words that are read scores those that are written.
/// </summary>
[SequenceModel]
[Embedding("vocabSize", 384, Name = "embed", Dropout = 0.1)]
[Dropout(0.4, Locked = true)]
[Lstm(384, Layers = 2, LockedDropout = 0.3, WeightDrop = 0.4)]
[Dropout(0.4, Locked = true)]
[Linear("vocabSize", TiedTo = "embed", Name = "fc")]
public partial class WordLstm
{
    /// <summary>The paper's beginning: PyTorch's own, ten times as large, would score the words of an untrained network far apart.</summary>
    partial void OnConstructed() => nn.init.uniform_(Embed.weight!, -0.1, 0.1);
}
