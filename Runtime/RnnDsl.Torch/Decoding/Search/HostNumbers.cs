using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Brings numbers to the host, which waits for the device: a search does so once a step.</summary>
internal static class HostNumbers
{
    /// <summary>All numbers of a tensor, row after row.</summary>
    public static double[] Read(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var numbers = tensor.cpu().to(ScalarType.Float64).contiguous();
        var read = new double[numbers.NumberOfElements];
        numbers.bytes.CopyTo(MemoryMarshal.AsBytes(read.AsSpan()));
        return read;
    }
}
