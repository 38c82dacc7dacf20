using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

#pragma warning disable RNN611 // What is refused at run time is the subject of these tests.

namespace RnnDsl.Runtime.Tests.Layers;

/// <summary>Integers that losses use as indices are checked before libtorch reads memory by them, and the message names the sequence and the value.</summary>
public sealed class IndexCheckTests
{
    [Theory]
    [InlineData(6)]
    [InlineData(1_000)]
    [InlineData(100_000_000)]
    [InlineData(-1)]
    [InlineData(-100_000)]
    public void CTC_label_out_of_range_is_an_error(long label)
    {
        using var scope = NewDisposeScope();
        using var model = new SixLabels();

        Refused(
            $"SixLabels.Loss reads target as labels from 0 to 5 without 0, the blank; sequence 1 (counted from 0) has {label} at position 2. Number the labels by the classes of the output.",
            label,
            () => model.Loss(Scores(2, 8, 6), tensor(new long[,] { { 1, 2, 3 }, { 4, 5, label } }), tensor([3L, 3])));
    }

    [Fact]
    public void Blank_as_a_CTC_label_is_an_error()
    {
        using var scope = NewDisposeScope();
        using var six = new SixLabels();
        using var labels = new Labels();

        Refused("sequence 0 (counted from 0) has 0 at position 1. The blank separates labels and is none", 0, () => six.Loss(Scores(1, 8, 6), tensor(new long[,] { { 1, 0 } }), tensor([2L])));
        Refused("labels from 0 to 3 without 3, the blank", 3, () => labels.Loss(Scores(1, 8, 4), tensor(new long[,] { { 3 } }), tensor([1L])));
        Assert.True(labels.Loss(Scores(1, 8, 4), tensor(new long[,] { { 0 } }), tensor([1L])).isfinite().ToBoolean());
    }

    [Fact]
    public void Padding_of_CTC_targets_may_be_any_value()
    {
        using var scope = NewDisposeScope();
        using var model = new SixLabels();
        var scores = Scores(2, 8, 6);

        var expected = model.Loss(scores, tensor(new long[,] { { 1, 2, 1 }, { 4, 1, 1 } }), tensor([2L, 1]));

        foreach (var padding in new long[] { 0, -1, 6, 100_000_000 })
            Near.Equal($"the loss with {padding}", expected, model.Loss(scores, tensor(new long[,] { { 1, 2, padding }, { 4, padding, padding } }), tensor([2L, 1])));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    [InlineData(100_000_000)]
    public void CTC_target_length_out_of_range_is_an_error(long length)
    {
        using var scope = NewDisposeScope();
        using var model = new SixLabels();

        Refused(
            $"SixLabels.Loss reads targetLengths from 0 to 3, because target has room for 3 labels; sequence 1 (counted from 0) has {length}.",
            length,
            () => model.Loss(Scores(2, 8, 6), ones(2, 3, ScalarType.Int64), tensor([0L, length])));
    }

    [Fact]
    public void CTC_target_too_long_for_its_sequence_is_an_error_with_both_lengths()
    {
        using var scope = NewDisposeScope();
        using var model = new SixLabels();
        var target = tensor(new long[,] { { 1, 2, 3, 4 }, { 1, 2, 2, 2 } });

        var error = Assert.Throws<ArgumentException>(() => model.Loss(Scores(2, 6, 6), target, tensor([4L, 4]), tensor([6L, 5])));

        Assert.StartsWith(
            "SixLabels.Loss aligns labels with steps: sequence 1 (counted from 0) has 4 labels, which need at least 6 steps with a blank between equal neighbours (2), and it has 5 steps.",
            error.Message,
            StringComparison.Ordinal);
        Assert.Contains("[Ctc(ZeroInfinity = true)]", error.Message, StringComparison.Ordinal);
        Assert.True(model.Loss(Scores(2, 6, 6), target, tensor([4L, 4]), tensor([6L, 6])).isfinite().ToBoolean());
    }

    [Fact]
    public void Trainer_reports_a_too_long_CTC_target_as_the_cause()
    {
        using var scope = NewDisposeScope();
        using var model = new SixLabels();
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        var trainer = new Trainer(
            model,
            optimizer,
            _ => model.Loss(model.call(ones(1, 2, 3)).Output, tensor(new long[,] { { 1, 2, 3 } }), tensor([3L])),
            new TrainerOptions { Steps = 1, HandleSignals = false });

        Assert.Contains("sequence 0 (counted from 0) has 3 labels, which need at least 3 steps, and it has 2 steps", Assert.Throws<ArgumentException>(() => trainer.Run()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Zero_infinity_omits_too_long_CTC_targets_from_loss_and_gradient()
    {
        using var scope = NewDisposeScope();
        using var model = new AlignableLabels();
        using var strict = new SixLabels();
        var scores = Scores(2, 3, 6).requires_grad_();
        var target = tensor(new long[,] { { 1, 1, 1 }, { 2, 3, 4 } });

        var loss = model.Loss(scores, target, tensor([3L, 3]));
        var gradient = autograd.grad([loss], [scores])[0];

        Near.Equal("half of the other's loss", strict.Loss(scores.narrow(0, 1, 1), target.narrow(0, 1, 1), tensor([3L])) / 2, loss);
        Assert.Equal(0, gradient[0].abs().max().ToSingle());
        Assert.True(gradient[1].abs().max().ToSingle() > 0);
        Assert.True(gradient.isfinite().all().ToBoolean());

        // Indices are checked all the same.
        Refused("has 6 at position 0", 6, () => model.Loss(scores, full(2, 3, 6, ScalarType.Int64), tensor([3L, 3])));
    }

    [Fact]
    public void Blank_outside_the_classes_is_an_error()
    {
        Refused("BlankBehindLabels has [Ctc(Blank = 3)], but labels gives 3 classes, 0 to 2. Pass at least 4, or declare another class as the blank.", 3, () => new BlankBehindLabels(3));
        Refused("BlankBehindStates has [Ctc(Blank = 5)], but 2 × half gives 4 classes, 0 to 3.", 4, () => new BlankBehindStates(2));
        using var labels = new BlankBehindLabels(4);
        using var states = new BlankBehindStates(3);
        Refused("M has [Ctc(Blank = 6)], but output gives 6 classes", 6, () => ModelLoss.Ctc(Scores(1, 8, 6), ones(1, 1, ScalarType.Int64), ones(1, ScalarType.Int64), "M", blank: 6));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-1)]
    [InlineData(100_000_000)]
    public void Class_out_of_range_is_an_error(long label)
    {
        using var scope = NewDisposeScope();
        using var steps = new ClassesOfSteps();
        using var whole = new Classes();
        var target = tensor(new long[,] { { 0, 1, 2 }, { 3, label, 0 } });

        Refused(
            $"ClassesOfSteps.Loss reads target as classes from 0 to 3, because the output has 4 features; sequence 1 (counted from 0) has class {label} at step 1. Number the classes from 0",
            label,
            () => steps.Loss(Scores(2, 3, 4), target));
        Refused($"sequence 1 (counted from 0) has class {label} at step 1.", label, () => steps.Loss(Scores(2, 3, 4), target.t().contiguous().t()));
        Refused($"Classes.Loss reads target as classes from 0 to 3, because the output has 4 features; sequence 1 (counted from 0) has class {label}. Number", label, () => whole.Loss(Scores(2, 4), tensor([0L, label])));
    }

    [Fact]
    public void Class_minus_100_is_ignored_as_in_PyTorch()
    {
        using var scope = NewDisposeScope();
        using var model = new ClassesOfSteps();
        var scores = Scores(2, 3, 4);

        var loss = model.Loss(scores, tensor(new long[,] { { 1, 2, -100 }, { 3, -100, -100 } }));

        Near.Equal("the loss of the others", model.Loss(scores, tensor(new long[,] { { 1, 2, 0 }, { 3, 0, 0 } }), tensor([4L, 2])), loss);
        var error = Assert.Throws<ArgumentException>(() => model.Loss(scores, full(2, 3, -100, ScalarType.Int64)));
        Assert.Contains("each is -100", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scores_and_targets_of_wrong_dtype_shape_or_device_are_errors()
    {
        using var scope = NewDisposeScope();
        using var classes = new ClassesOfSteps();
        using var labels = new SixLabels();
        using var numbers = new NumbersOfSteps();
        var meta = new Device(DeviceType.META);

        Refused("ClassesOfSteps.Loss reads output as floating-point scores [batch, classes] or [batch, time, classes]; it was given Float32 [4].", () => classes.Loss(zeros(4), zeros(4, ScalarType.Int64)));
        Refused("SixLabels.Loss reads output as floating-point scores [batch, time, classes]; it was given Float32 [2, 6].", () => labels.Loss(zeros(2, 6), zeros(2, 3, ScalarType.Int64), ones(2, ScalarType.Int64)));
        Refused("ClassesOfSteps.Loss reads target on the device of the output, cpu; it is on meta.", () => classes.Loss(zeros(2, 3, 4), zeros(2, 3, ScalarType.Int64, meta)));
        Refused("SixLabels.Loss reads target on the device of the output, cpu; it is on meta.", () => labels.Loss(zeros(2, 3, 6), zeros(2, 3, ScalarType.Int64, meta), ones(2, ScalarType.Int64)));
        Refused("NumbersOfSteps.Loss reads target on the device of the output, cpu; it is on meta.", () => numbers.Loss(zeros(2, 3, 4), zeros(2, 3, 4, device: meta)));
    }

    private static Tensor Scores(params long[] shape)
    {
        manual_seed(1);
        return randn(shape);
    }

    private static void Refused(string message, long value, Func<object> action)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(action);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(value, error.ActualValue);
    }

    private static void Refused(string message, Func<Tensor> action) => Assert.StartsWith(message, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
}
