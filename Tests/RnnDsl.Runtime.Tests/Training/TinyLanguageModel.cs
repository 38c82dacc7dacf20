using RnnDsl.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Training;

/// <summary>A character model written by hand, small enough for thousands of steps a second.</summary>
internal sealed class TinyLanguageModel : nn.Module<Tensor, TinyLanguageModel.State?, (Tensor Output, TinyLanguageModel.State State)>
{
    public const int Vocabulary = 7;

    private const int Hidden = 8;
    private const int Layers = 2;

    private readonly Embedding _embed;
    private readonly LSTM _lstm;
    private readonly Linear _fc;

    public TinyLanguageModel(double dropout = 0.3, int vocabulary = Vocabulary)
        : base(nameof(TinyLanguageModel))
    {
        _embed = nn.Embedding(vocabulary, 6);
        _lstm = nn.LSTM(6, Hidden, numLayers: Layers, batchFirst: true, dropout: dropout);
        _fc = nn.Linear(Hidden, vocabulary);
        register_module("embed", _embed);
        register_module("lstm", _lstm);
        register_module("fc", _fc);
    }

    public static State InitialState(long batch) => new(zeros(Layers, batch, Hidden), zeros(Layers, batch, Hidden));

    public override (Tensor Output, State State) forward(Tensor input, State? state)
    {
        using var scope = NewDisposeScope();
        var (hidden, h, c) = _lstm.call(_embed.call(input), state is null ? null : (state.Hidden, state.Cell));
        var output = _fc.call(hidden);
        return (output.MoveToOuterDisposeScope(), new State(h.MoveToOuterDisposeScope(), c.MoveToOuterDisposeScope()));
    }

    /// <summary>The loss on a batch of counting sequences with a random start: 0 1 2 ... 6 0 1 ...</summary>
    public Tensor Loss(RandomSource random, long batch = 4, long time = 5)
    {
        var starts = tensor(Enumerable.Range(0, (int)batch).Select(_ => random.NextInt64(Vocabulary)).ToArray());
        var tokens = (starts.unsqueeze(1) + arange(time + 1)).remainder(Vocabulary);
        var (output, _) = call(tokens.narrow(1, 0, time), null);
        return nn.functional.cross_entropy(output.flatten(0, 1), tokens.narrow(1, 1, time).flatten());
    }

    public Dictionary<string, float[]> Weights() =>
        state_dict().ToDictionary(static pair => pair.Key, static pair => pair.Value.cpu().data<float>().ToArray());

    public sealed record State(Tensor Hidden, Tensor Cell) : RecurrentState<State>
    {
        public override IReadOnlyList<KeyValuePair<string, Tensor>> Tensors => [new("hidden", Hidden), new("cell", Cell)];

        protected override State Map(Func<Tensor, Tensor> change) => new(change(Hidden), change(Cell));
    }
}
