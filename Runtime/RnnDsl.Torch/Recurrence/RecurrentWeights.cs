using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// The weights of recurrent layers for which TorchSharp has no module, under PyTorch's names (weight_ih_l0, weight_hh_l0, bias_ih_l0,
/// bias_hh_l0, weight_hr_l0 for a projection, and the same with _reverse) and with PyTorch's initialisation, uniform in ±1/√hidden.
/// </summary>
/// <remarks>
/// Weights that PyTorch lacks: peepholes are peephole_l0, [3, hidden] for i, f and o. A normalised cell has one bias, bias_ih; the gains of its
/// normalisations are initialised to 1, their biases to 0. Their names are norm_ih, norm_hh, norm_c (cell state of an LSTM) and
/// norm_n (candidate of a GRU).
/// </remarks>
public sealed class RecurrentWeights : nn.Module
{
    private readonly bool _isBidirectional;

    /// <summary>Initialises the weights.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="inputSize">The features of a step.</param>
    /// <param name="hiddenSize">The hidden size, before a projection.</param>
    /// <param name="layers">The number of stacked layers.</param>
    /// <param name="bidirectional">Whether each layer has a reverse direction.</param>
    /// <param name="merge">The merge of two directions, which the next layer reads.</param>
    /// <param name="projectionSize">The size to which an LSTM's hidden state is projected; 0 for no projection.</param>
    /// <param name="peepholes">Whether the LSTM has peephole connections.</param>
    /// <param name="layerNorm">Whether the cell has layer normalisation.</param>
    /// <param name="device">Device of the weights; <c>null</c>: the default device.</param>
    /// <param name="dtype">Dtype of the weights; <c>null</c>: the default dtype.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or the number of layers is less than 1, or the projection is less than 0.</exception>
    public RecurrentWeights(
        CellKind cell, long inputSize, long hiddenSize, int layers = 1, bool bidirectional = false, Merge merge = Merge.Concat,
        long projectionSize = 0, bool peepholes = false, bool layerNorm = false, Device? device = null, ScalarType? dtype = null)
        : base(nameof(RecurrentWeights))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hiddenSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layers);
        ArgumentOutOfRangeException.ThrowIfNegative(projectionSize);

        (Cell, Layers, _isBidirectional) = (cell, layers, bidirectional);
        var (targetDevice, type) = GetDefaultDeviceAndType(device, dtype);
        var bound = 1 / Math.Sqrt(hiddenSize);
        var gates = GatesOf(cell);
        var stateSize = projectionSize > 0 ? projectionSize : hiddenSize;
        var between = stateSize * (bidirectional && merge == Merge.Concat ? 2 : 1);
        for (var layer = 0; layer < layers; layer++)
        {
            foreach (var reverse in bidirectional ? new[] { false, true } : [false])
            {
                Initialize("weight_ih", gates * hiddenSize, layer == 0 ? inputSize : between);
                Initialize("weight_hh", gates * hiddenSize, stateSize);
                Initialize("bias_ih", gates * hiddenSize);
                if (!layerNorm && cell != CellKind.GruResetBefore)
                    Initialize("bias_hh", gates * hiddenSize);
                if (projectionSize > 0)
                    Initialize("weight_hr", projectionSize, hiddenSize);
                if (peepholes)
                    Initialize("peephole", 3, hiddenSize);
                if (layerNorm)
                    RegisterNorms();

                void RegisterNorms()
                {
                    switch (cell)
                    {
                        case CellKind.Elman:
                            Fill("norm_hh", 1, hiddenSize);
                            break;

                        case CellKind.Lstm:
                            Fill("norm_ih", 1, 4 * hiddenSize);
                            Fill("norm_hh", 1, 4 * hiddenSize);
                            Fill("norm_c", 1, hiddenSize);
                            Fill("norm_c_bias", 0, hiddenSize);
                            break;

                        default:
                            Fill("norm_ih", 1, 2 * hiddenSize);
                            Fill("norm_ih_n", 1, hiddenSize);
                            Fill("norm_hh", 1, 2 * hiddenSize);
                            Fill("norm_n", 1, hiddenSize);
                            if (cell == CellKind.Gru)
                                Fill("norm_n_bias", 0, hiddenSize);
                            break;
                    }
                }

                void Initialize(string kind, params long[] size)
                {
                    // Sampled on the CPU in float32 and then moved, so that the values are the same on every device.
                    using var scope = NewDisposeScope();
                    using Scalar from = bound;
                    using Scalar width = 2 * bound;
                    Register(kind, rand(size, dtype: ScalarType.Float32, device: CPU).mul_(width).sub_(from));
                }

                void Fill(string kind, double value, long size)
                {
                    using var scope = NewDisposeScope();
                    using Scalar number = value;
                    Register(kind, full(size, number, dtype: ScalarType.Float32, device: CPU));
                }

                void Register(string kind, Tensor value)
                {
                    var weight = new Parameter(value.to(type, targetDevice));
                    weight.DetachFromDisposeScope();
                    register_parameter(Key(kind, layer, reverse), weight);
                }
            }
        }

        (_deviceType, _deviceIndex) = (targetDevice.type, targetDevice.index);
    }

    /// <summary>The cell.</summary>
    public CellKind Cell { get; }

    /// <summary>The number of stacked layers.</summary>
    public int Layers { get; }

    /// <summary>The number of gate blocks of a cell's weights, the candidate included.</summary>
    public static int GatesOf(CellKind cell) => cell switch
    {
        CellKind.Elman => 1,
        CellKind.Lstm => 4,
        _ => 3,
    };

    /// <summary>The current weights of one layer in one direction; a move or a conversion replaces them.</summary>
    /// <param name="layer">Counted from 0.</param>
    /// <param name="reverse">Whether to return the weights of the reverse direction.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer or direction.</exception>
    public CellWeights Layer(int layer, bool reverse = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, Layers);
        return !reverse || _isBidirectional
            ? new CellWeights(kind => _internal_params[Key(kind, layer, reverse)], _internal_params.ContainsKey(Key("weight_hr", layer, reverse)))
            : throw new ArgumentOutOfRangeException(nameof(reverse), "These layers have one direction.");
    }

    /// <summary>Does nothing: the constructor registers every parameter by name.</summary>
    protected override void RegisterComponents() { }

    internal static string Key(string kind, int layer, bool reverse) => $"{kind}_l{layer}{(reverse ? "_reverse" : "")}";
}

/// <summary>The weights of one recurrent layer in one direction.</summary>
public sealed class CellWeights
{
    private readonly Func<string, Tensor> _weights;
    private Tensor? _dropped;

    internal CellWeights(Func<string, Tensor> weights, bool hasProjection) => (_weights, HasProjection) = (weights, hasProjection);

    /// <summary>[gates × hidden, features]</summary>
    public Tensor Input => _weights("weight_ih");

    /// <summary>[gates × hidden, state]</summary>
    public Tensor Hidden => _dropped ?? _weights("weight_hh");

    /// <summary>[gates × hidden]</summary>
    public Tensor InputBias => _weights("bias_ih");

    /// <summary>[gates × hidden]</summary>
    public Tensor HiddenBias => _weights("bias_hh");

    /// <summary>[state, hidden]</summary>
    public Tensor Projection => _weights("weight_hr");

    /// <summary>[3, hidden]: of the input, the forget and the output gate.</summary>
    public Tensor Peepholes => _weights("peephole");

    /// <summary>The gain of the normalised input projections: [4 × hidden] of an LSTM, [2 × hidden] of a GRU's gates.</summary>
    public Tensor InputGain => _weights("norm_ih");

    /// <summary>The gain of a GRU's normalised input projection of the candidate: [hidden].</summary>
    public Tensor InputCandidateGain => _weights("norm_ih_n");

    /// <summary>The gain of the normalised recurrent projections, or of an Elman network's pre-activation: [4 × hidden], [2 × hidden] or [hidden].</summary>
    public Tensor HiddenGain => _weights("norm_hh");

    /// <summary>The gain of a GRU's normalised recurrent projection of the candidate: [hidden].</summary>
    public Tensor CandidateGain => _weights("norm_n");

    /// <summary>The bias of the normalisation with <see cref="CandidateGain"/>: [hidden].</summary>
    public Tensor CandidateBias => _weights("norm_n_bias");

    /// <summary>The gain of the normalised cell state: [hidden].</summary>
    public Tensor CellGain => _weights("norm_c");

    /// <summary>The bias of the normalisation with <see cref="CellGain"/>: [hidden].</summary>
    public Tensor CellBias => _weights("norm_c_bias");

    /// <summary>Whether there is a projection.</summary>
    public bool HasProjection { get; }

    /// <summary>
    /// The same weights with weight drop on the recurrent weights, in training only (DropConnect; Wan et al. 2013, Merity et
    /// al. 2018).
    /// </summary>
    /// <param name="probability">The probability of a zero, in [0, 1).</param>
    /// <param name="training">Whether weight drop acts.</param>
    public CellWeights WithDrop(double probability, bool training) =>
        probability > 0 && training
            ? new CellWeights(_weights, HasProjection) { _dropped = nn.functional.dropout(_weights("weight_hh"), probability, training) }
            : this;

    /// <summary>The weights in the order of libtorch's operations.</summary>
    internal Tensor[] ForKernel() => HasProjection
        ? [Input, Hidden, InputBias, HiddenBias, Projection]
        : [Input, Hidden, InputBias, HiddenBias];
}
