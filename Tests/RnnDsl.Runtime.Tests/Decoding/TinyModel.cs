using RnnDsl.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Decoding;

/// <summary>The state of a <see cref="TinyModel"/>.</summary>
internal sealed record TinyState(Tensor Hidden) : RecurrentState<TinyState>
{
    public override IReadOnlyList<KeyValuePair<string, Tensor>> Tensors => [new("hidden", Hidden)];

    protected override TinyState Map(Func<Tensor, Tensor> change) => new(change(Hidden));
}

/// <summary>A character model of a few numbers, that counts how it is called.</summary>
internal class TinyModel : nn.Module, IStepModel<TinyState>
{
    private readonly Embedding _embed;
    private readonly RNNCell _cell;
    private readonly Dropout _dropout;
    private readonly Linear _fc;

    public TinyModel(int vocabulary)
        : base(nameof(TinyModel))
    {
        _embed = nn.Embedding(vocabulary, 6);
        _cell = nn.RNNCell(6, 8);
        _dropout = nn.Dropout(0.5);
        _fc = nn.Linear(8, vocabulary);
        register_module("embed", _embed);
        register_module("cell", _cell);
        register_module("dropout", _dropout);
        register_module("fc", _fc);
    }

    public Dropout Dropout => _dropout;

    public int Steps { get; private set; }

    public bool SawGradients { get; private set; }

    public bool SawTraining { get; private set; }

    protected override void RegisterComponents()
    {
    }

    public TinyState InitialState(long batch = 1) => new(zeros(1, batch, 8, device: _fc.weight!.device));

    public (Tensor Output, TinyState State) Step(Tensor input, TinyState? state = null)
    {
        Steps++;
        SawGradients |= is_grad_enabled();
        SawTraining |= training || _dropout.training;
        var hidden = _cell.call(_embed.call(input), (state ?? InitialState(input.size(0))).Hidden.select(0, 0));
        return (_fc.call(_dropout.call(hidden)), new TinyState(hidden.unsqueeze(0)));
    }
}

/// <summary>The same with a pass over whole sequences.</summary>
internal sealed class TinySequenceModel(int vocabulary) : TinyModel(vocabulary), ISequenceModel<TinyState>
{
    public List<long> SequenceLengths { get; } = [];

    public (Tensor Output, TinyState State) forward(Tensor input, Tensor? lengths = null, TinyState? state = null)
    {
        SequenceLengths.Add(input.size(1));
        var outputs = new List<Tensor>();
        for (var t = 0; t < input.size(1); t++)
        {
            (var output, state) = Step(input.select(1, t), state);
            outputs.Add(output);
        }

        return (stack(outputs, 1), state!);
    }
}
