using RnnDsl.Torch.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>A float64 sum on the device of its terms. It belongs to the dispose scope outside the one in which terms are added.</summary>
internal sealed class DeviceSum
{
    private Tensor? _sum;

    /// <summary>Adds a scalar without synchronising.</summary>
    public void Add(Tensor term)
    {
        var precise = term.to(ScalarType.Float64).reshape(1);
        if (_sum is null)
            _sum = precise.clone().MoveToOuterDisposeScope();
        else
            _sum.add_(precise, Scalars.One);
    }

    /// <summary>Synchronises and reads the sum.</summary>
    public double Read() => _sum!.item<double>();
}
