using System.ComponentModel;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>The built-in recurrent cells.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum CellKind
{
    /// <summary>Elman network, h = f(W x + b + U h); one block of weights.</summary>
    Elman,

    /// <summary>LSTM; gates in the order i, f, g, o.</summary>
    Lstm,

    /// <summary>GRU with the reset gate after the product; gates in the order r, z, n.</summary>
    Gru,

    /// <summary>GRU with the reset gate before the product; gates in the order r, z, n.</summary>
    GruResetBefore,
}
