using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Layers;

/// <summary>One table for the words that go in and those that come out.</summary>
public sealed class TiedLinearTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Tied_output_equals_a_projection_with_the_embedding_including_gradients()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new TiedWords(dtype: ScalarType.Float64);
        draw.Fill(model);
        var tokens = draw.Tokens(11, 3, 5);
        var (table, bias) = (model.Embed.get_parameter("weight")!, model.Fc.get_parameter("bias")!);

        var expected = model.Rnn.call(table[tokens]).Item1.matmul(table.t()) + bias;
        var found = model.call(tokens).Output;

        Agreement.Check(expected, found, model.parameters());
    }

    [Fact]
    public void Padding_row_gets_no_gradient_from_the_tied_output()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new TiedPaddedWords(dtype: ScalarType.Float64);
        LayerModel.Fill(model, draw);
        var tokens = draw.Tokens(11, 3, 5);
        var table = model.Embed.get_parameter("weight")!;

        var output = model.call(tokens).Output;
        output.square().sum().backward();

        var rows = table.grad!.abs().sum(1);
        Assert.Equal(0, rows[3].ToDouble());
        Assert.Equal(10, rows.ne(0).sum().ToInt64());
        using (no_grad())
        {
            Near.Equal("the output without gradients", output.detach(), model.call(tokens).Output, 0);
        }
    }

    [Fact]
    public void Tied_weight_is_one_parameter_with_two_keys()
    {
        using var scope = NewDisposeScope();
        using var model = new TiedWords(dtype: ScalarType.Float64);
        var weights = model.state_dict();

        Assert.Equal(
            ["embed.weight", "fc.bias", "fc.weight", "rnn.bias_hh_l0", "rnn.bias_ih_l0", "rnn.weight_hh_l0", "rnn.weight_ih_l0"],
            weights.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(6, model.parameters().Count());
        Assert.DoesNotContain(model.named_parameters(), pair => pair.name == "fc.weight");
        Assert.Equal(weights["embed.weight"].Handle, weights["fc.weight"].Handle);
    }

    [Fact]
    public void Weights_stay_tied_after_a_dtype_change()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new TiedWords(dtype: ScalarType.Float32);
        var tokens = draw.Tokens(11, 3, 5);

        model.to(ScalarType.Float64).to(CPU);
        using var optimizer = optim.SGD(model.parameters(), 0.1);
        model.call(tokens).Output.square().sum().backward();
        optimizer.step();

        var table = model.Embed.get_parameter("weight")!;
        Near.Equal("the output", model.Rnn.call(table[tokens]).Item1.matmul(table.t()) + model.Fc.get_parameter("bias")!, model.call(tokens).Output);
    }

    [Fact]
    public void Saved_file_has_both_keys_and_loads()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new TiedWords(dtype: ScalarType.Float64);
        using var other = new TiedWords(dtype: ScalarType.Float64);
        draw.Fill(model);
        model.SaveSafetensors(_folder["tied.safetensors"]);
        using (var file = TensorFile.Load(_folder["tied.safetensors"]))
        {
            Near.Equal("the two tables", file["embed.weight"], file["fc.weight"], 0);
            Assert.Equal(7, file.Tensors.Count);
        }

        Assert.Empty(other.LoadSafetensors(_folder["tied.safetensors"]).Missing);

        var tokens = draw.Tokens(11, 3, 5);
        Near.Equal("the output", model.call(tokens).Output, other.call(tokens).Output, 0);
    }

    [Theory]
    [InlineData("embed.weight")]
    [InlineData("fc.weight")]
    public void File_with_one_of_the_tied_keys_loads(string left)
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new TiedWords(dtype: ScalarType.Float64);
        using var other = new TiedWords(dtype: ScalarType.Float64);
        draw.Fill(model);
        TensorFile.Save(
            _folder["one.safetensors"],
            model.state_dict().Where(pair => pair.Key == left || pair.Key is not ("embed.weight" or "fc.weight")).Select(pair => (pair.Key, pair.Value)));

        other.LoadSafetensors(_folder["one.safetensors"]);

        var tokens = draw.Tokens(11, 3, 5);
        Near.Equal("the output", model.call(tokens).Output, other.call(tokens).Output, 0);
    }

    [Fact]
    public void TorchSharp_files_of_tied_weights_load()
    {
        using var scope = NewDisposeScope();
        using var draw = new Draw();
        using var model = new TiedWords(dtype: ScalarType.Float64);
        using var other = new TiedWords(dtype: ScalarType.Float64);
        draw.Fill(model);

        model.save(_folder["tied.dat"]);
        other.load(_folder["tied.dat"]);

        var tokens = draw.Tokens(11, 3, 5);
        Near.Equal("the output", model.call(tokens).Output, other.call(tokens).Output, 0);
    }

    public void Dispose() => _folder.Dispose();
}
