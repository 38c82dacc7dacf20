using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Common;

/// <summary>Resolves <c>--device</c>.</summary>
internal static class Devices
{
    public const string Auto = "auto";

    public const string Description = "Device: auto (CUDA if available, else the CPU), cpu, cuda, cuda:1, ...";

    /// <summary>The device with this name.</summary>
    /// <exception cref="UsageException">There is no such device.</exception>
    public static Device Resolve(string name)
    {
        if (name == Auto)
            return cuda.is_available() ? CUDA : CPU;
        if (name == "cpu")
            return CPU;

        var parts = name.Split(':');
        var index = 0;
        if (parts.Length > 2 || parts[0] != "cuda" || (parts.Length == 2 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out index)))
            throw new UsageException($"There is no device '{name}'. --device is auto, cpu, cuda, or cuda:1 for the second card.");
        if (!cuda.is_available())
            throw new UsageException($"--device {name}: this build finds no CUDA. Use --device cpu, or build with -p:TorchDevice=cuda on a machine with an NVIDIA driver.");
        var count = cuda.device_count();
        if (index >= count)
            throw new UsageException($"--device {name}: this machine has {count.ToString(CultureInfo.InvariantCulture)} CUDA device(s), counted from cuda:0.");
        return new Device(DeviceType.CUDA, index);
    }
}
