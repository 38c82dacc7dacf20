using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <summary>Copies tensors to the host, which synchronises with the device; a search does so once per step.</summary>
internal static class HostValues
{
    /// <summary>The elements of a tensor in row-major order.</summary>
    public static double[] Read(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var values = tensor.cpu().to(ScalarType.Float64).contiguous();
        var result = new double[values.NumberOfElements];
        values.bytes.CopyTo(MemoryMarshal.AsBytes(result.AsSpan()));
        return result;
    }
}
