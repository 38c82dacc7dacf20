using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Layers;

/// <summary>The options of an embedding.</summary>
public sealed class EmbeddingTests
{
    [Fact]
    public void Padding_row_is_zero_and_gets_no_gradient()
    {
        using var scope = NewDisposeScope();
        using var model = new PaddedWords(dtype: ScalarType.Float64);
        var table = model.Embed.get_parameter("weight")!;

        Assert.Equal(0, table[3].abs().sum().ToDouble());
        model.call(arange(11).unsqueeze(0)).Output.sum().backward();

        var rows = table.grad!.abs().sum(1);
        Assert.Equal(0, rows[3].ToDouble());
        Assert.Equal(10, rows.ne(0).sum().ToInt64());
    }

    [Fact]
    public void Vocabulary_without_the_padding_token_is_an_error() =>
        Assert.Throws<ArgumentOutOfRangeException>("words", () => new GivenWords(zeros(3, 4), words: 3));

    [Fact]
    public void Embedding_dropout_zeroes_whole_words_and_scales_the_others()
    {
        using var scope = NewDisposeScope();
        using var model = new DroppedWords(dtype: ScalarType.Float64);
        using var draw = new Draw();
        var table = model.Embed.get_parameter("weight")!.detach();
        var tokens = draw.Tokens(11, 6, 20);
        var fates = new HashSet<string>();

        for (var i = 0; i < 20; i++)
        {
            var vectors = WordDropout.Call(model.Embed, tokens, 0.5, training: true);
            var scales = new double?[11];
            for (var word = 0; word < 11; word++)
            {
                var of = vectors.reshape(-1, 4)[tokens.flatten().eq(word)];
                if (of.size(0) > 0)
                {
                    var scale = of.abs().sum().ToDouble() == 0 ? 0 : 2;
                    Near.Equal($"word {word}", (table[word] * scale).expand(of.size(0), 4), of, 0);
                    scales[word] = scale;
                }
            }

            fates.Add(string.Join(" ", scales));
        }

        Assert.True(fates.Count > 5, "Each call draws anew.");
    }

    [Fact]
    public void Embedding_dropout_acts_in_training_mode_only()
    {
        using var scope = NewDisposeScope();
        using var model = new DroppedWords(dtype: ScalarType.Float64);
        using var draw = new Draw();
        var tokens = draw.Tokens(11, 4, 9);

        model.eval();
        Near.Equal("the output", model.Rnn.call(model.Embed.call(tokens)).Item1, model.call(tokens).Output);
        model.train();
        manual_seed(1);
        var (whole, step) = (new HashSet<double>(), new HashSet<double>());
        for (var i = 0; i < 30; i++)
        {
            whole.Add(model.call(tokens).Output.sum().ToDouble());
            step.Add(model.Step(tokens.flatten()).Output.sum().ToDouble());
        }

        // How many different masks there are depends on how many different words.
        Assert.True(whole.Count > 1);
        Assert.True(step.Count > 1);
    }

    [Fact]
    public void Embedding_dropout_gradient_equals_the_masked_embedding()
    {
        using var scope = NewDisposeScope();
        using var table = nn.Embedding(11, 4, dtype: ScalarType.Float64);
        using var draw = new Draw();
        var weight = table.get_parameter("weight")!;
        var tokens = draw.Tokens(11, 6, 20);
        var weighing = draw.Normal(6, 20, 4);

        manual_seed(3);
        var mask = empty(11, dtype: ScalarType.Float64).bernoulli_(0.5).div_(0.5).unsqueeze(1);
        var expected = (weight * mask)[tokens];
        manual_seed(3);
        var found = WordDropout.Call(table, tokens, 0.5, training: true);

        Near.Equal("the vectors", expected, found);
        Near.Equal("the gradient", autograd.grad([(expected * weighing).sum()], [weight])[0], autograd.grad([(found * weighing).sum()], [weight])[0]);
    }

    [Fact]
    public void Pretrained_vectors_are_copied_in_the_model_dtype_with_zero_padding()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw(ScalarType.Float32);
        var vectors = draw.Normal(11, 4);
        using var model = new GivenWords(vectors, dtype: ScalarType.Float64);
        var table = model.Embed.get_parameter("weight")!;
        var expected = vectors.to(ScalarType.Float64);
        expected[3] = zeros(4, dtype: ScalarType.Float64);

        Near.Equal("the table", expected, table.detach(), 0);
        vectors.zero_();
        Near.Equal("the table", expected, table.detach(), 0);
    }

    [Fact]
    public void Pretrained_vectors_of_another_shape_and_null_are_errors()
    {
        using var scope = NewDisposeScope();

        Assert.StartsWith(
            "GivenWords reads embedVectors as floating-point vectors [11, 4], one row per token; it was given Float32 [4, 11].",
            Assert.Throws<ArgumentException>("embedVectors", () => new GivenWords(zeros(4, 11))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("embedVectors", () => new GivenWords(zeros([11, 4], ScalarType.Int64)));
        Assert.Throws<ArgumentNullException>("embedVectors", () => new GivenWords(null!));
    }

    [Fact]
    public void Frozen_embedding_is_unchanged_by_training()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new GivenWords(draw.Normal(11, 4), dtype: ScalarType.Float64);
        using var optimizer = optim.SGD(model.parameters(), 0.5);
        var before = model.Embed.get_parameter("weight")!.detach().clone();
        var recurrent = model.Rnn.get_parameter("weight_ih_l0")!.detach().clone();

        model.call(draw.Tokens(11, 3, 4)).Output.square().sum().backward();
        optimizer.step();

        Near.Equal("the table", before, model.Embed.get_parameter("weight")!.detach(), 0);
        Assert.NotEqual(0, Near.Distance(recurrent, model.Rnn.get_parameter("weight_ih_l0")!.detach()));
    }
}
