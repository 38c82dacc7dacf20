using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>Checks of the input of generated models, with messages that name the model and its parameters.</summary>
/// <remarks>
/// Shapes, dtypes and devices are checked on every device. Token ids are checked on the CPU only: on another device the check
/// would synchronise.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Expect
{
    /// <summary>Checks token ids of whole sequences.</summary>
    /// <param name="tokens">int64 (or int32) [batch, time]</param>
    /// <param name="table">The embedding.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <exception cref="ArgumentException">The tensor has another dtype, shape or device, no sequence or no step.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token has no row in the table.</exception>
    public static void Tokens(Tensor tokens, Embedding table, string model)
    {
        NotDisposed(tokens, model);
        if (!IsToken(tokens) || tokens.dim() != 2 || tokens.size(1) < 1)
        {
            Refuse(tokens, model, "int64 tokens [batch, time] of at least one step", Advice(tokens, integers: true, dimensions: 2));
        }

        InTable(tokens, table, model);
    }

    /// <summary>Checks token ids of one step.</summary>
    /// <param name="tokens">int64 (or int32) [batch]</param>
    /// <param name="table">The embedding.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <exception cref="ArgumentException">The tensor has another dtype, shape or device, or no sequence.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token has no row in the table.</exception>
    public static void TokensStep(Tensor tokens, Embedding table, string model)
    {
        NotDisposed(tokens, model);
        if (!IsToken(tokens) || tokens.dim() != 1)
        {
            Refuse(tokens, model + ".Step", "int64 tokens [batch]", Advice(tokens, integers: true, dimensions: 1, isStep: true));
        }

        InTable(tokens, table, model);
    }

    /// <summary>Checks feature vectors of whole sequences.</summary>
    /// <param name="input">[batch, time, features]</param>
    /// <param name="features">The number of features of a step.</param>
    /// <param name="weight">A weight of the model, whose dtype and device the input has; <c>null</c> where user code may convert it.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <exception cref="ArgumentException">The tensor has another dtype, shape or device, no sequence or no step.</exception>
    public static void Features(Tensor input, long features, Tensor? weight, string model)
    {
        NotDisposed(input, model);
        if (!input.is_floating_point() || input.dim() != 3 || input.size(2) != features || input.size(1) < 1)
        {
            Refuse(input, model, $"floating-point vectors [batch, time, {features}] of at least one step", Advice(input, integers: false, dimensions: 3));
        }

        NotEmpty(input, model);
        LikeWeights(input, weight, model, "input");
    }

    /// <summary>Checks feature vectors of one step.</summary>
    /// <param name="input">[batch, features]</param>
    /// <param name="features">The number of features of a step.</param>
    /// <param name="weight">A weight of the model, whose dtype and device the input has; <c>null</c> where user code may convert it.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <exception cref="ArgumentException">The tensor has another dtype, shape or device, or no sequence.</exception>
    public static void FeaturesStep(Tensor input, long features, Tensor? weight, string model)
    {
        NotDisposed(input, model);
        if (!input.is_floating_point() || input.dim() != 2 || input.size(1) != features)
        {
            Refuse(input, model + ".Step", $"floating-point vectors [batch, {features}]", Advice(input, integers: false, dimensions: 2, isStep: true));
        }

        NotEmpty(input, model);
        LikeWeights(input, weight, model, "input");
    }

    /// <summary>Checks images.</summary>
    /// <param name="input">[batch, channels, height, width]</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="width">The width in pixels.</param>
    /// <param name="weight">A weight of the model, whose dtype and device the input has; <c>null</c> where user code may convert it.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <exception cref="ArgumentException">The tensor has another dtype, shape or device, or no image.</exception>
    public static void Images(Tensor input, long channels, long height, long width, Tensor? weight, string model)
    {
        NotDisposed(input, model);
        if (!input.is_floating_point() || input.dim() != 4 || input.size(1) != channels || input.size(2) != height || input.size(3) != width)
        {
            Refuse(input, model, $"floating-point images [batch, {channels}, {height}, {width}]", Advice(input, integers: false, dimensions: 4));
        }

        NotEmpty(input, model);
        LikeWeights(input, weight, model, "input");
    }

    /// <summary>Checks sequence lengths: on the CPU, each must be from 1 to the number of time steps of the batch.</summary>
    /// <param name="lengths">int64 (or int32) [batch], the number of valid steps of each sequence; <c>null</c> where all are valid.</param>
    /// <param name="input">[batch, time, ...], the batch.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <param name="shortest">The minimum length, that of windows over time without padding.</param>
    /// <returns>The lengths, int64 on the input's device; <c>null</c> for <c>null</c>.</returns>
    /// <exception cref="ArgumentException">The tensor has another type or shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is below the minimum or above the number of steps, or the batch has too few steps.</exception>
    [return: NotNullIfNotNull(nameof(lengths))]
    public static Tensor? Lengths(Tensor? lengths, Tensor input, string model, long shortest = 1)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (shortest > 1 && input.size(1) < shortest)
        {
            TooShort(input.size(1), "the batch", nameof(input), model, shortest);
        }

        if (lengths is null)
        {
            return null;
        }

        NotDisposed(lengths, model);
        if (!IsToken(lengths) || lengths.dim() != 1 || lengths.size(0) != input.size(0))
        {
            Refuse(lengths, model, $"lengths as int64 [{input.size(0)}], one for each sequence of the batch", Advice(lengths, integers: true, dimensions: 1));
        }

        if (lengths.device_type == DeviceType.CPU && lengths.numel() > 0)
        {
            var (least, most) = Range(lengths);
            if (least >= 1 && least < shortest)
            {
                var (row, found) = FirstOutside(lengths, shortest, long.MaxValue);
                TooShort(found, $"sequence {row} (counted from 0)", nameof(lengths), model, shortest);
            }

            if (least < 1 || most > input.size(1))
            {
                var (row, found) = FirstOutside(lengths, 1, input.size(1));
                throw new ArgumentOutOfRangeException(
                    nameof(lengths),
                    found,
                    $"{model} reads lengths from 1 to {input.size(1)}: the batch has {input.size(1)} steps; sequence {row} (counted from 0) has length {found}. Count the valid steps of each sequence.");
            }
        }

        return lengths.dtype == ScalarType.Int64 && IsWith(lengths, input) ? lengths : lengths.to(ScalarType.Int64, input.device);
    }

    /// <summary>Checks sequence lengths without a batch.</summary>
    /// <param name="lengths">int64 (or int32) [batch]</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <returns>The lengths.</returns>
    /// <exception cref="ArgumentException">The tensor has another dtype or shape.</exception>
    public static Tensor Lengths(Tensor lengths, string model)
    {
        NotDisposed(lengths, model);
        if (!IsToken(lengths) || lengths.dim() != 1)
        {
            Refuse(lengths, model, "lengths as int64 [batch]", Advice(lengths, integers: true, dimensions: 1));
        }

        return lengths;
    }

    private static bool IsToken(Tensor tokens) => tokens.dtype is ScalarType.Int64 or ScalarType.Int32;

    private static void InTable(Tensor tokens, Embedding table, string model)
    {
        NotEmpty(tokens, model);
        var weight = table.get_parameter("weight")!;
        if (!IsWith(tokens, weight))
        {
            throw new ArgumentException($"{model} reads tokens on {weight.device}, the device of its weights; it was given tokens on {tokens.device}. Move them there: tokens.to(device).");
        }

        if (tokens.device_type != DeviceType.CPU)
        {
            return;
        }

        var rows = weight.size(0);
        var (lowest, highest) = Range(tokens);
        if (lowest < 0 || highest >= rows)
        {
            var (index, found) = FirstOutside(tokens, 0, rows - 1);
            var (row, step) = Math.DivRem(index, tokens.numel() / tokens.size(0));
            throw new ArgumentOutOfRangeException(
                nameof(tokens),
                found,
                $"{model} reads tokens from 0 to {rows - 1}: its table has {rows} rows; sequence {row} (counted from 0) has {found}{(tokens.dim() > 1 ? $" at step {step}" : "")}.");
        }
    }

    /// <summary>The first integer outside a range, with its position in row-major order. There is one.</summary>
    private static (long Index, long Value) FirstOutside(Tensor integers, long lowest, long highest)
    {
        using var scope = NewDisposeScope();
        var all = MemoryMarshal.Cast<byte, long>(integers.to(ScalarType.Int64).contiguous().bytes);
        var index = all.IndexOfAnyExceptInRange(lowest, highest);
        return (index, all[index]);
    }

    private static (long Lowest, long Highest) Range(Tensor tokens)
    {
        if (!tokens.is_contiguous())
        {
            using var scope = NewDisposeScope();
            return (tokens.min().item<long>(), tokens.max().item<long>());
        }

        if (tokens.dtype == ScalarType.Int32)
        {
            var ints = MemoryMarshal.Cast<byte, int>(tokens.bytes);
            return (TensorPrimitives.Min<int>(ints), TensorPrimitives.Max<int>(ints));
        }

        var longs = MemoryMarshal.Cast<byte, long>(tokens.bytes);
        return (TensorPrimitives.Min<long>(longs), TensorPrimitives.Max<long>(longs));
    }

    /// <summary>Checks that a tensor is neither <c>null</c> nor disposed.</summary>
    private static void NotDisposed([NotNull] Tensor? tensor, string model, [CallerArgumentExpression(nameof(tensor))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        if (tensor.IsInvalid)
        {
            throw new ArgumentException(
                $"{model} was given '{name}' as a tensor that has been disposed. A dispose scope disposes the tensors created in it; DetachFromDisposeScope() keeps a tensor.", name);
        }
    }

    private static void NotEmpty(Tensor input, string model)
    {
        if (input.size(0) < 1)
        {
            Refuse(input, model, "a batch that is not empty");
        }
    }

    private static void LikeWeights(Tensor tensor, Tensor? weight, string model, string what)
    {
        if (weight is not null && !IsLike(tensor, weight))
        {
            RefuseKind(tensor, weight, model, what);
        }
    }

    private static bool IsLike(Tensor tensor, Tensor other) => tensor.dtype == other.dtype && IsWith(tensor, other);

    private static bool IsWith(Tensor tensor, Tensor other)
    {
        var device = tensor.device_type;
        return device == other.device_type && (device == DeviceType.CPU || tensor.device_index == other.device_index);
    }

    private static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RefuseKind(Tensor found, Tensor weight, string model, string what) =>
        throw new ArgumentException(
            $"{model} reads {what} of dtype {weight.dtype} on {weight.device}, as its weights; it was given {found.dtype} {Shape(found)} on {found.device}. "
                + "Convert it with to(), or convert the model.");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TooShort(long found, string whose, string parameter, string model, long shortest) =>
        throw new ArgumentOutOfRangeException(
            parameter, found, $"{model} reads sequences of at least {shortest} steps, because its windows over time read that many at once, and {whose} has {found}. "
                + "Remove shorter ones, or declare smaller windows, or Padding = ConvolutionPadding.Same on [Conv1d].");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Refuse(Tensor found, string model, string expected, string advice = "") =>
        throw new ArgumentException($"{model} reads {expected}; it was given {found.dtype} {Shape(found)}.{advice}");

    /// <summary>What makes a tensor fit that only has another dtype, lacks the batch, or has the steps of a whole sequence.</summary>
    private static string Advice(Tensor found, bool integers, int dimensions, bool isStep = false) =>
        integers && !IsToken(found) ? " Convert it: to(ScalarType.Int64)."
        : !integers && !found.is_floating_point() ? " Convert it: to(ScalarType.Float32)."
        : found.dim() == dimensions - 1 ? " A single one is a batch of one: unsqueeze(0)."
        : isStep && found.dim() == dimensions + 1 ? " One step of sequences is select(1, t)."
        : "";
}
