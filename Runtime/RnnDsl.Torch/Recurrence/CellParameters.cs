using System.Text;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// The parameters of recurrent layers of a user-defined cell, under the names of its equations with PyTorch's suffixes: W_z_l0, W_z_l0_reverse,
/// W_z_l1.
/// </summary>
public sealed class CellParameters : nn.Module
{
    private readonly CellParameterSet[] _sets;
    private readonly long[] _features;
    private readonly bool _isBidirectional;

    // For a cell without parameters. Not a buffer, which would be saved with the weights.
    private Tensor? _empty;

    /// <summary>Initialises the parameters.</summary>
    /// <param name="hiddenSize">The hidden size of the cell.</param>
    /// <param name="inputSize">The features of a step.</param>
    /// <param name="shapes">The parameters of a layer with the given number of input features.</param>
    /// <param name="layers">The number of stacked layers.</param>
    /// <param name="bidirectional">Whether each layer has a reverse direction.</param>
    /// <param name="merge">The merge of two directions, which the next layer reads.</param>
    /// <param name="device">Device of the parameters; <c>null</c>: the default device.</param>
    /// <param name="dtype">Dtype of the parameters; <c>null</c>: the default dtype.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or the number of layers is less than 1.</exception>
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
        var (targetDevice, type) = GetDefaultDeviceAndType(device, dtype);
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

                // Sampled on the CPU in float32 and then moved, so that the values are the same on every device.
                var values = empty(shape.Size, dtype: ScalarType.Float32, device: CPU);
                Initialize(values, shape, 1 / Math.Sqrt(hiddenSize));
                var parameter = new Parameter(values.to(type, targetDevice), shape.Trainable);
                parameter.DetachFromDisposeScope();
                keys.Add(shape.Name, RecurrentWeights.Key(shape.Name, layer, reverse));
                register_parameter(keys[shape.Name], parameter);
            }

            _sets[set] = new CellParameterSet(keys, key => _internal_params[key]);
        }

        if (_sets[0].Names.Count == 0)
        {
            // A cell without parameters has a device and a dtype too.
            _empty = empty(0, dtype: type, device: targetDevice).DetachFromDisposeScope();
        }

        (_deviceType, _deviceIndex) = (targetDevice.type, targetDevice.index);
    }

    /// <summary>The number of stacked layers.</summary>
    public int Layers { get; }

    /// <summary>A tensor on the device and with the dtype of the parameters.</summary>
    public Tensor AnyParameter => _sets[0].Names is { Count: > 0 } names ? _sets[0][names[0]] : _empty!;

    /// <summary>The number of input features of a layer.</summary>
    /// <param name="layer">Counted from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public long Features(int layer) => _features[Indices.Check(layer, Layers, "layers")];

    /// <summary>The parameters of one layer in one direction, as they are now: a move or a conversion replaces them.</summary>
    /// <param name="layer">Counted from 0.</param>
    /// <param name="reverse">Whether to return the weights of the reverse direction.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer or direction.</exception>
    public CellParameterSet Layer(int layer, bool reverse = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, Layers);
        return !_isBidirectional && reverse
            ? throw new ArgumentOutOfRangeException(nameof(reverse), "These layers have one direction.")
            : _sets[_isBidirectional ? (2 * layer) + (reverse ? 1 : 0) : layer];
    }

    /// <summary>Also moves and converts the tensor of a cell without parameters.</summary>
    protected override void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
    {
        base._toEpilog(dtype, device, non_blocking);
        if (_empty is { } old)
        {
            using var scope = NewDisposeScope();
            _empty = old.to(dtype ?? old.dtype, device ?? old.device, copy: true).DetachFromDisposeScope();
            old.Dispose();
        }
    }

    /// <summary>Disposes the parameters.</summary>
    protected override void Dispose(bool disposing)
    {
        _empty?.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Does nothing: the constructor registers every parameter by name.</summary>
    protected override void RegisterComponents() { }

    private static void Initialize(Tensor tensor, CellParameterShape shape, double bound)
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
    /// <summary>The initialisation.</summary>
    public ParameterInitialization Initialization { get; init; }

    /// <summary>The value that <see cref="Initialization"/> uses.</summary>
    public double Value { get; init; }

    /// <summary>Whether it is trained; a fixed parameter requires no gradient.</summary>
    public bool Trainable { get; init; } = true;

    private bool PrintMembers(StringBuilder builder) =>
        builder.AppendMembers((nameof(Name), Name), (nameof(Size), Size), (nameof(Initialization), Initialization), (nameof(Value), Value), (nameof(Trainable), Trainable));
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
    /// <param name="name">In ASCII letters: W_z, h_tilde for h̃, alpha for α.</param>
    /// <exception cref="KeyNotFoundException">There is no parameter of that name.</exception>
    public Tensor this[string name] => _parameters(_keys[name]);
}
