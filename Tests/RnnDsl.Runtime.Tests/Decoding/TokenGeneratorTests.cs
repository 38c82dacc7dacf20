using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Decoding;

public sealed class TokenGeneratorTests : IDisposable
{
    private static readonly SamplingOptions Plain = new();

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly CharacterVocabulary _vocabulary = CharacterVocabulary.FromText("abcdefgh");

    [Fact]
    public void Greedy_generation_equals_repeated_Step_with_argmax()
    {
        var model = new TinyModel(8);
        var generated = TokenGenerator.Generate(model, [1, 5, 2], SamplingOptions.Greedy, new RandomSource(0)).Take(20).ToArray();

        model.eval();
        var expected = new List<long>();
        TinyState? state = null;
        Tensor output = zeros(0);
        foreach (var token in (long[])[1, 5, 2])
            (output, state) = model.Step(tensor(new[] { token }), state);
        for (var i = 0; i < 20; i++)
        {
            expected.Add(output.argmax(1).item<long>());
            (output, state) = model.Step(tensor(new[] { expected[^1] }), state);
        }

        Assert.Equal(expected, generated);
    }

    [Fact]
    public void Generated_text_depends_on_the_seed()
    {
        var model = new TinyModel(8);
        long[] Run(long seed) => [.. TokenGenerator.Generate(model, [0], Plain, new RandomSource(seed)).Take(60)];
        Assert.Equal(Run(1), Run(1));
        Assert.NotEqual(Run(1), Run(2));
    }

    [Fact]
    public void Prompt_read_in_chunks_equals_reading_step_by_step()
    {
        var model = new TinySequenceModel(8);
        var prompt = Enumerable.Range(0, 1_100).Select(i => (long)(i * i % 8)).ToArray();
        var bySequence = TokenGenerator.Generate(model, prompt, Plain, new RandomSource(7)).Take(30).ToArray();
        Assert.Equal([512, 512, 76], model.SequenceLengths);

        var byStep = TokenGenerator.Generate(new StepsOnly(model), prompt, Plain, new RandomSource(7)).Take(30).ToArray();
        Assert.Equal(byStep, bySequence);
        Assert.Equal(3, model.SequenceLengths.Count);
    }

    [Fact]
    public void Skips_the_unused_final_step()
    {
        var model = new TinyModel(8);
        var tokens = TokenGenerator.Generate(model, [0, 1], Plain, new RandomSource(0));
        Assert.Equal(0, model.Steps);
        Assert.Equal(5, tokens.Take(5).Count());
        Assert.Equal(2 + 4, model.Steps);
    }

    [Fact]
    public void Generation_runs_in_evaluation_mode_without_gradients_and_restores_modes()
    {
        var model = new TinyModel(8);
        model.train();
        model.Dropout.eval();
        foreach (var _ in TokenGenerator.Generate(model, [0], Plain, new RandomSource(0)).Take(3))
            Assert.True(is_grad_enabled() && !is_inference_mode_enabled());
        Assert.False(model.SawGradients);
        Assert.False(model.SawTraining);
        Assert.True(model.training);
        Assert.False(model.Dropout.training);

        model.eval();
        Assert.Equal(3, TokenGenerator.Generate(model, [0], Plain, new RandomSource(0)).Take(3).Count());
        Assert.False(model.training);
    }

    [Fact]
    public void Mode_is_restored_if_the_consumer_stops_early_or_throws()
    {
        var model = new TinyModel(8);
        Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (var _ in TokenGenerator.Generate(model, [0], Plain, new RandomSource(0)))
                throw new InvalidOperationException();
        });
        Assert.True(model.training);
    }

    [Fact]
    public void Model_can_be_trained_after_generation()
    {
        var model = new TinyModel(8);
        Assert.Equal(3, TokenGenerator.Generate(model, [0], Plain, new RandomSource(0)).Take(3).Count());
        var (output, _) = model.Step(tensor(new[] { 3L }));
        output.sum().backward();
        Assert.All(model.parameters(), parameter => Assert.NotNull(parameter.grad));
    }

    [Fact]
    public void Generation_keeps_the_live_tensor_count_constant()
    {
        var model = new TinyModel(8);
        var statistics = DisposeScopeManager.Statistics;
        var before = statistics.ThreadTotalLiveCount;
        var counts = new HashSet<long>();
        foreach (var _ in TokenGenerator.Generate(model, [0, 1, 2], Plain, new RandomSource(0)).Take(300))
            counts.Add(statistics.ThreadTotalLiveCount);
        Assert.Single(counts);
        Assert.Equal(before, statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Generation_accepts_any_step_function()
    {
        // Scores that always name the token two further on; the state counts the steps.
        var states = new List<int>();
        (ReadOnlyMemory<float>, int) Step(int state, long token)
        {
            states.Add(state);
            var scores = new float[5];
            scores[(token + 2) % 5] = 1;
            return (scores, state + 1);
        }

        Assert.Equal([0L, 2, 4, 1], TokenGenerator.Generate(Step, 10, [1, 3], SamplingOptions.Greedy, new RandomSource(0)).Take(4));
        Assert.Equal([10, 11, 12, 13, 14], states);
    }

    [Fact]
    public void NaN_scores_are_an_error()
    {
        var model = new TinyModel(8);
        using (no_grad())
            model.get_parameter("fc.bias")!.fill_(float.NaN);
        var thrown = Assert.Throws<ArgumentException>(() => TokenGenerator.Generate(model, [0], Plain, new RandomSource(0)).First());
        Assert.Contains("is NaN", thrown.Message);
        Assert.True(model.training);
    }

    [Fact]
    public void Empty_prompt_is_an_error()
    {
        Assert.Contains("The prompt is empty", Assert.Throws<ArgumentException>(() => TokenGenerator.Generate(new TinyModel(8), [], Plain, new RandomSource(0))).Message);
        Assert.Throws<ArgumentException>(() => Generator(new TinyModel(8)).Generate("", 5, Plain, new RandomSource(0)));
    }

    [Fact]
    public void Streamed_text_equals_the_generated_text()
    {
        var generator = Generator(new TinyModel(8));
        var whole = generator.Generate("abc", 40, Plain, new RandomSource(5));
        Assert.Equal(40, whole.Length);
        Assert.All(whole, character => Assert.InRange(character, 'a', 'h'));
        Assert.Equal(whole, string.Concat(generator.Stream("abc", 40, Plain, new RandomSource(5))));
        Assert.Equal("", generator.Generate("abc", 0, Plain, new RandomSource(5)));
    }

    [Fact]
    public void Unknown_character_in_the_prompt_is_an_error_with_its_position() =>
        Assert.Contains("'?' (U+003F) at position 2", Assert.Throws<UnknownCharacterException>(() => Generator(new TinyModel(8)).Generate("ab?", 1, Plain, new RandomSource(0))).Message);

    [Fact]
    public void Generation_runs_on_the_device_of_the_model()
    {
        var model = new TinyModel(8);
        if (cuda.is_available())
            model.to(CUDA);
        Assert.Equal(10, TokenGenerator.Generate(model, [0], Plain, new RandomSource(0)).Take(10).Count());
    }

    private TextGenerator<TinyState> Generator(TinyModel model) => new(model, _vocabulary);

    private sealed class StepsOnly(TinyModel model) : IStepModel<TinyState>
    {
        public TinyState InitialState(long batch = 1) => model.InitialState(batch);

        public (Tensor Output, TinyState State) Step(Tensor input, TinyState? state = null)
        {
            model.eval();
            return model.Step(input, state);
        }
    }

    public void Dispose() => _scope.Dispose();
}
