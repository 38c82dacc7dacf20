using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Training;

/// <summary>The models as somebody writes them who knows TorchSharp: the measure of the generated ones.</summary>
internal sealed class HandWrittenLstm : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
{
    private readonly Embedding _embed;
    private readonly LSTM _cell;
    private readonly Linear _fc;

    public HandWrittenLstm(NetworkSizes sizes) : base(nameof(HandWrittenLstm))
    {
        _embed = nn.Embedding(sizes.Vocabulary, sizes.Embedding);
        _cell = nn.LSTM(sizes.Embedding, sizes.Hidden, numLayers: 2, batchFirst: true, dropout: 0.3);
        _fc = nn.Linear(sizes.Hidden, sizes.Vocabulary);
        register_module("embed", _embed);
        register_module("cell", _cell);
        register_module("fc", _fc);
    }

    public override (Tensor, Tensor, Tensor) forward(Tensor tokens, (Tensor, Tensor)? state)
    {
        using var scope = NewDisposeScope();
        var (sequence, hidden, cell) = _cell.call(_embed.call(tokens), state);
        return (_fc.call(sequence).MoveToOuterDisposeScope(), hidden.MoveToOuterDisposeScope(), cell.MoveToOuterDisposeScope());
    }

    protected override void RegisterComponents() { }
}

/// <inheritdoc cref="HandWrittenLstm"/>
internal sealed class HandWrittenGru : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
{
    private readonly Embedding _embed;
    private readonly GRU _cell;
    private readonly Linear _fc;

    public HandWrittenGru(NetworkSizes sizes) : base(nameof(HandWrittenGru))
    {
        _embed = nn.Embedding(sizes.Vocabulary, sizes.Embedding);
        _cell = nn.GRU(sizes.Embedding, sizes.Hidden, numLayers: 2, batchFirst: true, dropout: 0.3);
        _fc = nn.Linear(sizes.Hidden, sizes.Vocabulary);
        register_module("embed", _embed);
        register_module("cell", _cell);
        register_module("fc", _fc);
    }

    public override (Tensor, Tensor) forward(Tensor tokens, Tensor? state)
    {
        using var scope = NewDisposeScope();
        var (sequence, hidden) = _cell.call(_embed.call(tokens), state);
        return (_fc.call(sequence).MoveToOuterDisposeScope(), hidden.MoveToOuterDisposeScope());
    }

    protected override void RegisterComponents() { }
}

/// <inheritdoc cref="HandWrittenLstm"/>
internal sealed class HandWrittenRnn : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
{
    private readonly Embedding _embed;
    private readonly RNN _cell;
    private readonly Linear _fc;

    public HandWrittenRnn(NetworkSizes sizes) : base(nameof(HandWrittenRnn))
    {
        _embed = nn.Embedding(sizes.Vocabulary, sizes.Embedding);
        _cell = nn.RNN(sizes.Embedding, sizes.Hidden, numLayers: 2, batchFirst: true, dropout: 0.3);
        _fc = nn.Linear(sizes.Hidden, sizes.Vocabulary);
        register_module("embed", _embed);
        register_module("cell", _cell);
        register_module("fc", _fc);
    }

    public override (Tensor, Tensor) forward(Tensor tokens, Tensor? state)
    {
        using var scope = NewDisposeScope();
        var (sequence, hidden) = _cell.call(_embed.call(tokens), state);
        return (_fc.call(sequence).MoveToOuterDisposeScope(), hidden.MoveToOuterDisposeScope());
    }

    protected override void RegisterComponents() { }
}
