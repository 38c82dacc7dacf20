using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// The weights of recurrent layers that TorchSharp has no module for, under PyTorch's names (weight_ih_l0, weight_hh_l0, bias_ih_l0,
/// bias_hh_l0, weight_hr_l0 for a projection, and the same with _reverse) and with PyTorch's initialisation, uniform in ±1/√hidden.
/// </summary>
/// <remarks>
/// What PyTorch does not have: peepholes are peephole_l0, [3, hidden] for i, f and o. A normalised cell has one bias, bias_ih; the gains of its
/// normalisations begin at 1, their biases at 0, and are called after what they normalise: norm_ih, norm_hh, norm_c (of an LSTM's cell) and
/// norm_n (of a GRU's candidate).
/// </remarks>
public sealed class RecurrentWeights : nn.Module
{
    private readonly bool _isBidirectional;

    /// <summary>Draws new weights.</summary>
    /// <param name="cell">Which cell.</param>
    /// <param name="inputSize">The features of a step.</param>
    /// <param name="hiddenSize">The length of the hidden state, before a projection.</param>
    /// <param name="layers">How many layers lie on top of each other.</param>
    /// <param name="bidirectional">Whether each layer has a reverse direction.</param>
    /// <param name="merge">What the next layer reads of two directions.</param>
    /// <param name="projectionSize">The length that an LSTM's hidden state is projected to; 0 for no projection.</param>
    /// <param name="peepholes">Whether an LSTM's gates see its cell state.</param>
    /// <param name="layerNorm">Whether the cell is normalised.</param>
    /// <param name="device">Where the weights lie; the default device if it is null.</param>
    /// <param name="dtype">The weights' precision; the default type if it is null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or a number is less than 1, or the projection is less than 0.</exception>
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
        var (place, type) = GetDefaultDeviceAndType(device, dtype);
        var bound = 1 / Math.Sqrt(hiddenSize);
        var gates = GatesOf(cell);
        var stateSize = projectionSize > 0 ? projectionSize : hiddenSize;
        var between = stateSize * (bidirectional && merge == Merge.Concat ? 2 : 1);
        for (var layer = 0; layer < layers; layer++)
        {
            foreach (var reverse in bidirectional ? new[] { false, true } : [false])
            {
                Draw("weight_ih", gates * hiddenSize, layer == 0 ? inputSize : between);
                Draw("weight_hh", gates * hiddenSize, stateSize);
                Draw("bias_ih", gates * hiddenSize);
                if (!layerNorm && cell != CellKind.GruResetBefore)
                    Draw("bias_hh", gates * hiddenSize);
                if (projectionSize > 0)
                    Draw("weight_hr", projectionSize, hiddenSize);
                if (peepholes)
                    Draw("peephole", 3, hiddenSize);
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

                void Draw(string kind, params long[] size)
                {
                    // The same numbers whatever the device: drawn on the CPU in single precision, then moved.
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
                    var weight = new Parameter(value.to(type, place));
                    weight.DetachFromDisposeScope();
                    register_parameter(Key(kind, layer, reverse), weight);
                }
            }
        }

        (_deviceType, _deviceIndex) = (place.type, place.index);
    }

    /// <summary>Which cell.</summary>
    public CellKind Cell { get; }

    /// <summary>How many layers lie on top of each other.</summary>
    public int Layers { get; }

    /// <summary>How many products a cell has.</summary>
    public static int GatesOf(CellKind cell) => cell switch
    {
        CellKind.Elman => 1,
        CellKind.Lstm => 4,
        _ => 3,
    };

    /// <summary>The weights of one layer in one direction, as they are now: a move or a conversion replaces them.</summary>
    /// <param name="layer">Counted from 0.</param>
    /// <param name="reverse">Whether the reverse direction's are meant.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer or direction.</exception>
    public CellWeights Layer(int layer, bool reverse = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, Layers);
        return !reverse || _isBidirectional
            ? new CellWeights(kind => _internal_params[Key(kind, layer, reverse)], _internal_params.ContainsKey(Key("weight_hr", layer, reverse)))
            : throw new ArgumentOutOfRangeException(nameof(reverse), "These layers have one direction.");
    }

    /// <summary>The constructor has registered every parameter by its name.</summary>
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

    /// <summary>The gain of the normalised input products: [4 × hidden] of an LSTM, [2 × hidden] of a GRU's gates.</summary>
    public Tensor InputGain => _weights("norm_ih");

    /// <summary>The gain of a GRU's normalised input product of the candidate: [hidden].</summary>
    public Tensor InputCandidateGain => _weights("norm_ih_n");

    /// <summary>The gain of the normalised state products, or of an Elman network's sum: [4 × hidden], [2 × hidden] or [hidden].</summary>
    public Tensor HiddenGain => _weights("norm_hh");

    /// <summary>The gain of a GRU's normalised state product of the candidate: [hidden].</summary>
    public Tensor CandidateGain => _weights("norm_n");

    /// <summary>The bias beside <see cref="CandidateGain"/>: [hidden].</summary>
    public Tensor CandidateBias => _weights("norm_n_bias");

    /// <summary>The gain of the normalised cell state: [hidden].</summary>
    public Tensor CellGain => _weights("norm_c");

    /// <summary>The bias beside <see cref="CellGain"/>: [hidden].</summary>
    public Tensor CellBias => _weights("norm_c_bias");

    /// <summary>Whether there is a projection.</summary>
    public bool HasProjection { get; }

    /// <summary>
    /// The same with some recurrent weights set to zero and the others scaled up, while training (DropConnect; Wan et al. 2013, Merity et
    /// al. 2018).
    /// </summary>
    /// <param name="probability">Of a zero, in [0, 1).</param>
    /// <param name="training">Whether anything is dropped.</param>
    public CellWeights WithDrop(double probability, bool training) =>
        probability > 0 && training
            ? new CellWeights(_weights, HasProjection) { _dropped = nn.functional.dropout(_weights("weight_hh"), probability, training) }
            : this;

    /// <summary>In the order in which libtorch's operations take them.</summary>
    internal Tensor[] ForKernel() => HasProjection
        ? [Input, Hidden, InputBias, HiddenBias, Projection]
        : [Input, Hidden, InputBias, HiddenBias];
}
