using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

#pragma warning disable RNN602, RNN606, RNN609 // What is refused at run time is the subject of these tests.

namespace RnnDsl.Runtime.Tests.Decoders;

/// <summary>What enters a decoder of its sources, and an encoder-decoder of both: refused in the model's words where it does not fit.</summary>
public sealed class MemoryInputTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _source = tensor(new long[,] { { 3, 1, 4, 1 }, { 5, 8, 0, 0 }, { 2, 6, 5, 0 } });
    private readonly Tensor _lengths = tensor(new long[] { 4, 2, 3 });
    private readonly Tensor _target = tensor(new long[,] { { 1, 9, 2, 7, 4 }, { 1, 3, 10, 0, 0 }, { 1, 5, 6, 6, 0 } });

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Memory_of_another_decoder_of_equal_sizes_is_an_error()
    {
        using var model = new BahdanauTranslator(9, 11);
        using var other = new BahdanauTranslator(9, 11);
        var (memory, state) = other.Encode(_source, _lengths);

        foreach (var call in new Action[] { () => model.Decoder.call(_target, memory), () => model.Step(_target.select(1, 0), memory, state), () => model.Decoder.InitialState(memory) })
            Assert.StartsWith("Bahdanau reads a memory from its own CreateMemory; this memory was created by another decoder.", Assert.Throws<ArgumentException>("memory", call).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("memory", () => model.Decoder.call(_target, null!));
        Assert.Throws<ArgumentNullException>("memory", () => model.Decoder.InitialState(null!));
    }

    [Fact]
    public void Summary_of_another_size_is_an_error()
    {
        using var model = new Cho(11, summarySize: 5);
        using var other = new Cho(11, summarySize: 4);
        var memory = other.CreateMemory(zeros(3, 4));

        Assert.StartsWith("Cho reads a summary [3, 5]; this memory has [3, 4], so it was created by another decoder.",
            Assert.Throws<ArgumentException>("memory", () => model.call(_target, memory)).Message, StringComparison.Ordinal);
        Refused("Cho.CreateMemory reads a floating-point summary [sources, 5], 5 being its summarySize; it was given Float32 [3, 4].", () => model.CreateMemory(zeros(3, 4)));
        Refused("Cho.CreateMemory reads a summary of dtype Float32 on cpu, as its weights; it was given Float64 [3, 5] on cpu. Convert it with to(), or convert the model.",
            () => model.CreateMemory(zeros(3, 5, dtype: ScalarType.Float64)));
    }

    [Fact]
    public void Memory_values_of_wrong_size_dtype_or_lengths_are_an_error()
    {
        using var model = new Bahdanau(11, memorySize: 10);
        using var copying = new Headline(11, memorySize: 5);
        var values = zeros(3, 4, 10);

        Refused("Bahdanau.CreateMemory reads floating-point values [sources, positions, 10] of at least one position, 10 being its memorySize; it was given Float32 [3, 4, 12].",
            () => model.CreateMemory(zeros(3, 4, 12)));
        Refused("Bahdanau.CreateMemory reads floating-point values [sources, positions, 10] of at least one position, 10 being its memorySize; it was given Float32 [3, 0, 10].",
            () => model.CreateMemory(zeros(3, 0, 10)));
        Refused("Bahdanau.CreateMemory reads a batch that is not empty; it was given Float32 [0, 4, 10].", () => model.CreateMemory(zeros(0, 4, 10)));
        Refused("Bahdanau.CreateMemory reads values of dtype Float32 on cpu, as its weights; it was given Float64 [3, 4, 10] on cpu. Convert it with to(), or convert the model.",
            () => model.CreateMemory(values.to(ScalarType.Float64)));
        Refused("Bahdanau reads lengths as int64 [3], one for each sequence of the batch; it was given Int64 [2].", () => model.CreateMemory(values, tensor(new long[] { 4, 2 })));
        Refused("Headline.CreateMemory reads int64 tokens [3, 4], one for each position of the values; it was given Int64 [3, 3].",
            () => copying.CreateMemory(zeros(3, 4, 5), zeros(3, 3, dtype: ScalarType.Int64)));

        // In either width.
        var memory = model.CreateMemory(values, _lengths.to(ScalarType.Int32));
        Assert.Equal(model.CreateMemory(values, _lengths).Padding!.data<bool>().ToArray(), memory.Padding!.data<bool>().ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(5)]
    [InlineData(9)]
    public void Memory_lengths_out_of_range_are_an_error(long length)
    {
        using var translator = new BahdanauTranslator(9, 11);
        using var decoder = new Bahdanau(11, memorySize: 10);
        using var additive = new AdditiveAttention(10, 6, 8);
        using var pooling = new AttentionPooling(10, 6);
        var (values, lengths) = (zeros(3, 4, 10), tensor(new[] { 4, length, 3 }));
        foreach (var call in new Action[]
        {
            () => translator.Encode(_source, lengths),
            () => decoder.CreateMemory(values, lengths),
            () => additive.CreateMemory(values, lengths),
            () => pooling.call(values, lengths),
            () => pooling.Weights(values, lengths),
            () => SequencePooling.Mean(values, lengths),
            () => SequencePooling.Max(values, lengths),
        })
            Assert.Contains($" reads lengths from 1 to 4: the batch has 4 steps; sequence 1 (counted from 0) has length {length}.", Assert.Throws<ArgumentOutOfRangeException>("lengths", call).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Disposed_memory_and_memory_of_another_dtype_are_errors()
    {
        using var model = new BahdanauTranslator(9, 11);
        var memory = model.Encode(_source, _lengths).Memory;

        model.to(ScalarType.Float64);
        Refused("Bahdanau reads a memory of dtype Float64 on cpu, as its weights; it was given Float32 [3, 4, 10] on cpu. Convert it with to(), or convert the model.",
            () => model.Decoder.call(_target, memory));
        memory.Dispose();
        Assert.Contains("Bahdanau was given a memory that has been disposed", Assert.Throws<ArgumentException>("memory", () => model.Decoder.call(_target, memory)).Message);
    }

    [Fact]
    public void State_of_another_batch_size_or_position_count_is_an_error()
    {
        using var model = new ChorowskiTranslator(9, 11);
        var (memory, state) = model.Encode(_source, _lengths);

        Refused("Chorowski reads a state of 6 sequences, GruHidden [1, 6, 5]; it was given GruHidden [1, 3, 5]. InitialState(memory, 6) creates one.",
            () => model.Decoder.call(_target.repeat_interleave(2, 0), memory, state), () => model.Step(zeros(6, dtype: ScalarType.Int64), memory, state));

        // What grows with the positions of the sources.
        var coverage = state with { Coverage = zeros(1, 3, 5) };
        Refused("Chorowski reads a state of 3 sequences, Coverage [1, 3, 4]; it was given Coverage [1, 3, 5]. InitialState(memory, 3) creates one.",
            () => model.Decoder.call(_target, memory, coverage), () => model.Step(_target.select(1, 0), memory, coverage));
    }

    [Fact]
    public void Several_targets_per_source_start_from_repeated_states()
    {
        using var model = new ChorowskiTranslator(9, 11, dtype: ScalarType.Float64);
        model.eval();
        var (memory, _) = model.Encode(_source, _lengths);
        var (repeated, _) = model.Encode(_source.repeat_interleave(2, 0), _lengths.repeat_interleave(2, 0));
        var target = cat([_target, _target.flip(0)]);

        var (output, state, _) = model.Decoder.call(target, memory);

        Near.Equal("the output", model.Decoder.call(target, repeated).Output, output);
        Assert.Equal([1, 6, 4], state.Coverage.shape);
        Near.Equal("a step", output.select(1, 0), model.Decoder.Step(target.select(1, 0), memory).Output);
        Assert.Equal([1, 6, 5], model.Decoder.InitialState(memory, 6).GruHidden.shape);
        Assert.Contains("4 rows for 3 sources", Assert.Throws<ArgumentException>("memory", () => model.Decoder.InitialState(memory, 4)).Message);
    }

    [Fact]
    public void Different_numbers_of_sources_and_targets_are_an_error()
    {
        using var attending = new BahdanauTranslator(9, 11);
        using var plain = new SutskeverTranslator(9, 11);
        using var captioner = new Captioner(words: 11);
        var (one, length) = (_source.narrow(0, 0, 1), _lengths.narrow(0, 0, 1));

        foreach (var call in new Action[] { () => attending.call(one, length, _target), () => attending.call(one, length, _target, sampling: 0.5), () => plain.call(one, length, _target) })
        {
            Assert.Contains("reads one target for each source; it was given sources [1, 4] and targets [3, 5]. Where several targets have one source, repeat it: source.repeat_interleave(n, 0).",
                Assert.Throws<ArgumentException>("target", call).Message);
        }

        Assert.Contains("Captioner reads one target", Assert.Throws<ArgumentException>("target", () => captioner.call(zeros(1, 1, 8, 12), _target)).Message);
        Assert.Equal([3, 5, 11], attending.call(one.repeat_interleave(3, 0), length.repeat_interleave(3, 0), _target).Output.shape);
        Assert.Throws<ArgumentNullException>("source", () => attending.call(null!, null, _target));
        Assert.Throws<ArgumentNullException>("target", () => attending.call(_source, null, null!));
    }

    [Fact]
    public void Source_lengths_may_be_int32_or_int64()
    {
        using var model = new Forecaster(series: 3, dtype: ScalarType.Float64);
        using var mean = new ChorowskiTranslator(9, 11);
        model.eval();
        mean.eval();
        var (past, future) = (randn(2, 9, 3, dtype: ScalarType.Float64), randn(2, 4, 3, dtype: ScalarType.Float64));
        var steps = tensor(new long[] { 9, 6 });

        Near.Equal("after windows", model.call(past, steps, future).Output, model.call(past, steps.to(ScalarType.Int32), future).Output);
        Near.Equal("the mean", mean.call(_source, _lengths, _target).Output, mean.call(_source, _lengths.to(ScalarType.Int32), _target).Output);
    }

    private static void Refused(string message, params Action[] calls) =>
        Assert.All(calls, call => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message));
}
