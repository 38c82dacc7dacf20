using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// The parameters of recurrent layers of one's own cell, by the names that its equations give them, with PyTorch's endings: W_z_l0, W_z_l0_reverse,
/// W_z_l1. They begin as their shapes say.
/// </summary>
public sealed class CellParameters : nn.Module
{
    private readonly CellParameterSet[] _sets;
    private readonly long[] _features;
    private readonly bool _isBidirectional;

    // Of a cell that learns nothing. As a buffer it would be saved with the weights, or not be converted with them.
    private Tensor? _place;

    /// <summary>Draws new parameters.</summary>
    /// <param name="hiddenSize">The cell's size.</param>
    /// <param name="inputSize">The features of a step.</param>
    /// <param name="shapes">The parameters of a layer that reads so many features.</param>
    /// <param name="layers">How many layers lie on top of each other.</param>
    /// <param name="bidirectional">Whether each layer has a reverse direction.</param>
    /// <param name="merge">What the next layer reads of two directions.</param>
    /// <param name="device">Where the parameters lie; the default device if it is null.</param>
    /// <param name="dtype">Their precision; the default type if it is null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or a number is less than 1.</exception>
    public CellParameters(
        long hiddenSize, long inputSize, Func<long, IReadOnlyList<CellParameterShape>> shapes, int layers = 1, bool bidirectional = false,
        Merge merge = Merge.Concat, Device? device = null, ScalarType? dtype = null)
        : base(nameof(CellParameters))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hiddenSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layers);
        ArgumentNullException.ThrowIfNull(shapes);

        (Layers, _isBidirectional) = (layers, bidirectional);
        var (place, type) = GetDefaultDeviceAndType(device, dtype);
        var between = hiddenSize * (bidirectional && merge == Merge.Concat ? 2 : 1);
        _features = [.. Enumerable.Range(0, layers).Select(layer => layer == 0 ? inputSize : between)];
        _sets = new CellParameterSet[layers * (bidirectional ? 2 : 1)];
        for (var set = 0; set < _sets.Length; set++)
        {
            var (layer, reverse) = bidirectional ? (set / 2, set % 2 == 1) : (set, false);
            var keys = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var shape in shapes(_features[layer]))
            {
                using var scope = NewDisposeScope();
                using var free = no_grad();

                // The same numbers whatever the device: drawn on the CPU in single precision, then moved.
                var drawn = empty(shape.Size, dtype: ScalarType.Float32, device: CPU);
                Draw(drawn, shape, 1 / Math.Sqrt(hiddenSize));
                var parameter = new Parameter(drawn.to(type, place));
                parameter.DetachFromDisposeScope();
                keys.Add(shape.Name, RecurrentWeights.Key(shape.Name, layer, reverse));
                register_parameter(keys[shape.Name], parameter);
            }

            _sets[set] = new CellParameterSet(keys, key => _internal_params[key]);
        }

        if (_sets[0].Names.Count == 0)
        {
            // A cell that learns nothing still lies somewhere.
            _place = empty(0, dtype: type, device: place).DetachFromDisposeScope();
        }

        (_deviceType, _deviceIndex) = (place.type, place.index);
    }

    /// <summary>How many layers lie on top of each other.</summary>
    public int Layers { get; }

    /// <summary>A tensor that lies where the parameters lie, in their precision.</summary>
    public Tensor AnyParameter => _sets[0].Names is { Count: > 0 } names ? _sets[0][names[0]] : _place!;

    /// <summary>How many features a layer reads.</summary>
    /// <param name="layer">Counted from 0.</param>
    public long Features(int layer) => _features[layer];

    /// <summary>The parameters of one layer in one direction, as they are now: a move or a conversion replaces them.</summary>
    /// <param name="layer">Counted from 0.</param>
    /// <param name="reverse">Whether the reverse direction's are meant.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer or direction.</exception>
    public CellParameterSet Layer(int layer, bool reverse = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, Layers);
        return !_isBidirectional && reverse
            ? throw new ArgumentOutOfRangeException(nameof(reverse), "These layers have one direction.")
            : _sets[_isBidirectional ? (2 * layer) + (reverse ? 1 : 0) : layer];
    }

    /// <summary>Moves and converts what lies here.</summary>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        base._toEpilog(dtype, device, non_blocking);
        if (_place is { } old)
        {
            using var scope = NewDisposeScope();
            _place = old.to(dtype ?? old.dtype, device ?? old.device, copy: true).DetachFromDisposeScope();
            old.Dispose();
        }
    }

    /// <summary>Ends the parameters' lives, and that of what stands in for them.</summary>
    protected override void Dispose(bool disposing)
    {
        _place?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>The constructor has registered every parameter by its name.</summary>
    protected override void RegisterComponents() { }

    private static void Draw(Tensor tensor, CellParameterShape shape, double bound)
    {
        switch (shape.Initialization)
        {
            case ParameterInitialization.Zeros:
                tensor.zero_();
                break;

            case ParameterInitialization.Ones:
                tensor.fill_(Scalars.One);
                break;

            case ParameterInitialization.Constant:
                using (Scalar value = shape.Value)
                    tensor.fill_(value);
                break;

            case ParameterInitialization.Normal:
                tensor.normal_(0, shape.Value);
                break;

            case ParameterInitialization.Xavier:
                nn.init.xavier_uniform_(tensor);
                break;

            case ParameterInitialization.Orthogonal:
                nn.init.orthogonal_(tensor);
                break;

            case ParameterInitialization.Identity:
                tensor.copy_(eye(tensor.size(0), tensor.size(1)));
                break;

            default:
                tensor.uniform_(-bound, bound);
                break;
        }
    }
}

/// <summary>A parameter of a cell.</summary>
/// <param name="Name">Its name in the equations.</param>
/// <param name="Size">[rows, columns] of a matrix, [length] of a vector.</param>
public sealed record CellParameterShape(string Name, params long[] Size)
{
    /// <summary>How it begins.</summary>
    public ParameterInitialization Initialization { get; init; }

    /// <summary>What <see cref="Initialization"/> reads.</summary>
    public double Value { get; init; }
}

/// <summary>The parameters of one layer in one direction.</summary>
public sealed class CellParameterSet
{
    private readonly Dictionary<string, string> _keys;
    private readonly Func<string, Tensor> _parameters;

    internal CellParameterSet(Dictionary<string, string> keys, Func<string, Tensor> parameters)
    {
        (_keys, _parameters) = (keys, parameters);
        Names = [.. keys.Keys];
    }

    /// <summary>The names, in the order of the equations.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>A parameter by its name in the equations.</summary>
    /// <param name="name">In plain letters: W_z, h_tilde for h̃, alpha for α.</param>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public Tensor this[string name] => _parameters(_keys[name]);
}
