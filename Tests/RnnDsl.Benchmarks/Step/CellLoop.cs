using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Step;

/// <summary>The step as it is written by hand with TorchSharp's cell modules, one call a layer.</summary>
internal sealed class CellLoop : IDisposable
{
    private readonly Embedding _embed;
    private readonly Linear _fc;
    private readonly nn.Module[] _cells;

    /// <summary>Takes over the weights of a generated model of two layers.</summary>
    public CellLoop(nn.Module model, NetworkSizes sizes)
    {
        _embed = nn.Embedding(sizes.Vocabulary, sizes.Embedding);
        _fc = nn.Linear(sizes.Hidden, sizes.Vocabulary);
        _cells = [Cell(sizes.Embedding), Cell(sizes.Hidden)];

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var weights = model.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        Copy(_embed, "embed.", "");
        Copy(_fc, "fc.", "");
        for (var layer = 0; layer < _cells.Length; layer++)
        {
            Copy(_cells[layer], "cell.", $"_l{layer}");
        }

        nn.Module Cell(long features) => model switch
        {
            LstmModel => nn.LSTMCell(features, sizes.Hidden),
            GruModel => nn.GRUCell(features, sizes.Hidden),
            _ => nn.RNNCell(features, sizes.Hidden),
        };

        void Copy(nn.Module to, string prefix, string suffix)
        {
            foreach (var (name, parameter) in to.named_parameters())
            {
                parameter.copy_(weights[prefix + name + suffix]);
            }
        }
    }

    /// <summary>One step; the states are those of the layers, of an LSTM hidden and cell in turn.</summary>
    public (Tensor Output, Tensor[] States) Step(Tensor tokens, Tensor[] states)
    {
        using var scope = NewDisposeScope();
        var x = _embed.call(tokens);
        var next = new Tensor[states.Length];
        for (var layer = 0; layer < _cells.Length; layer++)
        {
            if (_cells[layer] is LSTMCell lstm)
            {
                var (hidden, cell) = lstm.call(x, (states[2 * layer], states[(2 * layer) + 1]));
                (next[2 * layer], next[(2 * layer) + 1]) = (hidden.MoveToOuterDisposeScope(), cell.MoveToOuterDisposeScope());
                x = hidden;
            }
            else
            {
                x = _cells[layer] is GRUCell gru ? gru.call(x, states[layer]) : ((RNNCell)_cells[layer]).call(x, states[layer]);
                next[layer] = x.MoveToOuterDisposeScope();
            }
        }

        return (_fc.call(x).MoveToOuterDisposeScope(), next);
    }

    public void Dispose()
    {
        _embed.Dispose();
        _fc.Dispose();
        foreach (var cell in _cells)
        {
            cell.Dispose();
        }
    }
}
