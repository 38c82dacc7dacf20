using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>The same network as a model of the grid, as somebody writes it who has TorchSharp only.</summary>
internal sealed class HandWrittenModel : nn.Module
{
    private readonly nn.Module? _embed;
    private readonly nn.Module _cell;
    private readonly nn.Module<Tensor, Tensor> _fc;

    public HandWrittenModel(GridModel model, ScalarType dtype, long? vocabulary = null, int hidden = GridModel.Hidden) : base(nameof(HandWrittenModel))
    {
        var (layers, both) = (model.Layers, model.Bidirectional);
        if (vocabulary is { } tokens)
        {
            _embed = nn.Embedding(tokens, GridModel.Features, dtype: dtype);
            register_module("embed", _embed);
        }

        _cell = model.Cell switch
        {
            "Lstm" => nn.LSTM(GridModel.Features, hidden, layers, batchFirst: true, bidirectional: both, dtype: dtype),
            "Gru" => nn.GRU(GridModel.Features, hidden, layers, batchFirst: true, bidirectional: both, dtype: dtype),
            _ => nn.RNN(GridModel.Features, hidden, layers, batchFirst: true, bidirectional: both, dtype: dtype),
        };
        _fc = nn.Linear(hidden * model.Directions, vocabulary ?? GridModel.Outputs, dtype: dtype);
        register_module("cell", _cell);
        register_module("fc", _fc);
    }

    public (Tensor Output, Tensor[] States) Forward(Tensor input, Tensor[]? states)
    {
        var sequence = _embed is Embedding embedding ? embedding.call(input) : input;
        Tensor[] finals;
        switch (_cell)
        {
            case LSTM lstm:
                (sequence, var hidden, var cell) = lstm.call(sequence, states is null ? null : (states[0], states[1]));
                finals = [hidden, cell];
                break;
            case GRU gru:
                (sequence, var last) = gru.call(sequence, states?[0]);
                finals = [last];
                break;
            default:
                (sequence, var final) = ((RNN)_cell).call(sequence, states?[0]);
                finals = [final];
                break;
        }

        return (_fc.call(sequence), finals);
    }

    protected override void RegisterComponents() { }
}
