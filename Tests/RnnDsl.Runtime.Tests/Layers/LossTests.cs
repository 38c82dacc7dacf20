using RnnDsl.Runtime.Tests.Models;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Layers;

/// <summary>Losses against their definitions, written as loops over the valid steps.</summary>
public sealed class LossTests
{
    private static readonly long[] Lengths = [5, 2, 6];

    [Fact]
    public void Cross_entropy_with_label_smoothing_equals_its_definition()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new Classes(dtype: ScalarType.Float64);
        var scores = draw.Normal(3, 4).requires_grad_();
        var target = draw.Tokens(4, 3);

        // A target is 0.8 + 0.2 / 4 for its class and 0.2 / 4 for each other.
        var wished = full(3, 4, 0.05, dtype: ScalarType.Float64) + (nn.functional.one_hot(target, 4).to(ScalarType.Float64) * 0.8);
        var expected = -(wished * LogShares(scores)).sum() / 3;

        Equal(scores, expected, model.Loss(scores, target));
    }

    [Fact]
    public void Cross_entropy_after_a_stride_averages_over_valid_steps()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new ClassesOfSteps(dtype: ScalarType.Float64);
        var scores = draw.Normal(3, 3, 4).requires_grad_();
        var target = draw.Tokens(4, 3, 3);

        // Of 5, 2 and 6 steps a stride of 2 leaves 3, 1 and 3.
        var logs = LogShares(scores);
        var terms = from i in Enumerable.Range(0, 3) from t in Enumerable.Range(0, (int)((Lengths[i] + 1) / 2)) select -logs[i][t][target[i][t].ToInt64()];
        var expected = terms.Aggregate((sum, term) => sum + term) / 7;
        target[1][1] = -5;
        target[1][2] = 99;

        Equal(scores, expected, model.Loss(scores, target, tensor(Lengths)));
    }

    [Fact]
    public void Huber_loss_equals_its_definition()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new Numbers(dtype: ScalarType.Float64);
        var output = (draw.Normal(3, 4) * 2).requires_grad_();
        var target = draw.Normal(3, 4);

        var distance = (output - target).abs();
        Assert.True(distance.min().ToDouble() < 1 && distance.max().ToDouble() > 1);
        Equal(output, where(distance.lt(1), distance.square() / 2, distance - 0.5).mean(), model.Loss(output, target));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Regression_losses_average_over_valid_steps(bool squared)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var squares = new NumbersOfSteps(dtype: ScalarType.Float64);
        using var distances = new DistancesOfSteps(dtype: ScalarType.Float64);
        var output = draw.Normal(3, 6, 4).requires_grad_();
        var target = draw.Normal(3, 6, 4);

        var terms = from i in Enumerable.Range(0, 3) from t in Enumerable.Range(0, (int)Lengths[i]) select Distance(output[i][t] - target[i][t]).sum();
        var expected = terms.Aggregate((sum, term) => sum + term) / (13 * 4);
        target[0][5] = full(4, double.NaN, dtype: ScalarType.Float64);

        Equal(output, expected, squared ? squares.Loss(output, target, tensor(Lengths)) : distances.Loss(output, target, tensor(Lengths)));
        var whole = target.nan_to_num(0);
        Equal(output, Distance(output - whole).mean(), squared ? squares.Loss(output, whole) : distances.Loss(output, whole));

        Tensor Distance(Tensor difference) => squared ? difference.square() : difference.abs();
    }

    [Fact]
    public void Ctc_loss_equals_the_sum_over_all_alignments()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new Labels(dtype: ScalarType.Float64);

        // The window without padding leaves one step less; the blank is 3.
        var scores = draw.Normal(2, 4, 4).requires_grad_();
        var lengths = tensor(new long[] { 5, 4 });
        long[][] labels = [[0, 1], [2, 2]];
        var target = tensor(new long[] { 0, 1, -9, 2, 2, -9 }).reshape(2, 3);

        var shares = LogShares(scores).exp();
        var expected = (-Spelling(shares[0], 4, labels[0]).log() / 2 / 2) + (-Spelling(shares[1], 3, labels[1]).log() / 2 / 2);

        Equal(scores, expected, model.Loss(scores, target, tensor(new long[] { 2, 2 }), lengths));
        Equal(scores, (-Spelling(shares[0], 4, labels[0]).log() / 4) - (Spelling(shares[1], 4, labels[1]).log() / 4), model.Loss(scores, target, tensor(new long[] { 2, 2 })));
    }

    [Fact]
    public void Invalid_target_error_names_the_model()
    {
        using var scope = NewDisposeScope();
        using var classes = new ClassesOfSteps();
        using var numbers = new NumbersOfSteps();
        using var labels = new Labels();

#pragma warning disable RNN611 // What is refused is the subject of this test.
        Refused("ClassesOfSteps.Loss reads target as int64 classes [2, 3]; it was given Int64 [2, 4].", () => classes.Loss(zeros(2, 3, 4), zeros(2, 4, ScalarType.Int64)));
        Refused("ClassesOfSteps.Loss reads target as int64 classes [2, 3]; it was given Float32 [2, 3].", () => classes.Loss(zeros(2, 3, 4), zeros(2, 3)));
        Refused("NumbersOfSteps.Loss reads target as floating-point numbers [2, 3, 4]; it was given Float32 [2, 3].", () => numbers.Loss(zeros(2, 3, 4), zeros(2, 3)));
        Refused("Labels.Loss reads target as int64 labels [2, longest]; it was given Int64 [3, 3].", () => labels.Loss(zeros(2, 3, 4), zeros(3, 3, ScalarType.Int64), zeros(2, ScalarType.Int64)));
        Refused(
            "Labels.Loss reads targetLengths as int64 [2], the number of labels of each sequence; it was given Int64 [1].",
            () => labels.Loss(zeros(2, 3, 4), zeros(2, 3, ScalarType.Int64), zeros(1, ScalarType.Int64)));
#pragma warning restore RNN611

        static void Refused(string message, Func<Tensor> loss) => Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(loss).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_losses_over_steps_have_a_lengths_parameter()
    {
        Assert.Equal(["output", "target"], typeof(Classes).GetMethod("Loss")!.GetParameters().Select(parameter => parameter.Name));
        Assert.Equal(["output", "target", "lengths"], typeof(NumbersOfSteps).GetMethod("Loss")!.GetParameters().Select(parameter => parameter.Name));
        Assert.Equal(["output", "target", "targetLengths", "lengths"], typeof(Labels).GetMethod("Loss")!.GetParameters().Select(parameter => parameter.Name));
    }

    [Fact]
    public void Loss_leaves_only_its_result_tensor()
    {
        using var model = new ClassesOfSteps();
        using var labels = new Labels();
        using var scores = zeros(2, 3, 4);
        using var target = zeros(2, 3, ScalarType.Int64);
        using var lengths = tensor(new long[] { 6, 5 });
        using var counts = tensor(new long[] { 1, 2 });
        Run();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Run();

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Run()
        {
            using var classes = model.Loss(scores, target, lengths);
            using var spelling = labels.Loss(scores, target, counts);
        }
    }

    private static Tensor LogShares(Tensor scores) => scores - scores.exp().sum(-1, keepdim: true).log();

    /// <summary>The sum, over all ways to place classes in time that spell the labels, of the product of their shares.</summary>
    private static Tensor Spelling(Tensor shares, int time, long[] labels)
    {
        const int Blank = 3;
        var sum = zeros(1, dtype: ScalarType.Float64);
        for (var path = 0; path < Math.Pow(4, time); path++)
        {
            var places = Enumerable.Range(0, time).Select(t => path / (int)Math.Pow(4, t) % 4).ToList();
            var spelt = places.Where((place, t) => place != Blank && (t == 0 || places[t - 1] != place)).Select(place => (long)place);
            if (spelt.SequenceEqual(labels))
            {
                sum = sum + places.Select((place, t) => shares[t][place]).Aggregate((product, share) => product * share);
            }
        }

        return sum.squeeze(0);
    }

    private static void Equal(Tensor source, Tensor expected, Tensor found)
    {
        Near.Equal("the loss", expected, found);
        Near.Equal("the gradient", autograd.grad([expected], [source], retain_graph: true)[0], autograd.grad([found], [source], retain_graph: true)[0]);
    }
}
