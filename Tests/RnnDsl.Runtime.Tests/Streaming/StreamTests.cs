using RnnDsl.Runtime.Tests.Streaming.Models;
using RnnDsl.Safetensors;
using RnnDsl.Streaming;
using Xunit;

namespace RnnDsl.Runtime.Tests.Streaming;

/// <summary>Streams: states as values, shared weights, checks, memory.</summary>
public sealed class StreamTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(typeof(EveryOptionLstm))]
    [InlineData(typeof(TiedModel))]
    [InlineData(typeof(OfScrn))]
    [InlineData(typeof(OfDelayedCell))]
    [InlineData(typeof(CausalModel))]
    [InlineData(typeof(MeanModel))]
    [InlineData(typeof(MaxModel))]
    [InlineData(typeof(AttentionPooledModel))]
    public void A_fork_continues_where_the_stream_is(Type type)
    {
        using var pair = new StreamPair(type, _folder);
        var (before, after) = (pair.Inputs(50), pair.Inputs(50, seed: 3));
        pair.Steps(pair.Stream, before);
        var fork = pair.Fork();
        var bytes = StreamState.FromBytes(pair.Stream.State.ToBytes());
        var other = pair.Load(pair.File);
        other.State = bytes;

        var expected = pair.Steps(pair.Stream, after);

        Assert.Equal(expected, pair.Steps(fork, after));
        Assert.Equal(expected, pair.Blocks(other, after, [9]));
    }

    [Theory]
    [InlineData(typeof(PlainGru), 2, 1)]
    [InlineData(typeof(PlainLstm), 2, 0)]
    [InlineData(typeof(PlainRnn), 1, 0)]
    public void Values_of_a_state_are_the_hidden_states(Type type, int count, int hidden)
    {
        using var pair = new StreamPair(type, _folder);
        var outputs = pair.Steps(pair.Stream, pair.Inputs(5));
        var state = pair.Stream.State;

        // Without layers above the recurrence the output is the hidden state of its last layer.
        Assert.Equal(count, state.Widths.Count);
        Assert.Equal(outputs[^pair.OutputSize..], state.Values(hidden).ToArray());
        Assert.StartsWith($"{type.Name} has {count} state", Assert.Throws<ArgumentOutOfRangeException>(() => state.Values(count)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => state.Values(-1));
    }

    [Fact]
    public void A_state_is_a_copy()
    {
        using var pair = new StreamPair(typeof(PlainLstm), _folder);
        var inputs = pair.Inputs(10);
        var state = pair.Stream.State;
        var first = pair.Steps(pair.Stream, inputs);

        pair.Stream.State = state;
        Assert.Equal(first, pair.Steps(pair.Stream, inputs));
        Assert.NotEqual(first, pair.Steps(pair.Stream, inputs));
        pair.Stream.Reset();
        Assert.Equal(first, pair.Steps(pair.Stream, inputs));
    }

    [Fact]
    public void A_new_stream_starts_at_the_initial_state_of_the_same_weights()
    {
        using var pair = new StreamPair(typeof(PlainGru), _folder);
        var inputs = pair.Inputs(10);
        var first = pair.Steps(pair.Stream, inputs);

        var other = ((PlainGru.Streaming)pair.Stream).NewStream();

        Assert.Equal(first, pair.Steps(other, inputs));
    }

    [Theory]
    [InlineData(typeof(EveryOptionLstm))]
    [InlineData(typeof(TiedModel))]
    [InlineData(typeof(OfMixedCell))]
    [InlineData(typeof(WideModel))]
    [InlineData(typeof(CausalModel))]
    [InlineData(typeof(AttentionPooledModel))]
    public void Steps_allocate_nothing(Type type)
    {
        using var pair = new StreamPair(type, _folder);
        var (inputs, output, width) = (pair.Inputs(64), new float[pair.OutputSize], pair.InputSize);
        if (pair.ReadsTokens)
        {
            var step = pair.Call<StreamPair.StepOfToken>(pair.Stream, "Step");
            Assert.Equal(0, Allocated(() => step(3, output)));
            return;
        }

        var stepOfInput = pair.Call<StreamPair.StepOfInput>(pair.Stream, "Step");
        var block = pair.Call<StreamPair.BlockOfInputs>(pair.Stream, "Process");
        var outputs = new float[64 * pair.OutputSize];
        Assert.Equal(0, Allocated(() => stepOfInput(inputs.AsSpan(0, width), output)));
        Assert.Equal(0, Allocated(() => block(inputs, outputs)));
    }

    [Theory]
    [InlineData(WeightFormat.BFloat16, 0.03f)]
    [InlineData(WeightFormat.Int8, 0.05f)]
    public void Smaller_formats_come_close(WeightFormat format, float bound)
    {
        foreach (var type in new[] { typeof(WideModel), typeof(TiedModel), typeof(PlainLstm), typeof(OfForgetGateLstm), typeof(CausalModel) })
        {
            using var pair = new StreamPair(type, _folder, format);
            var inputs = pair.Inputs(50);
            var outputs = pair.Steps(pair.Stream, inputs);

            ParityTests.Close(pair.Module(inputs), outputs, bound);
            Assert.NotEqual(pair.Steps(pair.Load(pair.File), inputs), outputs);
            pair.Stream.Reset();
            Assert.Equal(outputs, pair.Blocks(pair.Stream, inputs, [11, 4]));
        }
    }

    [Fact]
    public void A_file_that_does_not_fit_is_refused_with_all_that_differs()
    {
        using var pair = new StreamPair(typeof(ProjectedLstm), _folder);
        var file = Changed(pair.File, "changed.safetensors", tensors =>
        {
            tensors.Remove("linear.bias");
            tensors["lstm.bias_ih_l1"] = ([3], new float[3]);
            tensors["extra"] = ([2, 2], new float[4]);
        });

        var exception = Assert.Throws<StreamWeightsException>(() => pair.Load(file));

        Assert.Equal(["lstm.bias_ih_l1: the file has [3], the model [48]", "linear.bias: missing; the model has [4]", "extra: the model has no such tensor"], exception.Problems);
        Assert.StartsWith($"{file} does not hold the weights of ProjectedLstm. Nothing was loaded.\n  lstm.bias_ih_l1", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_of_the_constructor_are_compared_with_each_other()
    {
        using var pair = new StreamPair(typeof(TiedModel), _folder);
        var file = Changed(pair.File, "changed.safetensors", tensors => tensors["linear.bias"] = ([21], new float[21]));

        var exception = Assert.Throws<StreamWeightsException>(() => pair.Load(file));

        Assert.Equal(["linear.bias: the file has [21], the model [20]"], exception.Problems);
    }

    [Fact]
    public void A_tied_weight_may_have_either_name()
    {
        using var pair = new StreamPair(typeof(TiedModel), _folder);
        var inputs = pair.Inputs(5);
        var expected = pair.Steps(pair.Stream, inputs);

        foreach (var name in new[] { "embed.weight", "linear.weight" })
            Assert.Equal(expected, pair.Steps(pair.Load(Changed(pair.File, "one.safetensors", tensors => tensors.Remove(name))), inputs));
    }

    [Fact]
    public void Wrong_arguments_are_errors_and_change_nothing()
    {
        using var tokens = new StreamPair(typeof(TiedModel), _folder);
        var stream = (TiedModel.Streaming)tokens.Stream;
        var state = stream.State;

        Assert.StartsWith("The vocabulary has 20 tokens, 0 to 19.", Assert.Throws<ArgumentOutOfRangeException>(() => stream.Step(20, new float[20])).Message, StringComparison.Ordinal);
        Assert.StartsWith("At step 2: The vocabulary has 20 tokens, 0 to 19.", Assert.Throws<ArgumentOutOfRangeException>(() => stream.Process([1, 2, -1], new float[60])).Message, StringComparison.Ordinal);
        Assert.Equal("TiedModel writes 20 features; there is room for 19.", Assert.Throws<ArgumentException>(() => stream.Step(1, new float[19])).Message);
        Assert.Equal("TiedModel writes 20 features at each step, 60 for 3 steps; there is room for 59.", Assert.Throws<ArgumentException>(() => stream.Process([1, 2, 3], new float[59])).Message);
        Assert.True(state.SequenceEqual(stream.State));

        using var inputs = new StreamPair(typeof(PlainLstm), _folder);
        var other = (PlainLstm.Streaming)inputs.Stream;
        Assert.Equal("PlainLstm reads 9 features; 8 were given.", Assert.Throws<ArgumentException>(() => other.Step(new float[8], new float[16])).Message);
        Assert.Equal("PlainLstm reads 9 features at each step; 10 numbers are no whole number of steps.", Assert.Throws<ArgumentException>(() => other.Process(new float[10], new float[16])).Message);
        Assert.StartsWith("PlainLstm has states of 2 × [16, 16]; the state is one of TiedModel", Assert.Throws<ArgumentException>(() => other.State = state).Message, StringComparison.Ordinal);
    }

    internal static long Allocated(Action step)
    {
        for (var i = 0; i < 50; i++)
            step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            step();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private string Changed(string file, string name, Action<Dictionary<string, (long[] Shape, float[] Values)>> change)
    {
        var tensors = new Dictionary<string, (long[] Shape, float[] Values)>();
        using (var source = SafetensorsFile.Open(file))
        {
            foreach (var entry in source.Entries)
                tensors.Add(entry.Name, ([.. entry.Shape], source.ReadSingles(entry)));
        }

        change(tensors);
        SafetensorsFile.Write(_folder[name], tensors.Select(tensor => SafetensorsTensor.From<float>(tensor.Key, tensor.Value.Shape, tensor.Value.Values)));
        return _folder[name];
    }
}
