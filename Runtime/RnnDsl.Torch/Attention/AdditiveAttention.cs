using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// The score of a position m against a query q is v · tanh(W q + U m + b) (Bahdanau et al. 2015). W is <c>query.weight</c> in the state_dict, U and b are
/// <c>memory.weight</c> and <c>memory.bias</c>, v is <c>score.weight</c>. Written as v · tanh(W [q, m] + b) (Luong et al. 2015) the two matrices are one,
/// <c>joint.weight</c>, with <c>joint.bias</c>.
/// </summary>
/// <remarks>
/// Inside the tanh the score may also use the coverage, the sum of the attention weights so far, by <c>coverage.weight</c> (Tu et al. 2016, See et
/// al. 2017), and the convolution of the previous attention weights, by <c>filters.weight</c> and <c>location.weight</c> (Chorowski et al. 2015).
/// </remarks>
public sealed class AdditiveAttention : SourceAttention
{
    private readonly Linear? _query;
    private readonly Linear? _memory;
    private readonly Linear? _joint;
    private readonly Linear _score;
    private readonly long _querySize;
    private readonly Linear? _coverage;
    private readonly Conv1d? _filters;
    private readonly Linear? _location;

    /// <summary>Initialises the weights as PyTorch does for linear layers.</summary>
    /// <param name="querySize">The length of a query.</param>
    /// <param name="memorySize">The features of a position.</param>
    /// <param name="size">The length of v.</param>
    /// <param name="joint">Whether one matrix multiplies the query and the position.</param>
    /// <param name="coverage">Whether the score uses the coverage, the sum of the attention weights so far.</param>
    /// <param name="filters">The number of filters over the previous attention weights; 0 for none.</param>
    /// <param name="width">The width of the filters in positions, an odd number.</param>
    /// <param name="device">Device of the weights; <c>null</c>: the default device.</param>
    /// <param name="dtype">Dtype of the weights; <c>null</c>: the default dtype.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is even.</exception>
    public AdditiveAttention(
        long querySize, long memorySize, long size, bool joint = false, bool coverage = false, long filters = 0, long width = 31,
        Device? device = null, ScalarType? dtype = null)
        : base(nameof(AdditiveAttention))
    {
        _querySize = querySize;
        if (joint)
        {
            _joint = nn.Linear(querySize + memorySize, size, device: device, dtype: dtype);
            register_module("joint", _joint);
        }
        else
        {
            _query = nn.Linear(querySize, size, hasBias: false, device: device, dtype: dtype);
            _memory = nn.Linear(memorySize, size, device: device, dtype: dtype);
            register_module("query", _query);
            register_module("memory", _memory);
        }

        _score = nn.Linear(size, 1, hasBias: false, device: device, dtype: dtype);
        register_module("score", _score);
        if (coverage)
        {
            _coverage = nn.Linear(1, size, hasBias: false, device: device, dtype: dtype);
            register_module("coverage", _coverage);
        }

        if (filters > 0)
        {
            if (width % 2 == 0)
            {
                throw new ArgumentOutOfRangeException(nameof(width), width, "The filters are centred on a position, so their width must be an odd number, such as 31.");
            }

            _filters = nn.Conv1d(1, filters, width, padding: width / 2, bias: false, device: device, dtype: dtype);
            _location = nn.Linear(filters, size, hasBias: false, device: device, dtype: dtype);
            register_module("filters", _filters);
            register_module("location", _location);
        }
    }

    /// <summary>The length of a query.</summary>
    internal long QuerySize => _querySize;

    private protected override Tensor Keys(Tensor values)
    {
        if (_joint is null)
        {
            return LinearProjection.Of(values, _memory!);
        }

        var weight = _joint.get_parameter("weight")!;
        return LinearProjection.Of(values, weight.narrow(1, _querySize, weight.size(1) - _querySize), _joint.get_parameter("bias"));
    }

    private protected override (Tensor Keys, Tensor? QueryWeight, Tensor? Score) OfLoop(Tensor keys) =>
        _coverage is null && _filters is null
            ? (keys, _joint is null ? _query!.get_parameter("weight")! : _joint.get_parameter("weight")!.narrow(1, 0, _querySize), _score.get_parameter("weight")!.squeeze(0))
            : base.OfLoop(keys);

    private protected override (Tensor Context, Tensor Weights) Attend(Tensor queries, EncoderMemory memory, Tensor? coverage, Tensor? previousWeights)
    {
        // [sources, n, positions, size]
        var preActivations = memory.Keys!.unsqueeze(1).add(ProjectQueries(queries).unsqueeze(2), Scalars.One);
        if (_coverage is not null)
        {
            preActivations = preActivations.add(_coverage.call(Required(coverage, nameof(coverage)).unsqueeze(-1)), Scalars.One);
        }

        if (_filters is not null)
        {
            var previous = Required(previousWeights, nameof(previousWeights));
            var located = _filters.call(previous.reshape(-1, 1, previous.size(2))).transpose(1, 2);
            preActivations = preActivations.add(_location!.call(located).view(previous.size(0), previous.size(1), previous.size(2), -1), Scalars.One);
        }

        var weights = Normalize(_score.call(preActivations.tanh()).squeeze(-1), memory);
        return (weights.matmul(memory.Values!), weights);
    }

    /// <summary>The projected queries, W q.</summary>
    private Tensor ProjectQueries(Tensor queries) =>
        _joint is null ? LinearProjection.Of(queries, _query!) : LinearProjection.Of(queries, _joint.get_parameter("weight")!.narrow(1, 0, _querySize));

    private static Tensor Required(Tensor? weights, string name) =>
        weights ?? throw new ArgumentNullException(name, "The score uses the attention weights of the steps before; before the first step pass zeros.");
}
