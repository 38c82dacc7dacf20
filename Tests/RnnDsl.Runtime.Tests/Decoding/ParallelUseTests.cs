using RnnDsl.Runtime.Tests.Decoders;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Decoding;

/// <summary>What docs/decoding.md says may run in parallel gives on every thread what it gives alone.</summary>
public sealed class ParallelUseTests : IDisposable
{
    private const int Threads = 4;
    private const int Times = 50;

    private static readonly BeamSearchOptions Options = new() { Begin = 1, End = 0, MaximumLength = 8, BeamWidth = 3, NBest = 2, LengthPenalty = LengthPenalty.Wu(0.6) };

    private readonly int _threads = get_num_threads();

    public ParallelUseTests()
    {
        // Each decode has a thread already.
        set_num_threads(1);
    }

    public void Dispose() => set_num_threads(_threads);

    [Fact]
    public void Beam_search_by_four_threads_equals_sequential_search()
    {
        using var scope = NewDisposeScope();
        using var model = Translator();
        var sources = Sources();
        InParallel(model, [.. sources.Select<Tensor, Func<string>>(source => () => Text(SequenceDecoder.BeamSearch(model, source, null, Options).SelectMany(found => found)))]);
    }

    [Fact]
    public void Concurrent_greedy_sampling_and_beam_search_equal_sequential_runs()
    {
        using var scope = NewDisposeScope();
        using var model = Translator();
        var sources = Sources();
        InParallel(model,
        [
            () => Text(SequenceDecoder.Greedy(model, sources[0], null, Options)),
            () => Text(SequenceDecoder.Sample(model, sources[1], null, Options, new SamplingOptions { TopP = 0.9 }, new RandomSource(5), samples: 2).SelectMany(found => found)),
            () => Text(SequenceDecoder.BeamSearch(model, sources[2], null, Options).SelectMany(found => found)),
            () => Text(SequenceDecoder.BeamSearch([model, model], sources[3], null, Options).SelectMany(found => found)),
        ]);
    }

    [Fact]
    public void Concurrent_generation_and_Step_on_a_fused_kernel_equal_sequential_runs()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var model = new DroppingWriter(11);
        Check(model, model.InitialState);
    }

    [Fact]
    public void Concurrent_generation_and_Step_on_an_emitted_loop_equal_sequential_runs()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var model = new LoopedWriter(11);
        Check(model, model.InitialState);
    }

    private static void Check<TModel, TState>(TModel model, Func<long, TState> initial)
        where TModel : nn.Module, IStepModel<TState>, ISequenceModel<TState>
        where TState : RecurrentState<TState>
    {
        model.train();
        InParallel(model,
        [
            () => Generated(1),
            () => Generated(2),
            () => Generated(3),
            () => Generated(4),
        ]);

        // Without decoding, in evaluation mode and without gradients: steps and whole sequences.
        model.eval();
        InParallel(model, [.. Enumerable.Range(0, Threads).Select<int, Func<string>>(thread => () =>
        {
            using var inner = NewDisposeScope();
            using var inference = inference_mode();
            var tokens = arange(thread, thread + 5, dtype: ScalarType.Int64).unsqueeze(0);
            var state = initial(1);
            var last = zeros(0);
            for (var t = 0; t < 5; t++)
                (last, state) = model.Step(tokens.select(1, t), state);
            return string.Join(' ', last.data<float>().ToArray()) + "; " + string.Join(' ', model.forward(tokens).Output.data<float>().ToArray());
        })]);

        string Generated(int seed) =>
            string.Join(' ', TokenGenerator.Generate(model, [1, 2, 3], new SamplingOptions(), new RandomSource(seed)).Take(20));
    }

    /// <summary>Runs the jobs on a thread each, many times and all at once, and compares with what each gives alone.</summary>
    private static void InParallel(nn.Module model, Func<string>[] jobs)
    {
        var wasTraining = model.training;
        var alone = jobs.Select(job => job()).ToArray();
        Assert.Equal(alone, jobs.Select(job => job()));
        var together = new string[jobs.Length, Times];
        var errors = new List<Exception>();
        using var start = new Barrier(jobs.Length);
        var threads = jobs.Select((job, index) => new Thread(() =>
        {
            try
            {
                start.SignalAndWait();
                for (var i = 0; i < Times; i++)
                    together[index, i] = job();
            }
            catch (Exception error)
            {
                lock (errors)
                    errors.Add(error);
            }
        })).ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();

        Assert.Empty(errors);
        for (var index = 0; index < jobs.Length; index++)
        {
            for (var i = 0; i < Times; i++)
                Assert.Equal(alone[index], together[index, i]);
        }

        Assert.All(model.modules().Prepend(model), part => Assert.Equal(wasTraining, part.training));
    }

    private static string Text(IEnumerable<Hypothesis> found) =>
        string.Join("; ", found.Select(one => FormattableString.Invariant($"{string.Join(' ', one.Tokens)} {one.LogProbability:R}")));

    /// <summary>In training mode, where dropout acts on whatever is computed outside of decoding.</summary>
    private static BahdanauTranslator Translator()
    {
        manual_seed(2);
        var model = new BahdanauTranslator(9, 11);
        using var _ = no_grad();
        foreach (var parameter in model.parameters())
            parameter.mul_(2);
        model.train();
        return model;
    }

    private static Tensor[] Sources()
    {
        manual_seed(4);
        return [.. Enumerable.Range(0, Threads).Select(_ => randint(9, [2, 5], dtype: ScalarType.Int64))];
    }
}

[SequenceModel, Embedding("vocabulary", 6), Dropout(0.5), Lstm(8, Layers = 2, LayerNorm = true, RecurrentDropout = 0.3), Linear("vocabulary")]
public partial class LoopedWriter;
