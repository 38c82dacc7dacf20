using Microsoft.ML.OnnxRuntime;
using RnnDsl.Runtime.Tests.Golden;
using RnnDsl.Runtime.Tests.Onnx.Models;
using RnnDsl.Runtime.Tests.Streaming.Models;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Onnx;

/// <summary>An exported file computes in ONNX Runtime what the module computes.</summary>
public sealed class OnnxTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static readonly List<Type> Exported = [.. typeof(TokenLstm).Assembly.GetTypes().Where(type => type.GetMethod("ExportOnnx") is not null && type.GetMethod("Encode") is null).OrderBy(type => type.FullName, StringComparer.Ordinal)];

    public static TheoryData<Type> Models => [.. Exported];

    public static TheoryData<Type> ModelsWithLengths => [.. Exported.Where(type => type.GetMethods().Any(method => method.Name == "forward" && method.GetParameters().Any(parameter => parameter.Name == "lengths")))];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void Outputs_and_final_states_equal_those_of_the_module(Type type)
    {
        using var pair = new OnnxPair(type, _folder);
        var longest = LongestOf(type);
        pair.Compare(batch: 3, time: Math.Min(17, longest));
        pair.Compare(batch: 1, time: Math.Min(9, longest - 1));
        pair.Compare(batch: 5, time: Math.Min(25, longest - 2));
    }

    [Theory]
    [MemberData(nameof(ModelsWithLengths))]
    public void Lengths_are_an_input_on_request(Type type)
    {
        using var pair = new OnnxPair(type, _folder, new OnnxOptions { Lengths = true });
        if (LongestOf(type) < 20)
        {
            pair.Compare(batch: 3, time: 6, [6, 2, 4]);
            return;
        }

        pair.Compare(batch: 3, time: 17, [9, 17, 12]);
        pair.Compare(batch: 2, time: 20, [20, 11]);
        pair.Compare(batch: 2, time: 13);
    }

    /// <summary>Normalised cells of a few units, and one with two stable states, amplify roundings from step to step: over many steps the module itself differs by more from its results in double precision.</summary>
    private static int LongestOf(Type type) => new[] { "Bistable", "LayerNormLstm", "EveryOptionLstm", "NormalisedPaperGru" }.Any(name => type.Name.Contains(name, StringComparison.Ordinal)) ? 6 : int.MaxValue;

    [PythonFact("onnx")]
    public void Files_pass_the_checker_with_full_shape_inference()
    {
        foreach (var type in Exported)
        {
            foreach (var lengths in new[] { false, true })
                using (new OnnxPair(type, _folder, new OnnxOptions { Lengths = lengths }, suffix: lengths ? "-lengths" : ""))
                {
                }
        }

        var (exitCode, output) = Python.RunWith("onnx", Path.Combine(AppContext.BaseDirectory, "Onnx", "check_onnx.py"), _folder.Path);

        Assert.True(exitCode == 0, output);
        Assert.Contains($"{2 * Exported.Count} files are valid", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_in_double_precision_are_stored_as_float32()
    {
        using var generator = random.manual_seed(1);
        using var model = new NormalisedRnn(hidden: 8, dtype: ScalarType.Float64);
        model.eval();
        model.ExportOnnx(_folder["double.onnx"], new OnnxOptions { States = false });
        using var still = no_grad();
        using var scope = NewDisposeScope();
        var input = rand(2, 5, 7, dtype: ScalarType.Float64);

        using var session = new InferenceSession(_folder["double.onnx"]);
        using var value = OrtValue.CreateTensorValueFromMemory(input.to(ScalarType.Float32).data<float>().ToArray(), [2, 5, 7]);
        using var options = new RunOptions();
        using var outputs = session.Run(options, ["input"], [value], ["output"]);

        var expected = model.call(input).Output.data<double>().ToArray();
        Assert.All(expected.Zip(outputs[0].GetTensorDataAsSpan<float>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void An_export_replaces_the_file_and_leaves_no_tensor_behind()
    {
        using var model = new Cells.Grid.AntisymmetricRnnTwoBoth(features: 3, size: 4);
        File.WriteAllText(_folder["model.onnx"], "an older file");
        model.ExportOnnx(_folder["model.onnx"]);
        var before = Tensor.TotalCount;

        model.ExportOnnx(_folder["model.onnx"]);

        Assert.Equal(before, Tensor.TotalCount);
        using var session = new InferenceSession(_folder["model.onnx"]);
        Assert.Equal(["input", "hidden"], session.InputNames);
    }

    [Fact]
    public void An_export_in_training_mode_is_that_of_evaluation_mode_and_keeps_the_mode()
    {
        using var model = new ResidualLstm(classes: 4);
        model.ExportOnnx(_folder["training.onnx"]);
        Assert.All(model.named_modules().Select(child => child.module).Append(model), module => Assert.True(module.training));
        model.eval();
        model.ExportOnnx(_folder["evaluation.onnx"]);
        Assert.False(model.training);

        Assert.Equal(File.ReadAllBytes(_folder["evaluation.onnx"]), File.ReadAllBytes(_folder["training.onnx"]));
    }

    [Fact]
    public void States_are_left_out_on_request()
    {
        using var pair = new OnnxPair(typeof(TokenLstm), _folder, new OnnxOptions { States = false });

        Assert.Equal(["tokens"], pair.Inputs);
        Assert.Equal(["output"], pair.Outputs);
        pair.Compare(batch: 2, time: 6);
    }

    [Fact]
    public void Inputs_and_outputs_have_the_names_of_the_model()
    {
        using var pair = new OnnxPair(typeof(ThreeRecurrences), _folder, new OnnxOptions { Lengths = true });

        Assert.Equal(["input", "lengths", "lstmHidden", "lstmCell", "gruHidden", "rnnHidden"], pair.Inputs);
        Assert.Equal(["output", "finalLstmHidden", "finalLstmCell", "finalGruHidden", "finalRnnHidden"], pair.Outputs);
    }
}
