using RnnDsl.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Decoding.Search;

/// <summary>An encoder of words, a recurrent decoder that attends to them, and dropout.</summary>
internal sealed class TinyTranslator : nn.Module, IEncoderDecoder<TinyState>
{
    private readonly Embedding _source;
    private readonly Embedding _target;
    private readonly RNNCell _cell;
    private readonly Dropout _dropout;
    private readonly Linear _fc;

    public TinyTranslator(int vocabulary)
        : base(nameof(TinyTranslator))
    {
        _source = nn.Embedding(vocabulary, 8, dtype: ScalarType.Float64);
        _target = nn.Embedding(vocabulary, 6, dtype: ScalarType.Float64);
        _cell = nn.RNNCell(6, 8, dtype: ScalarType.Float64);
        _dropout = nn.Dropout(0.5);
        _fc = nn.Linear(16, vocabulary, dtype: ScalarType.Float64);
        register_module("source", _source);
        register_module("target", _target);
        register_module("cell", _cell);
        register_module("dropout", _dropout);
        register_module("fc", _fc);
    }

    public Dropout Dropout => _dropout;

    /// <summary>How many sources and rows each step had.</summary>
    public List<(long Sources, long Rows)> Steps { get; } = [];

    public bool SawTraining { get; private set; }

    public bool SawGradients { get; private set; }

    protected override void RegisterComponents()
    {
    }

    public (EncoderMemory Memory, TinyState State) Encode(Tensor source, Tensor? sourceLengths = null)
    {
        SawTraining |= training || _dropout.training;
        var values = ValidSteps.ZeroPadding(_source.call(source), sourceLengths);
        var memory = new EncoderMemory
        {
            Sources = source.size(0),
            Values = values,
            Keys = values,
            Padding = sourceLengths is null ? null : ValidSteps.Mask(sourceLengths, source.size(1)).logical_not(),
        };
        return (memory, new TinyState(values.sum(1).tanh().unsqueeze(0)));
    }

    public (Tensor Output, TinyState State, Tensor? Weights) Step(Tensor tokens, EncoderMemory memory, TinyState state)
    {
        Steps.Add((memory.Sources, tokens.size(0)));
        SawTraining |= training || _dropout.training;
        SawGradients |= is_grad_enabled();
        var hidden = _cell.call(_target.call(tokens), state.Hidden.select(0, 0));
        var energies = hidden.view(memory.Sources, -1, 8).matmul(memory.Keys!.transpose(1, 2));
        if (memory.Padding is not null)
            energies = energies.masked_fill(memory.Padding.unsqueeze(1), double.NegativeInfinity);
        var weights = energies.softmax(-1);
        var context = weights.matmul(memory.Values!).flatten(0, 1);
        return (_fc.call(_dropout.call(cat([hidden, context], 1))), new TinyState(hidden.unsqueeze(0)), weights.flatten(0, 1));
    }
}
