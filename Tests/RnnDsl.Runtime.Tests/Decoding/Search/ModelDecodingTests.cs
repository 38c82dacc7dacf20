using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Decoding.Search;

public sealed class ModelDecodingTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    private static BeamSearchOptions Options { get; } = new() { Begin = 1, End = 0, MaximumLength = 6, BeamWidth = 3, NBest = 2 };

    [Fact]
    public void Batched_decoding_equals_decoding_of_single_sources()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var (model, source, lengths) = Translator(seed);
            var options = Options with { LengthPenalty = LengthPenalty.Wu(0.6), CoveragePenalty = 0.2, MaximumLength = LengthLimit.RelativeToSource(2) };
            var beam = SequenceDecoder.BeamSearch(model, source, lengths, options);
            var greedy = SequenceDecoder.Greedy(model, source, lengths, options);
            for (var i = 0; i < 3; i++)
            {
                var alone = source.narrow(0, i, 1).narrow(1, 0, lengths[i].item<long>());
                Same.AssertSame(SequenceDecoder.BeamSearch(model, alone, null, options)[0], beam[i]);
                Same.AssertSame(SequenceDecoder.Greedy(model, alone, null, options), [greedy[i]]);
            }
        }
    }

    [Fact]
    public void Memory_keeps_one_row_per_unfinished_source()
    {
        var (model, source, lengths) = Translator(1);
        SequenceDecoder.BeamSearch(model, source, lengths, Options with { MaximumLength = LengthLimit.RelativeToSource(1), EarlyStop = false, End = null });
        Assert.Equal([(3, 3), (3, 9), (2, 6), (2, 6), (1, 3)], model.Steps);
    }

    [Fact]
    public void Decoding_runs_in_evaluation_mode_without_gradients_and_restores_modes()
    {
        var (model, source, lengths) = Translator(2);
        model.train();
        SequenceDecoder.Greedy(model, source, lengths, Options);
        SequenceDecoder.Sample(model, source, lengths, Options, new(), new RandomSource(0));
        SequenceDecoder.BeamSearch(model, source, lengths, Options);
        SequenceDecoder.BeamSearch([model, model], source, lengths, Options);
        Assert.False(model.SawTraining);
        Assert.False(model.SawGradients);
        Assert.True(model.training && model.Dropout.training);
        Assert.True(is_grad_enabled() && !is_inference_mode_enabled());

        model.Dropout.eval();
        SequenceDecoder.BeamSearch(model, source, lengths, Options);
        Assert.True(model.training && !model.Dropout.training);
        Assert.Throws<ArgumentOutOfRangeException>(() => SequenceDecoder.Greedy(model, source, lengths, Options with { End = 99 }));
        Assert.True(model.training && !model.Dropout.training);

        var (memory, state) = model.Encode(source, lengths);
        model.Step(ones(3, dtype: ScalarType.Int64), memory, state).Output.sum().backward();
        Assert.All(model.parameters(), parameter => Assert.NotNull(parameter.grad));
    }

    [Fact]
    public void Ensemble_of_models_decodes_like_its_members()
    {
        var (model, source, lengths) = Translator(3);
        var (other, _, _) = Translator(4);
        var alone = SequenceDecoder.BeamSearch(model, source, lengths, Options);
        foreach (var (one, twice) in alone.Zip(SequenceDecoder.BeamSearch([model, model], source, lengths, Options)))
            Same.AssertSame(one, twice);
        Same.AssertSame(
            SequenceDecoder.Greedy([model, other], source, lengths, Options, EnsembleMean.LogProbabilities),
            SequenceDecoder.Greedy([other, model], source, lengths, Options, EnsembleMean.LogProbabilities));
        Assert.Equal(3, SequenceDecoder.Sample([model, other], source, lengths, Options, new(), new RandomSource(1)).Count);
    }

    [Fact]
    public void Language_model_continues_its_prompts()
    {
        var model = new TinySequenceModel(8);
        var prompts = tensor(new long[] { 1, 5, 2, 3, 3, 7 }).reshape(2, 3);
        var options = new DecodingOptions { Begin = null, End = null, MaximumLength = 20 };
        var texts = SequenceDecoder.Greedy(model, prompts, options);
        for (var i = 0; i < 2; i++)
        {
            var expected = TokenGenerator.Generate(model, [.. prompts[i].data<long>()], SamplingOptions.Greedy, new RandomSource(0)).Take(20);
            Assert.Equal(expected, texts[i].Tokens);
            Assert.Null(texts[i].Attention);
        }

        // The same prompt with its first token as the begin token; and step by step.
        var begun = SequenceDecoder.BeamSearch(model, tensor(new long[] { 5, 2 }).reshape(1, 2), Options with { End = 7 });
        Same.AssertSame(SequenceDecoder.BeamSearch(model, prompts.narrow(0, 0, 1), Options with { End = 7, Begin = null })[0], begun[0]);
        Assert.Equal(4, SequenceDecoder.Sample(model, prompts, options, new(), new RandomSource(1), 4)[1].Count);
    }

    [Fact]
    public void Missing_or_out_of_range_Begin_token_is_an_error()
    {
        var (model, source, lengths) = Translator(5);
        void Begin(long? begin) => SequenceDecoder.Greedy(model, source, lengths, Options with { Begin = begin });
        Assert.Contains("Begin is 9", Assert.Throws<ArgumentOutOfRangeException>(() => Begin(9)).Message);
        Assert.Contains("set Begin", Assert.Throws<ArgumentException>(() => Begin(null)).Message);
    }

    [Fact]
    public void Empty_sources_and_empty_prompts_are_errors()
    {
        var (model, source, lengths) = Translator(6);
        var (noSource, noLengths, noPrompt) = (source.narrow(0, 0, 0), lengths.narrow(0, 0, 0), source.narrow(0, 0, 2).narrow(1, 0, 0));
        var unprompted = Options with { Begin = null };
        Assert.Contains("[0, 5]", Assert.Throws<ArgumentException>(() => SequenceDecoder.Greedy(model, noSource, noLengths, Options)).Message);
        Assert.Contains("[2, 0]", Assert.Throws<ArgumentException>(() => SequenceDecoder.Greedy(new TinyModel(9), noPrompt, unprompted)).Message);
        Assert.True(model.training);
    }

    [Fact]
    public void Two_thousand_decodings_leave_no_tensors() => LeavesNothing(2_000);

    [Fact]
    [Trait("Category", "Long")]
    public void Ten_thousand_decodings_leave_no_tensors() => LeavesNothing(10_000);

    private static void LeavesNothing(int times)
    {
        var statistics = DisposeScopeManager.Statistics;
        var (model, source, lengths) = Translator(7);
        var language = new TinyModel(8);
        var prompts = ones(2, 2, dtype: ScalarType.Int64);
        var options = Options with { MaximumLength = 3, NoRepeatNGram = 2, CoveragePenalty = 0.1 };
        var before = statistics.ThreadTotalLiveCount;
        for (var i = 0; i < times; i++)
        {
            switch (i % 5)
            {
                case 0:
                    SequenceDecoder.Greedy(model, source, lengths, options);
                    break;
                case 1:
                    SequenceDecoder.BeamSearch(model, source, lengths, options);
                    break;
                case 2:
                    SequenceDecoder.Sample(model, source, lengths, options, new(), new RandomSource(i), 2);
                    break;
                case 3:
                    SequenceDecoder.BeamSearch(language, prompts, options with { CoveragePenalty = 0 });
                    break;
                default:
                    Assert.Throws<ArgumentOutOfRangeException>(() => SequenceDecoder.BeamSearch([model, model], source, lengths, options with { End = 99 }));
                    break;
            }

            Assert.Equal(before, statistics.ThreadTotalLiveCount);
        }
    }

    [Fact]
    public void Decoding_without_a_dispose_scope_leaves_no_tensors_and_starts_are_reusable()
    {
        var (model, source, lengths) = Translator(8);
        var start = DecodingStart.Of(model, source, lengths, 1);
        model.eval();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var first = SequenceDecoder.BeamSearch(start, Options);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.All(start.State.Tensors, tensor => Assert.False(tensor.IsInvalid));
        foreach (var (one, other) in first.Zip(SequenceDecoder.BeamSearch(start, Options)))
            Same.AssertSame(one, other);
    }

    /// <summary>Random weights, and three sources of 5, 2 and 4 tokens.</summary>
    private static (TinyTranslator Model, Tensor Source, Tensor Lengths) Translator(int seed)
    {
        manual_seed(seed);
        var model = new TinyTranslator(9);
        using var _ = no_grad();
        foreach (var parameter in model.parameters())
            parameter.mul_(2);
        return (model, randint(9, [3, 5], dtype: ScalarType.Int64), tensor(new long[] { 5, 2, 4 }));
    }

    public void Dispose() => _scope.Dispose();
}
