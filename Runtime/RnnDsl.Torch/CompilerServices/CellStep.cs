using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// One time step of a stack of layers, by libtorch's cell operations. A call of a sequence kernel with one step packs all
/// weights anew and takes several times as long.
/// </summary>
/// <remarks>
/// The loop over the layers runs inside libtorch: one call from .NET for the whole stack. The states are
/// [layers, batch, hidden]; the weights are four tensors per layer, from <see cref="KernelWeights.Of"/>.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CellStep
{
    // TorchSharp does not bind the cell operations with explicit weights; TorchScript reaches them. The text is fixed: a fault
    // in it would end the process.
    private const string Source =
        """
        def lstm(x: Tensor, hidden: Tensor, cell: Tensor, w: List[Tensor], dropout: float, training: bool) -> Tuple[Tensor, Tensor, Tensor]:
            hiddens: List[Tensor] = []
            cells: List[Tensor] = []
            for layer in range(hidden.size(0)):
                if layer > 0 and dropout > 0.0:
                    x = torch.dropout(x, dropout, training)
                k = 4 * layer
                h, c = torch.lstm_cell(x, [hidden[layer], cell[layer]], w[k], w[k + 1], w[k + 2], w[k + 3])
                hiddens.append(h)
                cells.append(c)
                x = h
            return x, torch.stack(hiddens), torch.stack(cells)

        def gru(x: Tensor, hidden: Tensor, w: List[Tensor], dropout: float, training: bool) -> Tuple[Tensor, Tensor]:
            hiddens: List[Tensor] = []
            for layer in range(hidden.size(0)):
                if layer > 0 and dropout > 0.0:
                    x = torch.dropout(x, dropout, training)
                k = 4 * layer
                x = torch.gru_cell(x, hidden[layer], w[k], w[k + 1], w[k + 2], w[k + 3])
                hiddens.append(x)
            return x, torch.stack(hiddens)

        def rnn(x: Tensor, hidden: Tensor, w: List[Tensor], dropout: float, training: bool) -> Tuple[Tensor, Tensor]:
            hiddens: List[Tensor] = []
            for layer in range(hidden.size(0)):
                if layer > 0 and dropout > 0.0:
                    x = torch.dropout(x, dropout, training)
                k = 4 * layer
                x = torch.rnn_tanh_cell(x, hidden[layer], w[k], w[k + 1], w[k + 2], w[k + 3])
                hiddens.append(x)
            return x, torch.stack(hiddens)

        def rnn_relu(x: Tensor, hidden: Tensor, w: List[Tensor], dropout: float, training: bool) -> Tuple[Tensor, Tensor]:
            hiddens: List[Tensor] = []
            for layer in range(hidden.size(0)):
                if layer > 0 and dropout > 0.0:
                    x = torch.dropout(x, dropout, training)
                k = 4 * layer
                x = torch.rnn_relu_cell(x, hidden[layer], w[k], w[k + 1], w[k + 2], w[k + 3])
                hiddens.append(x)
            return x, torch.stack(hiddens)

        """;

    // Each step creates its scalars and keeps them until the call has returned. TorchSharp would create temporary ones, which the finalizer could free
    // during the call.
    private static readonly Lazy<jit.CompilationUnit> Script = new(() => jit.compile(Source));

    /// <summary>One step of a stack of LSTM layers.</summary>
    /// <param name="input">[batch, features]</param>
    /// <param name="hidden">[layers, batch, hidden]</param>
    /// <param name="cell">[layers, batch, hidden]</param>
    /// <param name="weights">Four tensors per layer.</param>
    /// <param name="dropout">The probability of a zero between two layers.</param>
    /// <param name="training">Whether dropout acts.</param>
    /// <returns>The last layer's hidden state [batch, hidden], and all hidden and cell states after the step.</returns>
    public static (Tensor Output, Tensor Hidden, Tensor Cell) Lstm(
        Tensor input, Tensor hidden, Tensor cell, Tensor[] weights, double dropout = 0, bool training = false)
    {
        using var probability = dropout.ToScalar();
        return Script.Value.invoke<(Tensor, Tensor, Tensor)>("lstm", input, hidden, cell, weights, probability, training);
    }

    /// <summary>One step of a stack of GRU layers, reset after the product.</summary>
    /// <param name="input">[batch, features]</param>
    /// <param name="hidden">[layers, batch, hidden]</param>
    /// <param name="weights">Four tensors per layer.</param>
    /// <param name="dropout">The probability of a zero between two layers.</param>
    /// <param name="training">Whether dropout acts.</param>
    /// <returns>The last layer's hidden state [batch, hidden], and all hidden states after the step.</returns>
    public static (Tensor Output, Tensor Hidden) Gru(
        Tensor input, Tensor hidden, Tensor[] weights, double dropout = 0, bool training = false)
    {
        using var probability = dropout.ToScalar();
        return Script.Value.invoke<(Tensor, Tensor)>("gru", input, hidden, weights, probability, training);
    }

    /// <summary>One step of a stack of Elman layers with tanh.</summary>
    /// <param name="input">[batch, features]</param>
    /// <param name="hidden">[layers, batch, hidden]</param>
    /// <param name="weights">Four tensors per layer.</param>
    /// <param name="dropout">The probability of a zero between two layers.</param>
    /// <param name="training">Whether dropout acts.</param>
    /// <returns>The last layer's hidden state [batch, hidden], and all hidden states after the step.</returns>
    public static (Tensor Output, Tensor Hidden) Rnn(
        Tensor input, Tensor hidden, Tensor[] weights, double dropout = 0, bool training = false)
    {
        using var probability = dropout.ToScalar();
        return Script.Value.invoke<(Tensor, Tensor)>("rnn", input, hidden, weights, probability, training);
    }

    /// <summary>One step of a stack of Elman layers with relu.</summary>
    /// <inheritdoc cref="Rnn"/>
    public static (Tensor Output, Tensor Hidden) RnnRelu(
        Tensor input, Tensor hidden, Tensor[] weights, double dropout = 0, bool training = false)
    {
        using var probability = dropout.ToScalar();
        return Script.Value.invoke<(Tensor, Tensor)>("rnn_relu", input, hidden, weights, probability, training);
    }
}
