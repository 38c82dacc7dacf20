using System.Runtime.CompilerServices;
using Microsoft.ML.OnnxRuntime;
using RnnDsl.Runtime.Tests.Decoders;
using RnnDsl.Runtime.Tests.Golden;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Onnx;

/// <summary>The two files of an encoder-decoder compute in ONNX Runtime what Encode and Step compute.</summary>
public sealed class EncoderDecoderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<Type, bool> Models
    {
        get
        {
            var data = new TheoryData<Type, bool>();
            foreach (var type in typeof(BahdanauTranslator).Assembly.GetTypes().Where(type => type.GetMethod("ExportOnnx") is not null && type.GetMethod("Encode") is not null).OrderBy(type => type.FullName, StringComparer.Ordinal))
            {
                data.Add(type, false);
                data.Add(type, true);
            }

            return data;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void Steps_equal_those_of_the_module(Type type, bool withLengths)
    {
        using var module = Create(type);
        using var encoder = Open("encoder.onnx", out var step, module, withLengths);
        using var _ = step;
        Compare(module, encoder, step, batch: 3, positions: 9, withLengths ? [5, 9, 6] : null);
        Compare(module, encoder, step, batch: 1, positions: 6, withLengths ? [4] : null);
    }

    [PythonFact("onnx")]
    public void Files_pass_the_checker_with_full_shape_inference()
    {
        var count = 0;
        foreach (var row in Models)
        {
            using var module = Create((Type)row[0]);
            var folder = _folder[$"files{count++}"];
            module.GetType().GetMethod("ExportOnnx")!.Invoke(module, [folder, new OnnxOptions { Lengths = (bool)row[1] }]);
            foreach (var file in Directory.GetFiles(folder))
                File.Move(file, _folder[$"{count}-{Path.GetFileName(file)}"]);
        }

        var (exitCode, output) = Python.RunWith("onnx", Path.Combine(AppContext.BaseDirectory, "Onnx", "check_onnx.py"), _folder.Path);

        Assert.True(exitCode == 0, output);
        Assert.Contains($"{2 * count} files are valid", output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_of_the_encoder_is_an_input_of_the_step_under_the_same_name()
    {
        using var module = Create(typeof(ChorowskiTranslator));
        using var encoder = Open("encoder.onnx", out var step, module, withLengths: true);
        using var _ = step;

        Assert.Equal(["source", "lengths"], encoder.InputNames);
        Assert.Equal(["values", "keys", "memoryLengths", "gruHidden", "gru2Hidden", "coverage", "previousWeights"], encoder.OutputNames);
        Assert.Equal(["tokens", .. encoder.OutputNames], step.InputNames);
        Assert.Equal(["output", "weights", "finalGruHidden", "finalGru2Hidden", "finalCoverage", "finalPreviousWeights"], step.OutputNames);
    }

    private static nn.Module Create(Type type)
    {
        using var generator = random.manual_seed(1);
        var constructor = type.GetConstructors().Single();
        var module = (nn.Module)constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.ParameterType == typeof(long) ? (object)SizeOf(parameter.Name!) : null)]);
        module.eval();
        return module;
    }

    private static long SizeOf(string name) => name == "series" ? 4 : 11;

    private InferenceSession Open(string encoder, out InferenceSession step, nn.Module module, bool withLengths)
    {
        module.GetType().GetMethod("ExportOnnx")!.Invoke(module, [_folder.Path, new OnnxOptions { Lengths = withLengths }]);
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        step = new InferenceSession(_folder["decoder-step.onnx"], options);
        return new InferenceSession(_folder[encoder], options);
    }

    private static void Compare(nn.Module module, InferenceSession encoder, InferenceSession step, int batch, int positions, long[]? lengths)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var generator = random.manual_seed((100 * batch) + positions);
        var shape = encoder.InputMetadata["source"].Dimensions;
        var source = encoder.InputMetadata["source"].ElementType == typeof(long) ? randint(0, SizeOf(""), [batch, positions], dtype: ScalarType.Int64)
            : rand([batch, .. shape.Length == 3 ? [positions, shape[2]] : shape.Skip(1).Select(size => (long)size)]) * 2 - 1;
        lengths = encoder.InputNames.Contains("lengths") ? lengths : null;

        var encoded = (ITuple)module.GetType().GetMethod("Encode")!.Invoke(module, [source, lengths is null ? null : tensor(lengths)])!;
        var (memory, state) = (encoded[0]!, encoded[1]!);
        Dictionary<string, Tensor> inputs = new() { ["source"] = source };
        if (lengths is not null)
            inputs.Add("lengths", tensor(lengths.Select(length => (int)length).ToArray()));
        var carried = Run(encoder, inputs);
        CompareStates(state, carried, name => char.ToLowerInvariant(name[0]) + name[1..]);

        var (reads, names) = (step.InputNames[0], step.InputNames);
        for (var t = 0; t < 4; t++)
        {
            var input = step.InputMetadata[reads].ElementType == typeof(long) ? randint(0, SizeOf(""), [batch], dtype: ScalarType.Int64) : rand(batch, SizeOf("series"));
            var expected = (ITuple)module.GetType().GetMethod("Step")!.Invoke(module, [input, memory, state])!;
            carried[reads] = input;
            if (names.Contains("sourceTokens"))
                carried["sourceTokens"] = source;
            var actual = Run(step, names.ToDictionary(name => name, name => carried[name]));
            Close("output", (Tensor)expected[0]!, actual["output"]);
            if (expected[2] is Tensor weights)
                Close("weights", weights, actual["weights"]);
            state = expected[1]!;
            CompareStates(state, actual, name => "final" + name);
            foreach (var (name, value) in actual.Where(result => result.Key.StartsWith("final", StringComparison.Ordinal)))
                carried[char.ToLowerInvariant(name[5]) + name[6..]] = value;
        }
    }

    private static void CompareStates(object state, Dictionary<string, Tensor> results, Func<string, string> nameOf)
    {
        foreach (var (name, value) in (IEnumerable<KeyValuePair<string, Tensor>>)state.GetType().GetProperty("Tensors")!.GetValue(state)!)
            Close(name, value, results[nameOf(name)]);
    }

    private static Dictionary<string, Tensor> Run(InferenceSession session, Dictionary<string, Tensor> inputs)
    {
        var values = inputs.ToDictionary(input => input.Key, input => input.Value.contiguous() is var tensor && tensor.dtype == ScalarType.Int64
            ? OrtValue.CreateTensorValueFromMemory(tensor.data<long>().ToArray(), tensor.shape)
            : tensor.dtype == ScalarType.Int32 ? OrtValue.CreateTensorValueFromMemory(tensor.data<int>().ToArray(), tensor.shape)
            : OrtValue.CreateTensorValueFromMemory(tensor.data<float>().ToArray(), tensor.shape));
        using var options = new RunOptions();
        using var outputs = session.Run(options, values, session.OutputNames);
        foreach (var value in values.Values)
            value.Dispose();
        return session.OutputNames.Zip(outputs).ToDictionary(output => output.First, output => session.OutputMetadata[output.First].ElementType == typeof(int)
            ? tensor(output.Second.GetTensorDataAsSpan<int>().ToArray()).reshape(output.Second.GetTensorTypeAndShape().Shape)
            : tensor(output.Second.GetTensorDataAsSpan<float>().ToArray()).reshape(output.Second.GetTensorTypeAndShape().Shape));
    }

    private static void Close(string what, Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        var difference = (expected - actual).abs().div(expected.abs().clamp_min(1)).max().item<float>();
        Assert.True(difference <= 1e-5f, $"The largest difference of {what} is {difference}.");
    }
}
