using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>The memory of tensors on the CPU.</summary>
internal static class TensorMemory
{
    /// <summary>The address of the first element, whatever the strides of a tensor and however large it is; 0 if it has none. Keep the tensor alive while the address is used.</summary>
    /// <param name="tensor">A tensor on the CPU.</param>
    public static nint AddressOf(Tensor tensor)
    {
        if (tensor.numel() == 0)
            return 0;
        using var first = tensor.detach().as_strided([1], [1], tensor.storage_offset());
        ref var start = ref MemoryMarshal.GetReference(first.bytes);
        return Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref start);
    }
}
