using System.Runtime.Intrinsics.X86;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// Products of float32 tensors with bfloat16 factors, on threads that have this precision. Sums are float32 inside a product; its result is rounded to bfloat16 once. Autograd keeps the bfloat16
/// factors, and returns float32 gradients to float32 weights.
/// </summary>
internal static class ReducedPrecision
{
    /// <summary>The rows and multiplications below which conversions take longer on a CPU than the product saves.</summary>
    private const long FewestRows = 16;
    private const long FewestMultiplications = 1 << 22;

    [ThreadStatic]
    private static bool _isOn;

    /// <summary>Whether products of this thread take bfloat16.</summary>
    public static bool IsOn => _isOn;

    /// <summary>Whether the processor has instructions for products of bfloat16: AVX-512 BF16 or AMX BF16 on x64, BF16 on ARM.</summary>
    public static bool HasInstructions { get; } = FindInstructions();

    /// <summary>Sets whether products of this thread take bfloat16, until the result is disposed.</summary>
    public static IDisposable Use(bool isOn)
    {
        var restore = new Restore(_isOn);
        _isOn = isOn;
        return restore;
    }

    /// <summary>Whether a fused recurrent operation over a sequence takes bfloat16.</summary>
    public static bool TakesSequence(Tensor sequence) => _isOn && sequence.dtype == ScalarType.Float32;

    /// <summary>Whether the product of rows with a matrix takes bfloat16.</summary>
    /// <param name="rows">[..., inputs]</param>
    /// <param name="outputs">The number of outputs.</param>
    public static bool Takes(Tensor rows, long outputs)
    {
        if (!_isOn || rows.dtype != ScalarType.Float32 || rows.dim() < 2)
            return false;
        var inputs = rows.size(-1);
        var count = inputs == 0 ? 0 : rows.numel() / inputs;
        return rows.device_type != DeviceType.CPU || (count >= FewestRows && count * inputs * outputs >= FewestMultiplications);
    }

    /// <summary>x Wᵀ + b.</summary>
    /// <param name="input">[..., inputs]</param>
    /// <param name="weight">[outputs, inputs]</param>
    /// <param name="bias">[outputs], or <c>null</c>.</param>
    public static Tensor Project(Tensor input, Tensor weight, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        var product = Wide(nn.functional.linear(Narrow(input), Narrow(weight)));
        return (bias is null ? product : product.add_(bias, Scalars.One)).MoveToOuterDisposeScope();
    }

    /// <summary>Dᵀ X of the rows of two tensors.</summary>
    /// <param name="gradient">[rows, outputs]</param>
    /// <param name="input">[rows, inputs]</param>
    public static Tensor WeightGradient(Tensor gradient, Tensor input)
    {
        using var scope = NewDisposeScope();
        return Wide(Narrow(gradient).t().mm(Narrow(input))).MoveToOuterDisposeScope();
    }

    /// <summary>A float32 tensor in bfloat16.</summary>
    public static Tensor Narrow(Tensor tensor) => tensor.to(ScalarType.BFloat16);

    /// <summary>A bfloat16 tensor in float32.</summary>
    public static Tensor Wide(Tensor tensor) => tensor.to(ScalarType.Float32);

    private static bool FindInstructions()
    {
        if (X86Base.IsSupported)
        {
            // Leaf 7: bit 22 of EDX is AMX-BF16; bit 5 of EAX in its first subleaf is AVX512_BF16.
            var (_, _, _, features) = X86Base.CpuId(7, 0);
            return (features & (1 << 22)) != 0 || (X86Base.CpuId(7, 1).Eax & (1 << 5)) != 0;
        }

        // Linux lists what an ARM processor has; elsewhere processors of ARM have had it since 2020.
        const string Processor = "/proc/cpuinfo";
        return !OperatingSystem.IsLinux() || (File.Exists(Processor) && File.ReadLines(Processor).Any(static line => line.StartsWith("Features", StringComparison.Ordinal) && line.Split(' ').Contains("bf16")));
    }

    private sealed class Restore(bool before) : IDisposable
    {
        private readonly Thread _thread = Thread.CurrentThread;
        private bool _isDisposed;

        public void Dispose()
        {
            if (_isDisposed)
                return;
            if (_thread != Thread.CurrentThread)
                throw new InvalidOperationException("The precision of a thread's products is set back on another thread. Dispose of it on the thread that set it: enclose no await.");
            (_isOn, _isDisposed) = (before, true);
        }
    }
}
