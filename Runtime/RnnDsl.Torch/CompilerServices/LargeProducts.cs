using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnDsl.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// Products of all rows of a batch by <see cref="Product"/>, where libtorch's are slower. On processors of AMD its library computes with vectors of 256 bits even where there are 512, so these
/// products take less than half the time; with narrower vectors both are equally fast. The rule depends on the processor only.
/// </summary>
internal static class LargeProducts
{
    private const string Switch = "RnnDsl.LargeProducts";
    private const string Variable = "RNNDSL_LARGE_PRODUCTS";

    /// <summary>The rows and multiplications below which libtorch's call is as quick.</summary>
    private const long FewestRows = 16;
    private const long FewestMultiplications = 1 << 22;

    /// <summary>The multiplications for which another thread is worth its start.</summary>
    private const long MultiplicationsOfThread = 2_000_000;

    /// <summary>The rows that lie in the second cache while the bias is written and the product is added.</summary>
    private const int RowsAtOnce = 120;

    /// <summary>The columns of both factors of which a block of rows lies in the second cache, beside the weight and the copies of the factors.</summary>
    private const long ColumnsInCache = 512;

    private static readonly bool IsFaster = CpuKernels.VectorBits == 512 && KernelChoice.IsAmd;

    /// <summary>Whether products run here: by the processor, unless the switch of <see cref="AppContext"/> or the environment variable says otherwise.</summary>
    /// <exception cref="InvalidOperationException">The environment variable is neither <c>on</c> nor <c>off</c>.</exception>
    private static bool AreOn => AppContext.TryGetSwitch(Switch, out var enabled) ? enabled : Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" => IsFaster,
        "on" => true,
        "off" => false,
        var other => throw new InvalidOperationException($"The environment variable {Variable} is '{other}'. Set it to 'on' or 'off' to choose whose large products are used, or remove it."),
    };

    // The size is read first: the product of a single step is small, and then nothing else is read.

    /// <summary>Whether x Wᵀ + b runs here. What libtorch would refuse it is left to refuse.</summary>
    public static bool Take(Tensor input, Tensor weight, Tensor? bias) =>
        input.dim() >= 2 && weight.dim() == 2 && IsLarge(input, weight.size(0)) && LoopKernel.IsFor(input) && input.size(-1) == weight.size(1) && AreAlike(input, weight)
        && (bias is null || (bias.dim() == 1 && bias.size(0) == weight.size(0) && AreAlike(input, bias))) && AreOn;

    /// <summary>Whether the gradient of the input, D W, runs here.</summary>
    public static bool TakeInputGradient(Tensor gradient, Tensor weight) =>
        IsLarge(gradient, weight.size(1)) && LoopKernel.IsFor(gradient) && AreAlike(gradient, weight) && AreOn;

    /// <summary>Whether the gradient of a weight, Dᵀ X, runs here.</summary>
    public static bool TakeGradient(Tensor gradient, Tensor input) =>
        gradient.dim() >= 2 && input.dim() >= 2 && IsLarge(gradient, input.size(-1)) && LoopKernel.IsFor(gradient) && AreAlike(gradient, input)
        && gradient.numel() / Math.Max(1, gradient.size(-1)) == input.numel() / Math.Max(1, input.size(-1)) && AreOn;

    /// <summary>x Wᵀ + b.</summary>
    public static Tensor Project(Tensor input, Tensor weight, Tensor? bias) => Multiply(input, weight, transposed: false, weight.size(0), bias);

    /// <summary>D W.</summary>
    public static Tensor InputGradient(Tensor gradient, Tensor weight) => Multiply(gradient, weight, transposed: true, weight.size(1), bias: null);

    /// <summary>Dᵀ X.</summary>
    public static Tensor WeightGradient(Tensor gradient, Tensor input)
    {
        using var scope = NewDisposeScope();
        var (left, right) = (gradient.detach().contiguous(), input.detach().contiguous());
        var (outputs, inputs) = ((int)left.size(-1), (int)right.size(-1));
        var rows = left.numel() / outputs;
        var result = left.new_zeros(outputs, inputs);
        var (d, x, g) = (TensorMemory.AddressOf(left), TensorMemory.AddressOf(right), TensorMemory.AddressOf(result));
        var precision = left.dtype;
        KernelRunner.Shared.Run(outputs, 1, Fewest(rows * inputs), (_, first, count, _) =>
        {
            if (precision == ScalarType.Float32)
                Accumulate<float>(d, outputs, x, inputs, g, rows, first, count);
            else
                Accumulate<double>(d, outputs, x, inputs, g, rows, first, count);
        }, Math.Max(1, get_num_threads()));
        GC.KeepAlive(left);
        GC.KeepAlive(right);
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>The sum of the rows of D, the gradient of a bias: the same for any number of threads.</summary>
    public static Tensor BiasGradient(Tensor gradient)
    {
        using var scope = NewDisposeScope();
        var rows = gradient.detach().contiguous();
        var columns = (int)rows.size(-1);
        var result = rows.new_zeros(columns);
        var count = rows.numel() / columns;
        if (rows.dtype == ScalarType.Float32)
            AddRows<float>(rows, result, count, columns);
        else
            AddRows<double>(rows, result, count, columns);
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>Whether <see cref="Gradients"/> is the quicker way to more than one gradient: with one thread, where a block of rows stays in the second cache from one of them to the next.</summary>
    public static bool TakeGradients(Tensor gradient, Tensor input, Tensor weight) =>
        get_num_threads() <= 1 && weight.size(0) + weight.size(1) <= ColumnsInCache && TakeGradient(gradient, input) && TakeInputGradient(gradient, weight);

    /// <summary>
    /// The gradients D W, Dᵀ X and the sum of the rows of D at once, block by block of rows: to the last bit those of <see cref="InputGradient"/>, <see cref="WeightGradient"/> and
    /// <see cref="BiasGradient"/>.
    /// </summary>
    /// <param name="gradient">D, [..., outputs]</param>
    /// <param name="input">X, [..., inputs]</param>
    /// <param name="weight">W, [outputs, inputs]</param>
    /// <param name="ofInput">Whether the first is wanted; else it is <c>null</c>.</param>
    /// <param name="ofBias">Whether the last is wanted; else it is <c>null</c>.</param>
    public static (Tensor? Input, Tensor Weight, Tensor? Bias) Gradients(Tensor gradient, Tensor input, Tensor weight, bool ofInput, bool ofBias)
    {
        using var scope = NewDisposeScope();
        var (left, right, factor) = (gradient.detach().contiguous(), input.detach().contiguous(), weight.detach().contiguous());
        var inputs = right.size(-1);
        Tensor? ofRows = ofInput ? left.new_empty([.. left.shape[..^1], inputs]) : null;
        Tensor? ofColumns = ofBias ? left.new_zeros(left.size(-1)) : null;
        var ofWeight = left.new_zeros(left.size(-1), inputs);
        if (left.dtype == ScalarType.Float32)
            InBlocks<float>(left, right, factor, ofRows, ofWeight, ofColumns);
        else
            InBlocks<double>(left, right, factor, ofRows, ofWeight, ofColumns);
        GC.KeepAlive(left);
        GC.KeepAlive(right);
        return (ofRows?.MoveToOuterDisposeScope(), ofWeight.MoveToOuterDisposeScope(), ofColumns?.MoveToOuterDisposeScope());
    }

    private static void InBlocks<T>(Tensor left, Tensor right, Tensor weight, Tensor? ofRows, Tensor ofWeight, Tensor? ofColumns)
        where T : unmanaged
    {
        var (outputs, inputs) = ((int)left.size(-1), (int)right.size(-1));
        var (d, x, g) = (TensorMemory.AddressOf(left), TensorMemory.AddressOf(right), TensorMemory.AddressOf(ofWeight));
        var sums = ofColumns is null ? 0 : TensorMemory.AddressOf(ofColumns);
        var a = new StepMemory(d, 0, outputs * Unsafe.SizeOf<T>());
        var c = new StepMemory(ofRows is null ? 0 : TensorMemory.AddressOf(ofRows), 0, inputs * Unsafe.SizeOf<T>());
        var precision = left.dtype == ScalarType.Float32 ? KernelPrecision.Float32 : KernelPrecision.Float64;
        using var packed = ofRows is null ? null : PackedWeight.Pack(precision, TensorMemory.AddressOf(weight), outputs, inputs, inputs, transposed: true);
        var (rows, block) = ((int)(left.numel() / outputs), Product.GradientBlock<T>());
        for (var row = 0; row < rows; row += block)
        {
            var count = Math.Min(block, rows - row);
            if (packed is not null)
                Multiply(a, packed.Of<T>(), default, c, row, row + count);
            Product.AccumulateGradient(
                Elements<T>(d, (long)row * outputs, count * outputs), outputs, outputs,
                Elements<T>(x, (long)row * inputs, count * inputs), inputs, inputs, count,
                Elements<T>(g, 0, outputs * inputs), inputs);
            if (ofColumns is not null)
                ColumnSums.Add(ref Elements<T>(d, (long)row * outputs, 1)[0], outputs, count, ref Elements<T>(sums, 0, 1)[0], outputs);
        }
    }

    private static void AddRows<T>(Tensor rows, Tensor result, long count, int columns)
        where T : unmanaged
    {
        var (d, sums, block) = (TensorMemory.AddressOf(rows), TensorMemory.AddressOf(result), Product.GradientBlock<T>());
        KernelRunner.Shared.Run(columns, 1, Math.Max(ColumnSums.Together, Fewest(count)), (_, first, part, _) =>
        {
            for (long row = 0; row < count; row += block)
                ColumnSums.Add(ref Elements<T>(d, (row * columns) + first, 1)[0], columns, (int)Math.Min(block, count - row), ref Elements<T>(sums, first, 1)[0], part);
        }, Math.Max(1, get_num_threads()));
        GC.KeepAlive(rows);
    }

    private static Tensor Multiply(Tensor input, Tensor weight, bool transposed, long outputs, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        var (left, right, start) = (input.detach().contiguous(), weight.detach().contiguous(), bias?.detach().contiguous());
        var inputs = left.size(-1);
        var rows = (int)(left.numel() / inputs);
        var result = left.new_empty([.. left.shape[..^1], outputs]);
        var precision = left.dtype == ScalarType.Float32 ? KernelPrecision.Float32 : KernelPrecision.Float64;
        var bytes = (nint)left.element_size();
        using var packed = PackedWeight.Pack(precision, TensorMemory.AddressOf(right), (int)right.size(0), (int)right.size(1), (int)right.size(1), transposed);
        var a = new StepMemory(TensorMemory.AddressOf(left), 0, (nint)inputs * bytes);
        var b = new StepMemory(start is null ? 0 : TensorMemory.AddressOf(start), 0, 0);
        var c = new StepMemory(TensorMemory.AddressOf(result), 0, (nint)outputs * bytes);
        KernelRunner.Shared.Run(rows, 1, Fewest(inputs * outputs), (_, first, count, _) =>
        {
            if (precision == KernelPrecision.Float32)
                Multiply(a, packed.Of<float>(), b, c, first, first + count);
            else
                Multiply(a, packed.Of<double>(), b, c, first, first + count);
        }, Math.Max(1, get_num_threads()));
        GC.KeepAlive(left);
        GC.KeepAlive(start);
        return result.MoveToOuterDisposeScope();
    }

    private static void Multiply<T>(StepMemory a, PackedMatrix<T> weight, StepMemory bias, StepMemory c, int first, int end)
        where T : unmanaged
    {
        for (var row = first; row < end; row += RowsAtOnce)
        {
            var rows = new RowRange(row, Math.Min(end, row + RowsAtOnce));
            if (bias.Origin == 0)
                Product.Multiply(a.At<T>(0, rows), weight, c.At<T>(0, rows), accumulates: false);
            else
                Product.Multiply(a.At<T>(0, rows), weight, bias.At<T>(0, rows), c.At<T>(0, rows));
        }
    }

    /// <summary>Some rows of Dᵀ X.</summary>
    private static void Accumulate<T>(nint d, int outputs, nint x, int inputs, nint g, long rows, int first, int count)
        where T : unmanaged
    {
        // A span has at most int.MaxValue elements.
        var atOnce = int.MaxValue / Math.Max(outputs, inputs);
        for (long row = 0; row < rows; row += atOnce)
        {
            var part = (int)Math.Min(atOnce, rows - row);
            Product.AccumulateGradient(
                Elements<T>(d, row * outputs + first, (part - 1) * outputs + count), outputs, count,
                Elements<T>(x, row * inputs, part * inputs), inputs, inputs, part,
                Elements<T>(g, (long)first * inputs, count * inputs), inputs);
        }
    }

    private static Span<T> Elements<T>(nint address, long first, int count)
        where T : unmanaged =>
        MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<T>(), address + (nint)(first * Unsafe.SizeOf<T>())), count);

    /// <summary>The rows of a worker for whose multiplications a thread is worth its start.</summary>
    private static int Fewest(long multiplicationsOfRow) => (int)Math.Clamp(MultiplicationsOfThread / Math.Max(1, multiplicationsOfRow), 1, int.MaxValue);

    private static bool AreAlike(Tensor one, Tensor other) => one.dtype == other.dtype && other.device_type == DeviceType.CPU;

    /// <summary>Whether a product of all rows is large enough, and its factors are not too large for their sizes to be counted in 32 bits.</summary>
    private static bool IsLarge(Tensor rows, long outputs)
    {
        var inputs = rows.size(-1);
        if (inputs == 0 || outputs == 0)
            return false;
        var count = rows.numel() / inputs;
        return count >= FewestRows && count * inputs >= FewestMultiplications / outputs && count <= int.MaxValue / 2 && inputs * outputs <= int.MaxValue / 2;
    }
}
