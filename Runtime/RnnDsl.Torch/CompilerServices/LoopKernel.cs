using System.ComponentModel;
using RnnDsl.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// The time steps of a <see cref="RecurrentLoop{T}"/> on a CPU, forward or backward, in C#: an emitted class binds the tensors of the loop and computes their rows.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract partial class LoopKernel : CellKernel
{
    /// <summary>The multiplications for which another thread is worth its start.</summary>
    private const long MultiplicationsOfThread = 400_000;

    private readonly List<Tensor> _tensors = [];
    private readonly ScalarType _dtype;
    private long _multiplications;

    /// <summary>A kernel for the time steps and sequences of a tensor.</summary>
    /// <param name="sequence">[time, batch, features], with the dtype of all tensors of the loop.</param>
    /// <param name="lengths">The steps of each sequence; <c>null</c> where each has all.</param>
    protected LoopKernel(Tensor sequence, int[]? lengths = null)
        : base(PrecisionOf(sequence), checked((int)sequence.size(0)), checked((int)sequence.size(1)), lengths) => _dtype = sequence.dtype;

    /// <summary>Whether kernels compute a loop: on a CPU, in single and double precision, unless <see cref="CpuKernels.IsEnabled"/> says that they may not.</summary>
    /// <param name="sequence">The first tensor of the loop.</param>
    public static bool IsFor(Tensor sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        return sequence.device_type == DeviceType.CPU && sequence.dtype is ScalarType.Float32 or ScalarType.Float64 && CpuKernels.IsEnabled;
    }

    /// <summary>The memory of a tensor. The kernel keeps the tensor until it is disposed.</summary>
    /// <param name="tensor">[time, batch, columns]; [batch, columns], the same at every step; or [columns], the same in every row.</param>
    /// <param name="columns">The number of columns.</param>
    /// <exception cref="ArgumentException">The tensor has another number of columns or rows, or fewer steps.</exception>
    protected StepMemory Bind(Tensor tensor, int columns)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.dim() == 3 && tensor.size(0) < Steps)
            throw new ArgumentException($"A loop of {Steps} steps has a tensor [{string.Join(", ", tensor.shape)}] of fewer.", nameof(tensor));
        return BindRows(tensor, columns);
    }

    private StepMemory BindRows(Tensor tensor, int columns)
    {
        if (tensor.size(-1) != columns || (tensor.dim() >= 2 && tensor.size(-2) != Batch))
            throw new ArgumentException($"A loop of {Steps} steps and {Batch} sequences has a tensor [{string.Join(", ", tensor.shape)}] where {columns} columns are expected.", nameof(tensor));

        // A handle of its own: the memory stays while the kernel runs, whoever disposes the tensor or moves its module meanwhile.
        using var given = tensor.detach();
        var sides = SideBySide(given).detach();
        _tensors.Add(sides);
        var strides = sides.stride();
        var bytes = (nint)sides.element_size();
        return new StepMemory(
            TensorMemory.AddressOf(sides),
            sides.dim() == 3 && sides.size(0) > 1 ? (nint)strides[0] * bytes : 0,
            sides.dim() >= 2 && sides.size(-2) > 1 ? (nint)strides[^2] * bytes : 0);
    }

    /// <summary>The memory of a state before the first step and after each, or of two steps, between which it alternates. Behind its end a sequence keeps its last state.</summary>
    /// <param name="tensor">[time + 1, batch, columns] or [2, batch, columns], contiguous.</param>
    /// <param name="columns">The number of columns.</param>
    protected StepMemory BindState(Tensor tensor, int columns)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var alternates = tensor.size(0) == 2;
        if (!alternates && tensor.size(0) != Steps + 1)
            throw new ArgumentException($"A loop of {Steps} steps has a state [{string.Join(", ", tensor.shape)}]; expected are {Steps + 1} steps, or 2.", nameof(tensor));
        var memory = BindRows(tensor, columns) with { StepMask = alternates ? 1 : -1 };
        Pad(memory, columns, ahead: 1, isZero: false);
        return memory;
    }

    /// <summary>The memory of values that the forward pass saves, or of those of the present step. Behind its end a sequence has the values of its last step.</summary>
    /// <param name="tensor">[time, batch, columns] or [1, batch, columns], contiguous.</param>
    /// <param name="columns">The number of columns.</param>
    protected StepMemory BindSaved(Tensor tensor, int columns)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.size(0) != 1 && tensor.size(0) != Steps)
            throw new ArgumentException($"A loop of {Steps} steps saves values in [{string.Join(", ", tensor.shape)}]; expected are {Steps} steps, or 1.", nameof(tensor));
        var memory = BindRows(tensor, columns);
        Pad(memory, columns, ahead: 0, isZero: false);
        return memory;
    }

    /// <summary>The memory of gradients over all steps. Behind its end a sequence has zeros.</summary>
    /// <param name="tensor">[time, batch, columns], contiguous.</param>
    /// <param name="columns">The number of columns.</param>
    protected StepMemory BindGradients(Tensor tensor, int columns)
    {
        var memory = Bind(tensor, columns);
        Pad(memory, columns, ahead: 0, isZero: true);
        return memory;
    }

    /// <summary>The memory of the gradient of an output, [time, batch, columns]; zeros where it has none.</summary>
    /// <param name="gradient">The gradient; invalid for none.</param>
    /// <param name="width">The number of columns.</param>
    protected StepMemory BindGradient(Tensor gradient, int width)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        return Bind(gradient.IsInvalid ? zeros(width, dtype: _dtype, device: CPU) : gradient, width);
    }

    /// <summary>
    /// The memory of the gradient of a state, which the backward pass carries from step to step: it alternates between the tensor, at even steps, and a copy of its size. After
    /// step 0 the gradient lies in the tensor.
    /// </summary>
    /// <param name="gradient">[batch, columns], zeros.</param>
    /// <param name="columns">The number of columns.</param>
    protected StepMemory BindCarried(Tensor gradient, int columns)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        var other = Bind(gradient.clone(), columns);
        var memory = Bind(gradient, columns);
        return memory with { StepStride = other.Origin - memory.Origin };
    }

    /// <summary>Packs a matrix of weights.</summary>
    /// <param name="weight">[outputs, inputs]</param>
    /// <param name="transposed">Whether the gradient of the input is computed, else the product.</param>
    protected PackedWeight Pack(Tensor weight, bool transposed)
    {
        ArgumentNullException.ThrowIfNull(weight);
        _multiplications += weight.numel();
        using var rows = weight.detach().contiguous();
        return Own(PackedWeight.Pack(Precision, TensorMemory.AddressOf(rows), checked((int)rows.size(0)), checked((int)rows.size(1)), checked((int)rows.size(1)), transposed));
    }

    /// <summary>Computes all rows, with as many threads as libtorch would take.</summary>
    protected void Run()
    {
        var multiplicationsOfRow = Steps * Math.Max(_multiplications, 64);
        var minimumRows = (int)Math.Clamp(MultiplicationsOfThread / Math.Max(1, multiplicationsOfRow), 1, int.MaxValue);
        Run(minimumRows, Batch / minimumRows > 1 ? KernelThreads.Count() : 1);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _tensors.ForEach(static tensor => tensor.Dispose());
        _tensors.Clear();
    }

    private static KernelPrecision PrecisionOf(Tensor sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        return sequence.dtype switch
        {
            ScalarType.Float32 => KernelPrecision.Float32,
            ScalarType.Float64 => KernelPrecision.Float64,
            var other => throw new NotSupportedException($"Kernels compute with float32 and float64, not with {other}."),
        };
    }

    /// <summary>The tensor with the elements of a row side by side; dimensions along which it repeats itself stay as they are.</summary>
    private static Tensor SideBySide(Tensor tensor)
    {
        var strides = tensor.stride();
        if (strides[^1] == 1 || tensor.size(-1) == 1)
            return tensor;
        var once = tensor;
        for (var i = 0; i < strides.Length; i++)
        {
            if (strides[i] == 0 && i < strides.Length - 1)
                once = once.narrow(i, 0, 1);
        }

        return once.contiguous().expand(tensor.shape);
    }
}
