using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace RnnDsl.Runtime.Tests.Distributed;

/// <summary>
/// A link between two network devices of this process (TUN), which may be in namespaces of their own: each packet arrives after a delay, at a limited rate. It ends when its devices are gone.
/// </summary>
internal sealed class DelayedLink
{
    private const int LargestPacket = 65_536;

    private readonly TimeSpan _delay;
    private readonly double _bytesPerSecond;

    private DelayedLink(TimeSpan delay, double bytesPerSecond) => (_delay, _bytesPerSecond) = (delay, bytesPerSecond);

    /// <summary>Makes the two devices and carries packets between them.</summary>
    /// <param name="first">The name of a device.</param>
    /// <param name="second">The name of the other one.</param>
    /// <param name="delay">The time from one to the other.</param>
    /// <param name="bitsPerSecond">The rate, in each direction.</param>
    /// <exception cref="IOException">The kernel has no such devices.</exception>
    /// <exception cref="UnauthorizedAccessException">Only root may make them.</exception>
    public static void Start(string first, string second, TimeSpan delay, double bitsPerSecond)
    {
        var link = new DelayedLink(delay, bitsPerSecond / 8);
        var (one, other) = (Device(first), Device(second));
        link.Carry(one, other);
        link.Carry(other, one);
    }

    /// <summary>Carries packets one way.</summary>
    private void Carry(FileStream from, FileStream to)
    {
        var packets = new BlockingCollection<(long Due, byte[] Content)>();
        new Thread(() => Receive(from, packets)) { IsBackground = true }.Start();
        new Thread(() => Send(packets, to)) { IsBackground = true }.Start();
    }

    private void Receive(FileStream device, BlockingCollection<(long Due, byte[] Content)> packets)
    {
        var (buffer, free) = (new byte[LargestPacket], Stopwatch.GetTimestamp());
        while (UntilGone(() => device.Read(buffer)) is { } length)
        {
            // A packet leaves when the one before it has left.
            free = Math.Max(free, Stopwatch.GetTimestamp()) + Ticks(length / _bytesPerSecond);
            packets.Add((free + Ticks(_delay.TotalSeconds), buffer[..length]));
        }

        packets.CompleteAdding();
    }

    private static void Send(BlockingCollection<(long Due, byte[] Content)> packets, FileStream device)
    {
        foreach (var (due, content) in packets.GetConsumingEnumerable())
        {
            if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is { Ticks: > 0 } wait)
                Thread.Sleep(wait);
            UntilGone(() =>
            {
                device.Write(content);
                return content.Length;
            });
        }
    }

    /// <summary>The result, or <c>null</c> when the device is gone.</summary>
    private static int? UntilGone(Func<int> transfer)
    {
        try
        {
            return transfer();
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Ticks(double seconds) => (long)(seconds * Stopwatch.Frequency);

    private static FileStream Device(string name)
    {
        // A packet of the internet protocol at a time, without a header of the device.
        const short Tun = 0x0001, WithoutHeader = 0x1000;
        const uint SetDevice = 0x400454ca;
        var request = new byte[40];
        Encoding.ASCII.GetBytes(name, request);
        BitConverter.TryWriteBytes(request.AsSpan(16), (short)(Tun | WithoutHeader));
        var handle = File.OpenHandle("/dev/net/tun", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        if (Native.Control(handle, SetDevice, request) != 0)
            throw new IOException($"The network device {name} cannot be made: error {Marshal.GetLastPInvokeError()}.");
        return new FileStream(handle, FileAccess.ReadWrite, bufferSize: 0);
    }
}

file static class Native
{
    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static extern int Control(SafeFileHandle file, nuint request, byte[] argument);
}
