using RnnDsl.Examples.Cells;
using RnnDsl.Runtime.Tests.Streaming.Models;
using RnnDsl.Streaming;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Streaming;

/// <summary>The loss of trained models with weights of 8 bits is that with float32, within 0.01 nats.</summary>
public sealed class Int8LossTests : IDisposable
{
    private const int Vocabulary = 20, Length = 2000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_a_stacked_lstm() => Check<Int8Lstm, Int8Lstm.State>(new(), Int8Lstm.Streaming.Convert, static (file, format) => Int8Lstm.Streaming.Load(file, format).Process);

    [Fact]
    public void Of_a_gru() => Check<Int8Gru, Int8Gru.State>(new(), Int8Gru.Streaming.Convert, static (file, format) => Int8Gru.Streaming.Load(file, format).Process);

    [Fact]
    public void Of_a_cell_of_equations() => Check<Int8Cell, Int8Cell.State>(new(), Int8Cell.Streaming.Convert, static (file, format) => Int8Cell.Streaming.Load(file, format).Process);

    private delegate void Block(ReadOnlySpan<int> tokens, Span<float> scores);

    private void Check<TModel, TState>(TModel model, Func<string, string, WeightFormat, WeightConversion> convert, Func<string, WeightFormat?, Block> load)
        where TModel : nn.Module, ISequenceModel<TState>
        where TState : RecurrentState<TState>
    {
        using (model)
        {
            Train<TModel, TState>(model);
            model.SaveSafetensors(_folder["weights.safetensors"]);
            convert(_folder["weights.safetensors"], _folder["int8.safetensors"], WeightFormat.Int8);

            var text = Text(Length, seed: 9);
            var loss = Loss(load(_folder["weights.safetensors"], null), text);
            var int8 = Loss(load(_folder["int8.safetensors"], null), text);

            // The model has learned something: a guess costs log 20 = 3.0.
            Assert.InRange(loss, 0.1, 2);
            Assert.NotEqual(loss, int8);
            Assert.InRange(int8 - loss, -0.01, 0.01);
        }
    }

    private static void Train<TModel, TState>(TModel model)
        where TModel : nn.Module, ISequenceModel<TState>
        where TState : RecurrentState<TState>
    {
        using var generator = random.manual_seed(1);
        foreach (var parameter in model.parameters())
            nn.init.uniform_(parameter, -0.2, 0.2);
        using var optimizer = optim.Adam(model.parameters(), 0.01);
        for (var step = 0; step < 200; step++)
        {
            var tokens = Text((32 * 40) + 1, seed: 100 + step);
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var inputs = tensor(tokens.AsSpan(0, 32 * 40).ToArray().Select(static token => (long)token).ToArray()).reshape(32, 40);
            var targets = tensor(tokens.AsSpan(1).ToArray().Select(static token => (long)token).ToArray());
            nn.functional.cross_entropy(model.forward(inputs).Output.flatten(0, 1), targets).backward();
            optimizer.step();
        }

        model.eval();
    }

    private static double Loss(Block process, int[] text)
    {
        var scores = new float[(text.Length - 1) * Vocabulary];
        process(text.AsSpan(..^1), scores);
        var sum = 0d;
        for (var t = 0; t + 1 < text.Length; t++)
        {
            var row = scores.AsSpan(t * Vocabulary, Vocabulary).ToArray();
            sum += Math.Log(row.Sum(score => Math.Exp(score - row[text[t + 1]])));
        }

        return sum / (text.Length - 1);
    }

    /// <summary>Tokens that mostly follow from the two before.</summary>
    private static int[] Text(int length, int seed)
    {
        var numbers = new Random(seed);
        var text = new int[length];
        for (var t = 2; t < length; t++)
            text[t] = numbers.Next(5) == 0 ? numbers.Next(Vocabulary) : ((3 * text[t - 1]) + (text[t - 2] < 10 ? 1 : 2)) % Vocabulary;
        return text;
    }
}
