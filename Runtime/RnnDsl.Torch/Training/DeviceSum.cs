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

    /// <summary>Synchronises and reads the sum, 0 without terms; with several ranks that of all of them.</summary>
    public double Read(ICommunicator? communicator)
    {
        if (communicator is null or { Size: 1 })
            return _sum is null ? 0 : _sum.item<double>();
        using var all = _sum is null ? zeros(1, ScalarType.Float64) : _sum.cpu();
        communicator.AllReduce(all);
        return all.item<double>();
    }
}
