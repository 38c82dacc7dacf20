using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Attention;

/// <summary>The decoder of Bahdanau et al. 2015 as somebody writes it by hand, in two ways, with the names that the generated one has.</summary>
internal sealed class HandWrittenDecoder : nn.Module<Tensor, Tensor, Tensor, Tensor>
{
    private readonly bool _isOptimised;
    private readonly long _hidden;
    private readonly long _positions;
    private readonly Embedding _embedding;
    private readonly HandWrittenAttention _attention;
    private readonly GRU _gru;
    private readonly Linear _linear;

    public HandWrittenDecoder(AttentionSizes sizes, bool isOptimised)
        : base(nameof(HandWrittenDecoder))
    {
        (_isOptimised, _hidden, _positions) = (isOptimised, sizes.Hidden, sizes.Memory);
        _embedding = nn.Embedding(sizes.Vocabulary, sizes.Hidden);
        _attention = new HandWrittenAttention(sizes.Hidden, sizes.Memory);
        _gru = nn.GRU(sizes.Hidden + sizes.Memory, sizes.Hidden, batchFirst: true);
        _linear = nn.Linear(sizes.Hidden, sizes.Vocabulary);
        register_module("embedding", _embedding);
        register_module("attention", _attention);
        register_module("gru", _gru);
        register_module("linear", _linear);
    }

    public override Tensor forward(Tensor tokens, Tensor memory, Tensor hidden)
    {
        using var scope = NewDisposeScope();
        return (_isOptimised ? Optimised(tokens, memory, hidden) : Tutorial(tokens, memory, hidden)).MoveToOuterDisposeScope();
    }

    /// <summary>One step of the tutorial's loop.</summary>
    public (Tensor Scores, Tensor Hidden) Step(Tensor token, Tensor memory, Tensor hidden)
    {
        var embedded = _embedding.call(token);
        var shares = _attention.Scores(_attention.Keys(memory), hidden.squeeze(0)).softmax(1);
        var context = shares.unsqueeze(1).bmm(memory);
        (var output, hidden) = _gru.call(cat([embedded, context], 2), hidden);
        return (_linear.call(output), hidden);
    }

    /// <summary>The scores of all states at once.</summary>
    public Tensor Score(Tensor states) => _linear.call(states);

    protected override void RegisterComponents() { }

    /// <summary>Everything inside the loop, as tutorials have it.</summary>
    private Tensor Tutorial(Tensor tokens, Tensor memory, Tensor hidden)
    {
        var outputs = new List<Tensor>();
        for (var t = 0L; t < tokens.size(1); t++)
        {
            (var scores, hidden) = Step(tokens.narrow(1, t, 1), memory, hidden);
            outputs.Add(scores);
        }

        return cat(outputs, 1);
    }

    /// <summary>
    /// What somebody writes who knows where the time goes: keys, embedding, the products of the token and of the positions with the gates, and the output
    /// layer stand outside of the loop.
    /// </summary>
    private Tensor Optimised(Tensor tokens, Tensor memory, Tensor hidden)
    {
        var (input, recurrent) = (_gru.get_parameter("weight_ih_l0")!, _gru.get_parameter("weight_hh_l0")!);
        var (inputBias, recurrentBias) = (_gru.get_parameter("bias_ih_l0")!, _gru.get_parameter("bias_hh_l0")!);
        var keys = _attention.Keys(memory);
        var steps = nn.functional.linear(_embedding.call(tokens), input.narrow(1, 0, _hidden), inputBias).unbind(1);
        var pushed = nn.functional.linear(memory, input.narrow(1, _hidden, _positions));
        var state = hidden.squeeze(0);
        var states = new Tensor[steps.Length];
        for (var t = 0; t < steps.Length; t++)
        {
            var shares = _attention.Scores(keys, state).softmax(1);
            var given = (steps[t] + shares.unsqueeze(1).bmm(pushed).squeeze(1)).chunk(3, 1);
            var own = nn.functional.linear(state, recurrent, recurrentBias).chunk(3, 1);
            var reset = (given[0] + own[0]).sigmoid();
            var update = (given[1] + own[1]).sigmoid();
            var candidate = (given[2] + (reset * own[2])).tanh();
            state = lerp(candidate, state, update);
            states[t] = state;
        }

        return Score(stack(states, 1));
    }
}

/// <summary>Additive attention by hand.</summary>
internal sealed class HandWrittenAttention : nn.Module
{
    private readonly Linear _query;
    private readonly Linear _memory;
    private readonly Linear _score;

    public HandWrittenAttention(long hidden, long positions)
        : base(nameof(HandWrittenAttention))
    {
        _query = nn.Linear(hidden, hidden, hasBias: false);
        _memory = nn.Linear(positions, hidden);
        _score = nn.Linear(hidden, 1, hasBias: false);
        register_module("query", _query);
        register_module("memory", _memory);
        register_module("score", _score);
    }

    public Tensor Keys(Tensor memory) => _memory.call(memory);

    public Tensor Scores(Tensor keys, Tensor query) => _score.call((keys + _query.call(query).unsqueeze(1)).tanh()).squeeze(2);

    protected override void RegisterComponents() { }
}
