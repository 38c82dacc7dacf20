using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RnnDsl.Benchmarks.Streaming;

/// <summary>As many bytes as the weights of a model have: what reading them costs is the bandwidth of the cache or memory that holds them.</summary>
internal sealed class WeightsInMemory
{
    private const int Block = 512;

    private readonly int[] _memory;

    public WeightsInMemory(long bytes)
    {
        Bytes = bytes;
        _memory = GC.AllocateArray<int>((int)((bytes + Block - 1) / Block * (Block / sizeof(int))), pinned: true);
    }

    public long Bytes { get; }

    /// <summary>Reads all of them once, in 8 independent sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public int Read()
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(_memory);
        Vector512<int> s0, s1, s2, s3, s4, s5, s6, s7;
        s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = default;
        for (nuint i = 0; i < (nuint)_memory.Length; i += Block / sizeof(int))
        {
            s0 ^= Vector512.LoadUnsafe(ref first, i);
            s1 ^= Vector512.LoadUnsafe(ref first, i + 16);
            s2 ^= Vector512.LoadUnsafe(ref first, i + 32);
            s3 ^= Vector512.LoadUnsafe(ref first, i + 48);
            s4 ^= Vector512.LoadUnsafe(ref first, i + 64);
            s5 ^= Vector512.LoadUnsafe(ref first, i + 80);
            s6 ^= Vector512.LoadUnsafe(ref first, i + 96);
            s7 ^= Vector512.LoadUnsafe(ref first, i + 112);
        }

        return Vector512.Sum(s0 ^ s1 ^ s2 ^ s3 ^ s4 ^ s5 ^ s6 ^ s7);
    }
}
