using System.Runtime;
using RnnDsl.Runtime.Tests.Decoders;
using RnnDsl.Runtime.Tests.Packaging;
using RnnDsl.Torch;
using Spectre.Console;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Collection;

/// <summary>
/// Training and decoding while other threads collect garbage or allocate. A scalar that nothing holds during a native call is freed in it: the call
/// then throws, computes with another number, or ends the process.
/// </summary>
[Trait("Category", "Long")]
public sealed class CollectorTests : IDisposable
{
    private const int Runs = 6;
    private const int Decodes = 4000;
    private const int Threads = 4;
    private const int Vocabulary = 11;

    private readonly int _threads = get_num_threads();

    public CollectorTests()
    {
        set_num_threads(1);
    }

    public void Dispose() => set_num_threads(_threads);

    [Fact]
    public void User_defined_cells_train_during_garbage_collection() => Train(
        static () => new CollectedCellWriter(Vocabulary), static model => NextToken(tokens => model.call(tokens.narrow(1, 0, 8)).Output), static model => optim.Adam(model.parameters(), 0.01));

    [Fact]
    public void Built_in_cells_train_during_garbage_collection() => Train(
        static () => new CollectedWriter(Vocabulary), static model => NextToken(tokens => model.call(tokens.narrow(1, 0, 8)).Output), static model => optim.SGD(model.parameters(), 0.1, momentum: 0.9));

    [Fact]
    public void Translators_train_during_garbage_collection() => Train(
        static () => new BahdanauTranslator(Vocabulary, Vocabulary), static model => NextToken(tokens => model.call(tokens, null, tokens.narrow(1, 0, 8)).Output), static model => optim.AdamW(model.parameters(), 0.01));

    [Fact]
    public void Classifiers_train_beside_a_collector_loop() => Train(
        static () => new CollectedClassifier(),
        static model => model.Loss(model.call(randn(4, 8, 3), lengths: Lengths()).Output, randint(0, 6, [4, 8], dtype: ScalarType.Int64), Lengths()),
        static model => optim.RMSProp(model.parameters(), 0.01, momentum: 0.9, centered: true));

    [Fact]
    public void Recognisers_train_beside_a_collector_loop() => Train(
        static () => new CollectedRecogniser(),
        static model => model.Loss(model.call(randn(4, 8, 3), lengths: Lengths()).Output, randint(1, 6, [4, 2], dtype: ScalarType.Int64), tensor([2L, 1, 2, 1]), Lengths()),
        static model => optim.RMSProp(model.parameters(), 0.01));

    [Fact]
    public void Forecasters_train_beside_a_collector_loop() => Train(
        static () => new CollectedForecaster(),
        static model => model.Loss(model.call(randn(4, 8, 3), Lengths()), randn(4, 2)),
        static model => optim.SGD(model.parameters(), 0.1, momentum: 0.9, nesterov: true, weight_decay: 0.01));

    [Fact]
    public void Four_threads_that_allocate_decode_with_a_user_defined_cell()
    {
        using var model = new CollectedCellWriter(Vocabulary);
        Decode(seed => TokenGenerator.Generate(model, [1, 2, 3], new SamplingOptions(), new RandomSource(seed)).Take(8).Count());
    }

    [Fact]
    public void Four_threads_that_allocate_decode_with_a_translator()
    {
        using var model = new BahdanauTranslator(Vocabulary, Vocabulary);
        var options = new BeamSearchOptions { Begin = 1, End = 0, MaximumLength = 8, BeamWidth = 3, LengthPenalty = LengthPenalty.Wu(0.6) };
        Decode(seed =>
        {
            using var scope = NewDisposeScope();
            var source = tensor([1L, 2, 3, 4, seed % Vocabulary]).unsqueeze(0);
            return seed % 2 == 0 ? SequenceDecoder.Greedy(model, source, null, options).Count : SequenceDecoder.BeamSearch(model, source, null, options).Count;
        });
    }

    /// <summary>Interactive is the latency mode of the collector that runs beside the program, which the tests above have.</summary>
    [Fact]
    public async Task Four_threads_decode_without_the_concurrent_collector()
    {
        Assert.Equal(GCLatencyMode.Interactive, GCSettings.LatencyMode);
        var output = await DotNet.Run(
            AppContext.BaseDirectory, "test", typeof(CollectorTests).Assembly.Location, "--filter", $"FullyQualifiedName~{nameof(CollectorTests)}.Four_threads_that_allocate",
            "--environment", "DOTNET_gcConcurrent=0");
        Assert.Contains("Passed:     2", output);
    }

    /// <summary>Every run ends with the weights that a run without the collector loop gives.</summary>
    private static void Train<TModel>(Func<TModel> create, Func<TModel, Tensor> loss, Func<TModel, OptimizerHelper> optimizer)
        where TModel : nn.Module
    {
        var alone = Run();
        using var collector = new CollectorLoop();
        var failures = new List<string>();
        for (var run = 0; run < Runs; run++)
        {
            try
            {
                if (!alone.SequenceEqual(Run()))
                    failures.Add("other weights");
            }
            catch (Exception error)
            {
                failures.Add(error.Message.Split('\n')[0]);
            }
        }

        Assert.True(failures.Count == 0, $"{failures.Count} of {Runs} runs failed: {string.Join("; ", failures)}");

        float[] Run()
        {
            using var scope = NewDisposeScope();
            manual_seed(5);
            var model = create();
            using var steps = optimizer(model);
            var options = new TrainerOptions { Steps = 60, ClipNorm = 1, AverageDecay = 0.9, HandleSignals = false, Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }) };
            new Trainer(model, steps, _ => loss(model), options).Run();
            return [.. model.parameters().SelectMany(static parameter => parameter.data<float>().ToArray())];
        }
    }

    private static Tensor NextToken(Func<Tensor, Tensor> output)
    {
        var tokens = randint(1, Vocabulary, [4, 9], dtype: ScalarType.Int64);
        return nn.functional.cross_entropy(output(tokens).flatten(0, 1), tokens.narrow(1, 1, 8).flatten());
    }

    private static Tensor Lengths() => tensor([8L, 5, 7, 4]);

    private static void Decode(Func<int, int> decode)
    {
        var failures = new List<string>();
        var threads = Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            for (var i = thread; i < Decodes; i += Threads)
            {
                try
                {
                    var request = new byte[2 << 20];
                    decode(i);
                    GC.KeepAlive(request);
                }
                catch (Exception error)
                {
                    lock (failures)
                        failures.Add(error.Message.Split('\n')[0]);
                }
            }
        })).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());

        Assert.True(failures.Count == 0, $"{failures.Count} of {Decodes} decodes failed: {string.Join("; ", failures.Distinct().Take(5))}");
    }
}
