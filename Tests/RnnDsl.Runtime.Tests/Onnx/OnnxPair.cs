using System.Runtime.CompilerServices;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Onnx;

/// <summary>A module of TorchSharp, and the ONNX file that it wrote in ONNX Runtime.</summary>
internal sealed class OnnxPair : IDisposable
{
    private const long SmallestVocabulary = 12;

    private readonly Type _type;
    private readonly System.Reflection.MethodInfo _forward;
    private readonly InferenceSession _session;
    private readonly bool _hasLengths;

    public OnnxPair(Type type, TemporaryFolder folder, OnnxOptions? options = null, int seed = 1, string suffix = "")
    {
        using var generator = random.manual_seed(seed);
        var constructor = type.GetConstructors().Single();
        _type = type;
        Module = (nn.Module)constructor.Invoke([.. constructor.GetParameters().Select(parameter =>
            parameter.ParameterType == typeof(long) ? (object)SizeOf(parameter.Name!)
            : parameter.ParameterType == typeof(Tensor) ? rand(SizeOf("words"), SizeOf("embedding"))
            : null)]);
        Module.eval();
        _forward = type.GetMethods().Single(method => method.Name == "forward" && method.DeclaringType == type);
        File = folder[type.FullName + suffix + ".onnx"];
        type.GetMethod("ExportOnnx")!.Invoke(Module, [File, options]);
        using var sessionOptions = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = new InferenceSession(File, sessionOptions);
        _hasLengths = options?.Lengths == true && _forward.GetParameters().Any(parameter => parameter.Name == "lengths");
        Assert.Equal(_hasLengths, _session.InputMetadata.ContainsKey("lengths"));
    }

    public nn.Module Module { get; }

    public string File { get; }

    public IEnumerable<string> Inputs => _session.InputNames;

    public IEnumerable<string> Outputs => _session.OutputNames;

    /// <summary>Whether the output has one vector for each step.</summary>
    public bool OutputHasTime => _session.OutputMetadata["output"].Dimensions.Length == 3;

    /// <summary>Compares outputs and final states.</summary>
    /// <param name="batch">The number of sequences.</param>
    /// <param name="time">The number of steps.</param>
    /// <param name="lengths">The lengths of the sequences; null where all steps are valid.</param>
    /// <param name="bound">The largest difference, relative to numbers above 1.</param>
    public void Compare(int batch, int time, long[]? lengths = null, float bound = 1e-5f)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var generator = random.manual_seed((100 * batch) + time);
        var input = _session.InputNames[0];
        var shape = _session.InputMetadata[input].Dimensions;
        var isTokens = _session.InputMetadata[input].ElementType == typeof(long);
        var values = isTokens ? randint(0, SmallestVocabulary, [batch, time], dtype: ScalarType.Int64)
            : rand([batch, .. shape.Length == 3 ? [time, shape[2]] : shape.Skip(1).Select(size => (long)size)]) * 2 - 1;
        var stateNames = _session.InputNames.Where(name => name != input && name != "lengths").ToList();
        var states = stateNames.Select(name => _session.InputMetadata[name].Dimensions).Select(size => rand(size[0], batch, size[2]) - 0.5).ToList();
        var ends = lengths is null ? null : tensor(lengths);
        var state = states.Count == 0 ? null : Activator.CreateInstance(_type.GetNestedType("State")!, [.. states]);

        var result = _forward.Invoke(Module, [.. _forward.GetParameters().Select(parameter => parameter.Name switch
        {
            "lengths" => ends,
            "state" => state,
            _ => (object?)values,
        })])!;
        var expected = result is ITuple tuple ? (Tensor)tuple[0]! : (Tensor)result;
        var final = result is ITuple { Length: > 1 } more ? ((IEnumerable<KeyValuePair<string, Tensor>>)more[1]!.GetType().GetProperty("Tensors")!.GetValue(more[1])!).ToList() : [];

        var inputs = new Dictionary<string, OrtValue>
        {
            [input] = isTokens ? OrtValue.CreateTensorValueFromMemory(values.data<long>().ToArray(), values.shape) : OrtValue.CreateTensorValueFromMemory(values.data<float>().ToArray(), values.shape),
        };
        for (var i = 0; i < states.Count; i++)
            inputs.Add(stateNames[i], OrtValue.CreateTensorValueFromMemory(states[i].data<float>().ToArray(), states[i].shape));
        if (_hasLengths)
            inputs.Add("lengths", OrtValue.CreateTensorValueFromMemory([.. (lengths ?? [.. Enumerable.Repeat((long)time, batch)]).Select(length => (int)length)], [batch]));
        using var options = new RunOptions();
        using var outputs = _session.Run(options, inputs, _session.OutputNames);
        foreach (var value in inputs.Values)
            value.Dispose();

        var actual = ToTensor(outputs[0]);
        Assert.Equal(expected.shape, actual.shape);
        if (OutputHasTime && ends is not null)
        {
            // The output at padding is of no step.
            var length = _type.GetMethod("OutputLengths")?.Invoke(Module, [ends]) as Tensor ?? ends;
            var padding = ValidSteps.Mask(length, expected.size(1)).logical_not().unsqueeze(2);
            (expected, actual) = (expected.masked_fill(padding, 0), actual.masked_fill(padding, 0));
        }

        Close("output", expected, actual, bound);
        Assert.Equal(states.Count, outputs.Count - 1);
        for (var i = 1; i < outputs.Count; i++)
            Close(_session.OutputNames[i], final[i - 1].Value, ToTensor(outputs[i]), bound);
    }

    public void Dispose()
    {
        _session.Dispose();
        Module.Dispose();
    }

    private void Close(string what, Tensor expected, Tensor actual, float bound)
    {
        Assert.Equal(expected.shape, actual.shape);
        var difference = (expected.to(ScalarType.Float32) - actual).abs().div(expected.abs().clamp_min(1).to(ScalarType.Float32)).max().item<float>();
        Assert.True(difference <= bound, $"{_type.Name}: the largest difference of {what} is {difference}.");
    }

    private static Tensor ToTensor(OrtValue value) => tensor(value.GetTensorDataAsSpan<float>().ToArray()).reshape(value.GetTensorTypeAndShape().Shape);

    private static long SizeOf(string name) => name switch
    {
        "features" or "inputs" or "columns" => 6,
        "vocabulary" or "vocabSize" => 20,
        "contextSize" or "projected" => 9,
        "outputs" or "classes" => 4,
        _ => SmallestVocabulary,
    };
}
