using TorchSharp;
using Xunit;
using static TorchSharp.torch;

#pragma warning disable RNN604 // What is refused at run time is the subject of these tests.

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>Inputs of the right shape that a model cannot read: of another dtype or device than its weights, empty, or disposed.</summary>
public sealed class InputKindTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Input_of_another_dtype_than_the_weights_is_an_error()
    {
        using var single = new FourRecurrences();
        using var precise = new FourRecurrences(dtype: ScalarType.Float64);
        var input = zeros(2, 4, 3, dtype: ScalarType.Float64);

        Refused("FourRecurrences reads input of dtype Float32 on cpu, as its weights; it was given Float64 [2, 4, 3] on cpu. Convert it with to(), or convert the model.",
            () => single.call(input));
        Refused("FourRecurrences reads input of dtype Float32 on cpu, as its weights; it was given Float64 [2, 3] on cpu. Convert it with to(), or convert the model.",
            () => single.Step(input.select(1, 0)));
        Refused("FourRecurrences reads input of dtype Float64 on cpu, as its weights; it was given Float32 [2, 4, 3] on cpu. Convert it with to(), or convert the model.",
            () => precise.call(input.to(ScalarType.Float32)));

        // Converted, the model reads the other.
        single.to(ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, single.call(input).Output.dtype);
    }

    [Fact]
    public void Images_of_another_dtype_than_the_weights_are_errors()
    {
        using var rows = new ImageRows();
        using var vision = new OnlyVision();
        var images = zeros(2, 1, 4, 4, dtype: ScalarType.Float64);

        Refused("ImageRows reads input of dtype Float32 on cpu, as its weights; it was given Float64 [2, 1, 4, 4] on cpu. Convert it with to(), or convert the model.",
            () => rows.call(images));
        Refused("OnlyVision reads input of dtype Float32 on cpu, as its weights; it was given Float64 [2, 1, 4, 4] on cpu. Convert it with to(), or convert the model.",
            () => vision.call(images));
        Refused("OnlyVision reads a batch that is not empty; it was given Float32 [0, 1, 4, 4].", () => vision.call(zeros(0, 1, 4, 4)));
    }

    [Fact]
    public void User_method_before_the_first_layer_may_convert_the_input()
    {
        using var model = new ConvertingModel();
        var input = zeros(2, 4, 3, dtype: ScalarType.Float64);

        Assert.Equal(ScalarType.Float32, model.call(input).Output.dtype);
        Assert.Equal(ScalarType.Float32, model.Step(input.select(1, 0)).Output.dtype);
    }

    [Fact]
    public void Input_on_another_device_than_the_weights_is_an_error()
    {
        using var tokens = new TokenLstm(11);
        using var features = new FourRecurrences();

        Refused("TokenLstm reads tokens on cpu, the device of its weights; it was given tokens on meta. Move them there: tokens.to(device).",
            () => tokens.call(zeros(2, 3, dtype: ScalarType.Int64, device: META)), () => tokens.Step(zeros(2, dtype: ScalarType.Int64, device: META)));
        Refused("FourRecurrences reads input of dtype Float32 on cpu, as its weights; it was given Float32 [2, 4, 3] on meta. Convert it with to(), or convert the model.",
            () => features.call(zeros(2, 4, 3, device: META)));
    }

    [Fact]
    public void Empty_batch_is_an_error()
    {
        using var tokens = new TokenLstm(11);
        using var features = new FourRecurrences();

        Refused("TokenLstm reads a batch that is not empty; it was given Int64 [0, 3].", () => tokens.call(zeros(0, 3, dtype: ScalarType.Int64)));
        Refused("TokenLstm reads a batch that is not empty; it was given Int64 [0].", () => tokens.Step(zeros(0, dtype: ScalarType.Int64)));
        Refused("FourRecurrences reads a batch that is not empty; it was given Float32 [0, 4, 3].", () => features.call(zeros(0, 4, 3)));
        Refused("FourRecurrences reads a batch that is not empty; it was given Float32 [0, 3].", () => features.Step(zeros(0, 3)));
        Assert.Throws<ArgumentOutOfRangeException>("batch", () => features.InitialState(0));
    }

    [Fact]
    public void Disposed_tensor_is_an_error_with_its_name()
    {
        using var tokens = new TokenLstm(11);
        using var features = new FourRecurrences();
        var (gone, input) = (zeros(2, 3, dtype: ScalarType.Int64), zeros(2, 4, 3));
        gone.Dispose();
        input.Dispose();

        var whole = zeros(2, 3, dtype: ScalarType.Int64);
        foreach (var (name, call) in new (string, Action)[] { ("tokens", () => tokens.call(gone)), ("tokens", () => tokens.Step(gone)), ("input", () => features.call(input)), ("lengths", () => tokens.call(whole, gone)) })
            Assert.Contains($"was given '{name}' as a tensor that has been disposed", Assert.Throws<ArgumentException>(name, call).Message);
    }

    [Fact]
    public void OutputLengths_checks_dtype_and_shape_of_lengths()
    {
        using var model = new Windows();

        Refused("Windows reads lengths as int64 [batch]; it was given Float32 [2]. Convert it: to(ScalarType.Int64).", () => model.OutputLengths(ones(2)));
        Refused("Windows reads lengths as int64 [batch]; it was given Int64 [1, 2].", () => model.OutputLengths(ones(1, 2, dtype: ScalarType.Int64)));
        Assert.Equal([2L, 3], model.OutputLengths(tensor(new long[] { 4, 6 })).data<long>().ToArray());
    }

    private static void Refused(string message, params Action[] calls) =>
        Assert.All(calls, call => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message));
}

[SequenceModel, Image(1, 4, 4), Conv2d(2, Kernel = 3), FlattenToSequence, Gru(3)]
public partial class ImageRows;

[Encoder, Image(1, 4, 4), Conv2d(2, Kernel = 3), FlattenToSequence(ImageAxis.Positions)]
public partial class OnlyVision;

[SequenceModel, Features(3), Conv1d(4, Kernel = 2, Stride = 2, Padding = ConvolutionPadding.Valid), Gru(3)]
public partial class Windows;

[SequenceModel, Features(3), Apply(nameof(Single)), Gru(4)]
public partial class ConvertingModel
{
    private static Tensor Single(Tensor x) => x.to(ScalarType.Float32);
}
