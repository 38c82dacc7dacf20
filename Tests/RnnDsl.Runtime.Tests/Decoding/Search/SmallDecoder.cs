using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Decoding.Search;

/// <summary>What a <see cref="SmallDecoder"/> remembers: [rows, hidden] of each hypothesis, and [sources, positions, hidden] of its source.</summary>
internal sealed record SmallState(Tensor Hidden, Tensor Memory, Tensor Padding) : IHypotheses<SmallState>
{
    public IEnumerable<Tensor> Tensors => [Hidden, Memory, Padding];

    public SmallState Select(Tensor rows, Tensor? sources) => new(
        Hidden.index_select(0, rows),
        sources is null ? Memory : Memory.index_select(0, sources),
        sources is null ? Padding : Padding.index_select(0, sources));
}

/// <summary>A random recurrent decoder in double precision that attends to random sources, and notes how many rows each of its steps had.</summary>
internal sealed class SmallDecoder
{
    private const long Hidden = 5;

    private readonly Tensor _embedding;
    private readonly Tensor _recurrent;
    private readonly Tensor _contextWeight;
    private readonly Tensor _output;

    public SmallDecoder(int seed, int vocabulary, double endBias = 0)
    {
        using var draw = new Draw(seed: (ulong)seed);
        Vocabulary = vocabulary;
        _embedding = draw.Normal(vocabulary, Hidden);
        _recurrent = draw.Normal(Hidden, Hidden);
        _contextWeight = draw.Normal(Hidden, Hidden);
        _output = draw.Normal(Hidden, vocabulary) * 1.5;
        EndBias = zeros(vocabulary, dtype: ScalarType.Float64);
        EndBias[0] = endBias;
    }

    public int Vocabulary { get; }

    public List<long> Rows { get; } = [];

    private Tensor EndBias { get; }

    /// <summary>Sources of these lengths, of random features that depend on their place alone.</summary>
    public DecodingStart<SmallState> Start(params long[] lengths) => StartAt(0, lengths);

    /// <summary>The same, of which the first is at another place.</summary>
    public DecodingStart<SmallState> StartAt(int first, params long[] lengths)
    {
        var positions = lengths.Max();
        var memory = zeros(lengths.Length, positions, Hidden, dtype: ScalarType.Float64);
        for (var source = 0; source < lengths.Length; source++)
        {
            using var draw = new Draw(seed: 1000 + (ulong)(first + source));
            memory[source].narrow(0, 0, lengths[source]).copy_(draw.Normal(lengths[source], Hidden) * 2);
        }

        var sourceLengths = tensor(lengths);
        var padding = ValidSteps.Mask(sourceLengths, positions).logical_not();
        return new DecodingStart<SmallState>
        {
            Step = Step,
            State = new SmallState(memory.sum(1), memory, padding),
            Tokens = ones(lengths.Length, dtype: ScalarType.Int64),
            SourceLengths = sourceLengths,
            Padding = padding,
        };
    }

    private (Tensor Output, SmallState State, Tensor? Weights) Step(Tensor tokens, SmallState state)
    {
        Rows.Add(tokens.size(0));
        var hidden = (_embedding.index_select(0, tokens) + state.Hidden.matmul(_recurrent)).tanh();
        var queries = hidden.view(state.Memory.size(0), -1, Hidden);
        var energies = queries.matmul(state.Memory.transpose(1, 2)).masked_fill(state.Padding.unsqueeze(1), double.NegativeInfinity);
        var weights = energies.softmax(-1);
        var context = weights.matmul(state.Memory).view(-1, Hidden);
        hidden = (hidden + context.matmul(_contextWeight)).tanh();
        return (hidden.matmul(_output) + EndBias, state with { Hidden = hidden }, weights.flatten(0, 1));
    }
}
