using RnnDsl.Runtime.Tests.Decoders;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Decoding;

/// <summary>Several users of one network at a time: each sees it in evaluation mode, and the last one to go leaves it as the first one found it.</summary>
public sealed class EvaluationModeTests : IDisposable
{
    private static readonly BeamSearchOptions Options = new() { Begin = 1, End = 0, MaximumLength = 6, BeamWidth = 3 };

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly List<DroppingWriter> _models = [];

    public void Dispose()
    {
        _models.ForEach(model => model.Dispose());
        _scope.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Interleaved_generators_equal_separate_generators(bool firstEndsFirst)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var model = Trained(seed);
            var alone = TokenGenerator.Generate(model, [1], new SamplingOptions(), new RandomSource(7)).Take(30).ToArray();
            var (first, second) = (Generator(model, 3), Generator(model, 7));
            var (leaving, staying) = firstEndsFirst ? (first, second) : (second, first);
            var expected = firstEndsFirst ? alone : [.. TokenGenerator.Generate(model, [1], new SamplingOptions(), new RandomSource(3)).Take(30)];
            var written = new List<long>();

            Write(leaving, 5);
            written.AddRange(Write(staying, 5));
            Write(leaving, 5);
            leaving.Dispose();
            leaving.Dispose();
            Assert.False(model.training);
            written.AddRange(Write(staying, 25));
            staying.Dispose();

            Assert.Equal(expected, written);
            Assert.True(model.training);
            Assert.All(model.modules(), part => Assert.True(part.training));
        }
    }

    [Fact]
    public void Submodule_in_evaluation_mode_stays_in_it()
    {
        var model = Trained(1);
        model.Dropout.eval();
        var (first, second) = (Generator(model, 3), Generator(model, 7));
        Write(first, 2);
        Write(second, 2);
        first.Dispose();
        second.Dispose();
        Assert.Equal((true, false, true), (model.training, model.Dropout.training, model.Fc.training));

        // And the other way round: one part alone is trained.
        model.eval();
        model.Fc.train();
        Assert.Equal(3, TokenGenerator.Generate(model, [1], new SamplingOptions(), new RandomSource(1)).Take(3).Count());
        Assert.Equal((false, false, true), (model.training, model.Dropout.training, model.Fc.training));
    }

    [Fact]
    public void Nested_and_failing_decoding_restore_the_mode()
    {
        var model = Trained(1);
        var prompts = ones(1, 2, dtype: ScalarType.Int64);
        foreach (var _ in TokenGenerator.Generate(model, [1], new SamplingOptions(), new RandomSource(0)).Take(3))
        {
            SequenceDecoder.BeamSearch(model, prompts, Options with { Begin = null });
            Assert.Throws<ArgumentOutOfRangeException>(() => SequenceDecoder.Greedy(model, prompts, Options with { Begin = null, End = 99 }));
            Assert.False(model.training);
        }

        Assert.True(model.training);
        Assert.Throws<ArgumentOutOfRangeException>(() => SequenceDecoder.Greedy(model, prompts, Options with { Begin = null, End = 99 }));
        Assert.True(model.training);
    }

    [Fact]
    public void Shared_submodule_returns_to_its_mode_after_its_last_use()
    {
        var one = Trained(1);
        var other = Trained(2);
        var (first, second) = (new Holder(one), new Holder(one, other));
        var (ofFirst, ofSecond) = (Generator(first, 1), Generator(second, 2));
        Write(ofFirst, 2);
        Write(ofSecond, 2);

        // train() of the second would reach the part that the first still uses.
        ofSecond.Dispose();
        Assert.Equal((false, false, true), (one.training, second.training, other.training));
        Write(ofFirst, 2);
        ofFirst.Dispose();
        Assert.Equal((true, true, true, true), (one.training, other.training, first.training, second.training));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Model_set_to_training_mode_during_generation_stays_in_it(bool wasTraining)
    {
        var model = Trained(1);
        model.train(wasTraining);
        var waiting = Generator(model, 1);
        Write(waiting, 2);

        model.train();
        SequenceDecoder.Greedy(model, ones(1, 2, dtype: ScalarType.Int64), Options with { Begin = null });
        Assert.True(model.training);
        waiting.Dispose();
        Assert.True(model.training);

        var untouched = Generator(model, 1);
        Write(untouched, 2);
        model.train();
        untouched.Dispose();
        Assert.True(model.training);
    }

    [Fact]
    public void Disposed_model_does_not_block_the_mode_of_other_models()
    {
        var (gone, model) = (Trained(1), Trained(2));
        var (first, second) = (Generator(gone, 1), Generator(model, 2));
        Write(first, 2);
        Write(second, 2);

        gone.Dispose();
        first.Dispose();
        second.Dispose();
        Assert.True(model.training);
    }

    [Fact]
    public void Trainer_keeps_submodules_in_evaluation_mode_and_restores_the_mode()
    {
        foreach (var wasTraining in new[] { true, false })
        {
            var model = Trained(3);
            model.train(wasTraining);
            model.Dropout.eval();
            var seen = new List<(bool, bool)>();
            var trainer = new Trainer(model, optim.SGD(model.parameters(), 0.01), step =>
            {
                seen.Add((model.training, model.Dropout.training));
                return model.call(ones(2, 3, dtype: ScalarType.Int64)).Output.square().mean();
            }, new TrainerOptions { Steps = 3, EvaluateEvery = 1, Evaluate = () => model.training ? 1 : 0, HandleSignals = false, Console = Silent });
            var result = trainer.Run();

            // A network in evaluation mode as a whole is trained as a whole.
            Assert.All(seen, modes => Assert.Equal((true, !wasTraining), modes));
            Assert.All(result.History.Validation, point => Assert.Equal(0, point.Loss));
            Assert.Equal((wasTraining, false), (model.training, model.Dropout.training));
        }
    }

    internal static Spectre.Console.IAnsiConsole Silent => Spectre.Console.AnsiConsole.Create(new Spectre.Console.AnsiConsoleSettings
    {
        Ansi = Spectre.Console.AnsiSupport.No,
        Interactive = Spectre.Console.InteractionSupport.No,
        Out = new Spectre.Console.AnsiConsoleOutput(TextWriter.Null),
    });

    /// <summary>A model in training mode, whose dropout changes every text it acts in.</summary>
    private DroppingWriter Trained(int seed)
    {
        manual_seed(seed);
        var model = new DroppingWriter(11);
        using var _ = no_grad();
        foreach (var parameter in model.parameters())
            parameter.mul_(3);
        model.train();
        _models.Add(model);
        return model;
    }

    private static IEnumerator<long> Generator<TState>(IStepModel<TState> model, int seed)
        where TState : RecurrentState<TState> =>
        TokenGenerator.Generate(model, [1], new SamplingOptions(), new RandomSource(seed)).GetEnumerator();

    private static List<long> Write(IEnumerator<long> generator, int count)
    {
        var written = new List<long>();
        while (written.Count < count && generator.MoveNext())
            written.Add(generator.Current);
        return written;
    }

    /// <summary>A network of the author's own around generated ones.</summary>
    private sealed class Holder : nn.Module, IStepModel<DroppingWriter.State>
    {
        private readonly DroppingWriter _inner;

        public Holder(params DroppingWriter[] inner)
            : base(nameof(Holder))
        {
            _inner = inner[0];
            for (var i = 0; i < inner.Length; i++)
                register_module($"inner{i}", inner[i]);
        }

        public DroppingWriter.State InitialState(long batch = 1) => _inner.InitialState(batch);

        public (Tensor Output, DroppingWriter.State State) Step(Tensor input, DroppingWriter.State? state = null) => _inner.Step(input, state);

        protected override void RegisterComponents()
        {
        }
    }
}

[SequenceModel, Embedding("vocabulary", 6), Lstm(8, Layers = 2, Dropout = 0.5), Dropout(0.5), Linear("vocabulary", Name = "fc")]
public partial class DroppingWriter;
