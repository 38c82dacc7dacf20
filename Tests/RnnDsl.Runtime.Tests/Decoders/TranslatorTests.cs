using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Decoders;

/// <summary>Encoders and decoders as modules among others: what they refuse, leave behind, carry along and save.</summary>
public sealed class TranslatorTests : IDisposable
{
    private readonly Tensor _source = tensor(new long[,] { { 3, 1, 4, 1 }, { 5, 8, 0, 0 }, { 2, 6, 5, 0 } });
    private readonly Tensor _lengths = tensor(new long[] { 4, 2, 3 });
    private readonly Tensor _target = tensor(new long[,] { { 1, 9, 2, 7, 4 }, { 1, 3, 10, 0, 0 }, { 1, 5, 6, 6, 0 } });

    public void Dispose()
    {
        _source.Dispose();
        _lengths.Dispose();
        _target.Dispose();
    }

    [Fact]
    public void Repeated_Step_equals_forward()
    {
        using var scope = NewDisposeScope();
        using var one = new BahdanauTranslator(9, 11, dtype: ScalarType.Float64);
        Check<Bahdanau.State>(one, () => one.call(_source, _lengths, _target).Output);
        using var two = new LuongTranslator(9, 11, dtype: ScalarType.Float64);
        Check<LuongFed.State>(two, () => two.call(_source, _lengths, _target).Output);
        using var three = new ChorowskiTranslator(9, 11, dtype: ScalarType.Float64);
        Check<Chorowski.State>(three, () => three.call(_source, _lengths, _target).Output);
        using var four = new ChoTranslator(11, dtype: ScalarType.Float64);
        Check<Cho.State>(four, () => four.call(_source, _lengths, _target));
        using var five = new SutskeverTranslator(9, 11, dtype: ScalarType.Float64);
        Check<PlainTarget.State>(five, () => five.call(_source, _lengths, _target));

        void Check<TState>(IEncoderDecoder<TState> model, Func<Tensor> whole)
            where TState : RecurrentState<TState>
        {
            ((nn.Module)model).eval();
            var expected = whole();
            var (memory, state) = model.Encode(_source, _lengths);
            for (var t = 0; t < _target.size(1); t++)
            {
                (var output, state, _) = model.Step(_target.select(1, t), memory, state);
                Near.Equal($"step {t}", expected.select(1, t), output);
            }
        }
    }

    [Fact]
    public void Target_decoded_in_chunks_equals_the_whole()
    {
        using var scope = NewDisposeScope();
        using var model = new ChorowskiTranslator(9, 11, dtype: ScalarType.Float64);
        model.eval();
        var (memory, state) = model.Encode(_source, _lengths);
        var (whole, final, weights) = model.Decoder.call(_target, memory, state);

        var (first, middle, firstWeights) = model.Decoder.call(_target.narrow(1, 0, 2), memory, state);
        var (second, last, secondWeights) = model.Decoder.call(_target.narrow(1, 2, 3), memory, middle);

        Near.Equal("output", whole, cat([first, second], 1));
        Near.Equal("weights", weights, cat([firstWeights, secondWeights], 1));
        Assert.All(final.Tensors.Zip(last.Tensors), pair => Near.Equal(pair.First.Key, pair.First.Value, pair.Second.Value));
    }

    [Fact]
    public void Attention_weights_sum_to_1_and_are_zero_at_padding()
    {
        using var scope = NewDisposeScope();
        using var model = new BahdanauTranslator(9, 11);

        var (_, weights) = model.call(_source, _lengths, _target);

        Assert.Equal([3, 5, 4], weights.shape);
        Near.Equal("sums", ones(3, 5), weights.sum(2));
        Assert.Equal(0, weights[1].narrow(1, 2, 2).abs().max().ToSingle());
        Assert.Equal(0, weights[2].narrow(1, 3, 1).abs().max().ToSingle());
    }

    [Fact]
    public void Source_padding_does_not_affect_the_output()
    {
        using var scope = NewDisposeScope();
        using var model = new LuongTranslator(9, 11, dtype: ScalarType.Float64);
        model.eval();
        var other = _source.clone();
        other[1, 2] = 7L;
        other[2, 3] = 8L;

        Near.Equal("output", model.call(_source, _lengths, _target).Output, model.call(other, _lengths, _target).Output, 0);
    }

    [Fact]
    public void Source_and_target_of_one_token_are_decoded()
    {
        using var scope = NewDisposeScope();
        using var model = new BahdanauTranslator(9, 11);

        var (output, weights) = model.call(tensor(new long[,] { { 3 } }), null, tensor(new long[,] { { 1 } }));

        Assert.Equal([1, 1, 11], output.shape);
        Assert.Equal(1, weights.ToSingle());
    }

    [Fact]
    public void Empty_source_all_padding_source_and_empty_target_are_errors()
    {
        using var model = new BahdanauTranslator(9, 11);

        Assert.Contains("at least one step", Assert.Throws<ArgumentException>(() => model.call(zeros(2, 0, dtype: ScalarType.Int64), null, _target.narrow(0, 0, 2))).Message);
        Assert.Contains("lengths from 1 to 4", Assert.Throws<ArgumentOutOfRangeException>(() => model.call(_source, tensor(new long[] { 4, 0, 3 }), _target)).Message);
        Assert.Contains("at least one step", Assert.Throws<ArgumentException>(() => model.call(_source, _lengths, zeros(3, 0, dtype: ScalarType.Int64))).Message);
    }

    [Fact]
    public void Token_out_of_range_is_an_error()
    {
        using var model = new BahdanauTranslator(9, 11);

        Assert.Contains("SourceGru reads tokens from 0 to 8", Assert.Throws<ArgumentOutOfRangeException>(() => model.call(_source + 5, _lengths, _target)).Message);
        Assert.Contains("Bahdanau reads tokens from 0 to 10", Assert.Throws<ArgumentOutOfRangeException>(() => model.call(_source, _lengths, _target + 5)).Message);
    }

    [Fact]
    public void Wrong_memory_and_indivisible_batch_sizes_are_errors()
    {
        using var scope = NewDisposeScope();
        using var model = new BahdanauTranslator(9, 11);
        using var other = new ChoTranslator(11);
        var (memory, state) = model.Encode(_source, _lengths);
        var (summary, _) = other.Encode(_source, _lengths);

        Assert.Contains("no keys and values", Assert.Throws<ArgumentException>(() => model.Decoder.call(_target, summary)).Message);
        Assert.Contains("no summary", Assert.Throws<ArgumentException>(() => other.Decoder.call(_target, memory)).Message);
        Assert.Contains("4 rows for 3 sources", Assert.Throws<ArgumentException>(() => model.Step(zeros(4, dtype: ScalarType.Int64), memory, state)).Message);
    }

    [Fact]
    public void Scheduled_sampling_reads_the_target_or_the_sampled_tokens()
    {
        using var scope = NewDisposeScope();
        using var model = new BahdanauTranslator(9, 11, dtype: ScalarType.Float64);
        model.eval();
        var (memory, state) = model.Encode(_source, _lengths);

        // A probability so small that no step draws it is teacher forcing, by another way.
        var (forced, weights) = model.call(_source, _lengths, _target);
        var (sampled, sampledWeights) = model.call(_source, _lengths, _target, sampling: 1e-12);
        Near.Equal("output", forced, sampled);
        Near.Equal("weights", weights, sampledWeights);

        // One is greedy decoding.
        var (own, _) = model.call(_source, _lengths, _target, sampling: 1);
        var tokens = _target.select(1, 0);
        for (var t = 0; t < 5; t++)
        {
            (var output, state, _) = model.Step(tokens, memory, state);
            Near.Equal($"step {t}", output, own.select(1, t));
            tokens = output.argmax(1);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => model.call(_source, _lengths, _target, sampling: 1.5));
    }

    [Fact]
    public void Dtype_change_and_state_dict_reach_every_part()
    {
        using var scope = NewDisposeScope();
        using var model = new BahdanauTranslator(9, 11);
        using var other = new BahdanauTranslator(9, 11, dtype: ScalarType.Float64);
        model.eval();
        other.eval();
        var before = model.call(_source, _lengths, _target).Output;

        model.to(ScalarType.Float64);
        other.load_state_dict(model.state_dict());

        Near.Equal("the same in double precision", before.to(ScalarType.Float64), model.call(_source, _lengths, _target).Output, 1e-6);
        Near.Equal("the same in another model", model.call(_source, _lengths, _target).Output, other.call(_source, _lengths, _target).Output, 0);
        Assert.Equal(
            ["encoder.embedding.weight", "decoder.attention.memory.bias", "bridgeHidden.weight"],
            new[] { "encoder.embedding.weight", "decoder.attention.memory.bias", "bridgeHidden.weight" }.Where(model.state_dict().ContainsKey));
    }

    [Fact]
    public void Shared_embedding_is_one_parameter_after_a_dtype_change()
    {
        using var scope = NewDisposeScope();
        using var model = new ChoTranslator(11);

        model.to(ScalarType.Float64);

        Assert.Equal(model.named_parameters().Count(), model.named_parameters().Select(named => named.parameter.Handle).Distinct().Count());
        Assert.DoesNotContain(model.named_parameters(), named => named.name == "decoder.embedding.weight");
        Assert.Same(model.Encoder.Embedding, model.Decoder.Embedding);
        model.call(_source, _lengths, _target.remainder(11)).sum().backward();
        Assert.True(model.Encoder.Embedding.weight!.grad!.abs().sum().ToDouble() > 0);
    }

    [Fact]
    public void Forward_backward_and_Step_keep_the_live_tensor_count()
    {
        using var model = new BahdanauTranslator(9, 11);
        using var fed = new LuongTranslator(9, 11);
        Pass();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        for (var i = 0; i < 300; i++)
        {
            Pass();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Pass()
        {
            using var scope = NewDisposeScope();
            var (output, weights) = model.call(_source, _lengths, _target);
            (output.sum() + (weights * weights).sum()).backward();
            var (other, _) = fed.call(_source, _lengths, _target, sampling: 0.5);
            other.sum().backward();
            using var free = no_grad();
            var (memory, state) = model.Encode(_source, _lengths);
            model.Step(_target.select(1, 0), memory, state);
        }
    }

    [Fact]
    public void Without_a_dispose_scope_only_results_remain()
    {
        using var model = new BahdanauTranslator(9, 11);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        var (output, weights) = model.call(_source, _lengths, _target);
        Assert.Equal(before + 2, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        output.Dispose();
        weights.Dispose();

        var (memory, state) = model.Encode(_source, _lengths);
        Assert.Equal(before + 4, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        memory.Dispose();
        state.Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Attention_over_an_image_has_one_weight_per_pixel()
    {
        using var scope = NewDisposeScope();
        using var model = new Captioner(words: 9, dtype: ScalarType.Float64);
        var images = randn(2, 1, 8, 12, dtype: ScalarType.Float64);
        var target = tensor(new long[,] { { 1, 4, 5 }, { 1, 2, 0 } });

        var (output, weights) = model.call(images, target);
        model.Loss(output, target, tensor(new long[] { 3, 2 })).backward();

        Assert.Equal([2, 3, 9], output.shape);
        Assert.Equal([2, 3, 24], weights.shape);
        Near.Equal("sums", ones(2, 3, dtype: ScalarType.Float64), weights.sum(2));
        Assert.True(model.Encoder.Conv2d.weight!.grad!.abs().sum().ToDouble() > 0);
        Assert.Throws<ArgumentException>(() => model.Encode(images, tensor(new long[] { 3, 2 })));
    }

    [Fact]
    public void Forecast_after_strided_convolutions_handles_unequal_lengths()
    {
        using var scope = NewDisposeScope();
        using var model = new Forecaster(series: 3, dtype: ScalarType.Float64);
        model.eval();
        var past = randn(2, 9, 3, dtype: ScalarType.Float64);
        var future = randn(2, 4, 3, dtype: ScalarType.Float64);

        var (output, weights) = model.call(past, tensor(new long[] { 9, 6 }), future);
        var (alone, _) = model.call(past.narrow(0, 1, 1).narrow(1, 0, 6), null, future.narrow(0, 1, 1));

        Assert.Equal([2, 4, 3], output.shape);
        Assert.Equal([2, 4, 3], weights.shape);
        Near.Equal("the shorter one alone", alone, output.narrow(0, 1, 1));
        model.Loss(output, future).backward();
        Assert.All(model.named_parameters(), named => Assert.True(named.parameter.grad is not null, named.name));
    }

    [Fact]
    public void Greedy_and_beam_search_decode_a_translator()
    {
        using var model = new BahdanauTranslator(9, 11);
        model.train();
        var options = new BeamSearchOptions { Begin = 1, End = 0, MaximumLength = 6, BeamWidth = 3 };

        var greedy = SequenceDecoder.Greedy(model, _source, _lengths, options);
        var best = SequenceDecoder.BeamSearch(model, _source, _lengths, options);

        Assert.Equal(3, greedy.Count);
        Assert.All(greedy.Zip(best), pair => Assert.True(pair.Second[0].LogProbability >= pair.First.LogProbability - 1e-6 || !pair.First.Finished));
        Assert.Equal([4, 2, 3], best.Select(found => found[0].Attention!.GetLength(1)));
        Assert.True(model.training);
    }
}
