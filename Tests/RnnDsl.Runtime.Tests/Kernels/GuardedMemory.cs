using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnDsl.Runtime.Tests.Kernels;

/// <summary>Memory whose end is the end of a page, with a page behind it that ends the process when it is read or written. On Linux; elsewhere an array.</summary>
internal sealed class GuardedMemory<T> : IDisposable where T : unmanaged
{
    private const int Read = 1, Write = 2, Private = 2, Anonymous = 0x20;

    private readonly nint _memory;
    private readonly nuint _length;
    private readonly int _count;
    private readonly T[]? _array;

    public GuardedMemory(int count)
    {
        _count = count;
        if (!OperatingSystem.IsLinux())
        {
            _array = new T[count];
            return;
        }

        var page = (nuint)Environment.SystemPageSize;
        _length = ((((nuint)(count * Unsafe.SizeOf<T>()) + page - 1) / page) + 1) * page;
        _memory = Pages.Map(0, _length, Read | Write, Private | Anonymous, -1, 0);
        if (_memory == -1)
            throw new InvalidOperationException($"mmap failed with {Marshal.GetLastPInvokeError()}.");
        if (Pages.Protect(_memory + (nint)(_length - page), page, 0) != 0)
            throw new InvalidOperationException($"mprotect failed with {Marshal.GetLastPInvokeError()}.");
    }

    public Span<T> Span => _array ?? MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<T>(), Start), _count);

    private nint Start => _memory + (nint)_length - Environment.SystemPageSize - (_count * Unsafe.SizeOf<T>());

    public void Dispose()
    {
        if (_array is null)
            _ = Pages.Unmap(_memory, _length);
    }
}

file static class Pages
{
    [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
    public static extern nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    public static extern int Protect(nint address, nuint length, int protection);

    [DllImport("libc", EntryPoint = "munmap")]
    public static extern int Unmap(nint address, nuint length);
}
