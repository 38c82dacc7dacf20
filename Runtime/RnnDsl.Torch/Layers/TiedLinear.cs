using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// A linear layer whose weight is the table of an embedding, with a separate bias (Press and Wolf 2017; Inan et al. 2017):
/// [..., features] to [..., vocabulary].
/// </summary>
/// <remarks>
/// The embedding owns the table. Each call reads it anew, so moves and conversions take effect here, and it is listed once among
/// the parameters. As in PyTorch, the state_dict has it under both names.
/// </remarks>
public sealed class TiedLinear : nn.Module<Tensor, Tensor>
{
    private readonly Embedding _table;
    private readonly long? _paddingIndex;

    /// <summary>Initialises the bias as PyTorch does: uniform in ±1/√features.</summary>
    /// <param name="table">The embedding whose table is the weight.</param>
    /// <param name="paddingIndex">The row of the table that gets no gradient.</param>
    /// <param name="device">Device of the bias; <c>null</c>: the default device.</param>
    /// <param name="dtype">Dtype of the bias; <c>null</c>: the default dtype.</param>
    public TiedLinear(Embedding table, long? paddingIndex = null, Device? device = null, ScalarType? dtype = null)
        : base(nameof(TiedLinear))
    {
        ArgumentNullException.ThrowIfNull(table);
        (_table, _paddingIndex) = (table, paddingIndex);

        using var scope = NewDisposeScope();
        var (targetDevice, type) = GetDefaultDeviceAndType(device, dtype);
        var bound = 1 / Math.Sqrt(Weight.size(1));
        using Scalar from = bound;
        using Scalar width = 2 * bound;
        var bias = new Parameter(rand(Weight.size(0), dtype: ScalarType.Float32, device: CPU).mul_(width).sub_(from).to(type, targetDevice));
        bias.DetachFromDisposeScope();
        register_parameter("bias", bias);
        (_deviceType, _deviceIndex) = (targetDevice.type, targetDevice.index);
    }

    private Parameter Weight => _table.get_parameter("weight")!;

    /// <summary>The linear projection with the table as weight.</summary>
    /// <param name="input">[..., features]</param>
    /// <returns>[..., vocabulary]</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return LinearProjection.Of(input, Table(), _internal_params["bias"]).MoveToOuterDisposeScope();
    }

    /// <summary>The bias, and the embedding's table as <c>weight</c>: the keys of tied layers in PyTorch.</summary>
    public override Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
    {
        destination ??= [];
        destination[string.IsNullOrEmpty(prefix) ? "weight" : $"{prefix}.weight"] = Weight;
        return base.state_dict(destination, prefix);
    }

    /// <summary>Does nothing: the constructor registers the bias, and the embedding the table.</summary>
    protected override void RegisterComponents() { }

    /// <summary>The table; the gradient of the padding row is cut.</summary>
    private Tensor Table()
    {
        if (_paddingIndex is not { } row || !is_grad_enabled())
        {
            return Weight;
        }

        var weight = Weight;
        return cat([weight.narrow(0, 0, row), weight.narrow(0, row, 1).detach(), weight.narrow(0, row + 1, weight.size(0) - row - 1)]);
    }
}
