using RnnDsl.Benchmarks.Measuring;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Attention;

/// <summary>A training step of a decoder that attends: generated, as a tutorial has it, and optimised by hand.</summary>
internal static class AttentionBenchmark
{
    /// <summary>A translator's sizes, and those of one whose batches are small; each after an encoder with one direction and with two, as in the paper.</summary>
    public static readonly AttentionSizes[] Article =
    [
        new(64, 25, 256, 4_000),
        new(64, 25, 256, 4_000) { Memory = 512 },
        new(16, 25, 512, 8_000),
        new(16, 25, 512, 8_000) { Memory = 1_024 },
    ];

    public static void Run(AttentionSizes sizes, int rounds)
    {
        using var scope = NewDisposeScope();
        Report.Heading($"attention: one training step of a decoder, {sizes}");
        using var generated = new AttendingDecoder(sizes.Vocabulary, sizes.Hidden, sizes.Memory);
        using var tutorial = new HandWrittenDecoder(sizes, isOptimised: false);
        using var optimised = new HandWrittenDecoder(sizes, isOptimised: true);
        tutorial.load_state_dict(generated.state_dict());
        optimised.load_state_dict(generated.state_dict());

        var tokens = randint(sizes.Vocabulary, [sizes.Batch, sizes.Time]);
        var targets = randint(sizes.Vocabulary, [sizes.Batch, sizes.Time]);
        var memory = randn(sizes.Batch, sizes.Time, sizes.Memory).requires_grad_();
        var hidden = zeros(1, sizes.Batch, sizes.Hidden);
        var states = randn(sizes.Batch, sizes.Time, sizes.Hidden).requires_grad_();
        Func<Tensor> byGenerated = () => generated.call(tokens, generated.CreateMemory(memory), new AttendingDecoder.State(hidden)).Output;
        Func<Tensor> byTutorial = () => tutorial.call(tokens, memory, hidden);
        Func<Tensor> byOptimised = () => optimised.call(tokens, memory, hidden);
        Check(memory, targets, byTutorial, byGenerated);
        Check(memory, targets, byTutorial, byOptimised);

        var results = Race.Run(
            "decoder",
            [
                new("generated", () => Step(generated, byGenerated)),
                new("as in a tutorial", () => Step(tutorial, byTutorial)),
                new("optimised by hand", () => Step(optimised, byOptimised)),

                // What all of them have to do: nothing is faster than this.
                new("output layer alone", () => Step(optimised, () => optimised.Score(states))),
            ],
            rounds,
            turns: 3);
        Report.Print("decoder", results);
        if (Array.IndexOf(Article, sizes) is >= 0 and var index)
        {
            JsonRecord.Metric(FormattableString.Invariant($"attention{index + 1}"), results[1].Ratio);
        }

        // Without an optimizer, whose time is the same for all of them.
        void Step(nn.Module module, Func<Tensor> run)
        {
            using var inner = NewDisposeScope();
            module.zero_grad();
            Loss(run(), targets).backward();
        }
    }

    private static Tensor Loss(Tensor scores, Tensor targets) => nn.functional.cross_entropy(scores.flatten(0, 1), targets.flatten());

    /// <summary>Contenders that compute different things have no ratio: the losses agree, and the gradients of what all of them read.</summary>
    private static void Check(Tensor memory, Tensor targets, Func<Tensor> one, Func<Tensor> other)
    {
        using var scope = NewDisposeScope();
        var ((loss, gradient), (otherLoss, otherGradient)) = (Gradient(one), Gradient(other));
        var difference = ((gradient - otherGradient).abs().max() / gradient.abs().max()).ToDouble();
        if (!(Math.Abs(loss - otherLoss) <= 1e-5 && difference <= 1e-3))
            throw new InvalidOperationException(FormattableString.Invariant($"The decoders do not compute the same: losses {loss} and {otherLoss}, gradients that differ by {difference}."));

        (double Loss, Tensor Gradient) Gradient(Func<Tensor> run)
        {
            var result = Loss(run(), targets);
            return (result.ToDouble(), autograd.grad([result], [memory])[0]);
        }
    }
}
