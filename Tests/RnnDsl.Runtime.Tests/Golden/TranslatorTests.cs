using RnnDsl.Runtime.Tests.Decoders;
using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Golden;

/// <summary>
/// Encoders and decoders with attention against numbers that PyTorch computed in Python (Tests/golden/make_translators.py): its weights load by name, and
/// outputs, weights and gradients are its own.
/// </summary>
public sealed class TranslatorTests
{
    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Attention_before_the_cell_equals_PyTorch(ScalarType dtype) =>
        Compare("BahdanauTranslator", new BahdanauTranslator(9, 11, dtype: dtype), (model, source, lengths, target) => model.call(source, lengths, target), dtype);

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Attention_after_the_cell_with_input_feeding_equals_PyTorch(ScalarType dtype) =>
        Compare("DeepTranslator", new DeepTranslator(9, 11, dtype: dtype), (model, source, lengths, target) => model.call(source, lengths, target), dtype);

    private static void Compare<TModel>(string name, TModel model, Func<TModel, Tensor, Tensor, Tensor, (Tensor Output, Tensor Weights)> run, ScalarType dtype)
        where TModel : nn.Module
    {
        using var scope = NewDisposeScope();
        using var owned = model;
        var golden = TensorFile.Load(GoldenCase.Path("translators")).Tensors;
        using var folder = new TemporaryFolder();
        TensorFile.Save(folder["weights.safetensors"], Part("weights"));
        model.LoadSafetensors(folder["weights.safetensors"]);
        model.eval();

        var (output, weights) = run(model, golden[$"{name}/in/source"], golden[$"{name}/in/lengths"], golden[$"{name}/in/target"]);

        var tolerance = dtype == ScalarType.Float32 ? 1e-5 : 1e-6;
        Near.Equal("output", Typed("out/output"), output, tolerance);
        Near.Equal("weights", Typed("out/weights"), weights, tolerance);
        ((output * Typed("weighing/output")).sum() + (weights * Typed("weighing/weights")).sum()).backward();
        Assert.All(model.named_parameters(), named => Near.Equal(named.name, Typed($"gradient/{named.name}"), named.parameter.grad!, tolerance));

        Tensor Typed(string part) => golden[$"{name}/{part}"].to(dtype);

        IEnumerable<(string Name, Tensor Tensor)> Part(string part) => golden
            .Where(pair => pair.Key.StartsWith($"{name}/{part}/", StringComparison.Ordinal))
            .Select(pair => (pair.Key[(name.Length + part.Length + 2)..], pair.Value));
    }
}
