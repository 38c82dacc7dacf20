using Microsoft.ML.OnnxRuntime;

namespace RnnDsl.Benchmarks.Streaming;

/// <summary>One time step in ONNX Runtime, one thread, with values that are allocated once. Two bindings take turns: the states that one writes are those that the other reads.</summary>
internal sealed class OnnxStep : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();
    private readonly List<OrtValue> _values = [];
    private readonly OrtIoBinding[] _bindings;
    private readonly OrtValue _output;
    private int _next;

    private OnnxStep(InferenceSession session, Func<OrtValue> input, int width)
    {
        _session = session;
        var (inputs, outputs) = (session.InputNames, session.OutputNames);
        var given = Keep(input());
        _output = Keep(OrtValue.CreateTensorValueFromMemory(new float[width], [1, 1, width]));
        var states = inputs.Skip(1).Select(name => session.InputMetadata[name].Dimensions).Select(size => new long[] { size[0], 1, size[2] }).ToList();
        OrtValue[][] rows = [.. Enumerable.Range(0, 2).Select(_ => states.Select(shape => Keep(OrtValue.CreateTensorValueFromMemory(new float[shape[0] * shape[2]], shape))).ToArray())];
        _bindings = [.. Enumerable.Range(0, 2).Select(turn =>
        {
            var binding = session.CreateIoBinding();
            binding.BindInput(inputs[0], given);
            binding.BindOutput(outputs[0], _output);
            for (var i = 0; i < states.Count; i++)
            {
                binding.BindInput(inputs[i + 1], rows[turn][i]);
                binding.BindOutput(outputs[i + 1], rows[1 - turn][i]);
            }

            return binding;
        })];
    }

    /// <param name="file">The exported model.</param>
    /// <param name="input">Its input: tokens or features of one step.</param>
    public static OnnxStep Of<TInput>(string file, TInput[] input) where TInput : unmanaged
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        var session = new InferenceSession(file, options);
        var width = session.OutputMetadata[session.OutputNames[0]].Dimensions[^1];
        return new OnnxStep(
            session,
            () => input is int[] tokens
                ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(tokens, static token => (long)token), [1, tokens.Length])
                : OrtValue.CreateTensorValueFromMemory((float[])(object)input, [1, 1, input.Length]),
            width);
    }

    /// <summary>Computes a step.</summary>
    /// <returns>The output, which the next step overwrites.</returns>
    public ReadOnlySpan<float> Step()
    {
        _session.RunWithBinding(_run, _bindings[_next]);
        _next = 1 - _next;
        return _output.GetTensorDataAsSpan<float>();
    }

    public void Dispose()
    {
        foreach (var binding in _bindings)
        {
            binding.Dispose();
        }

        _values.ForEach(static value => value.Dispose());
        _run.Dispose();
        _session.Dispose();
    }

    private OrtValue Keep(OrtValue value)
    {
        _values.Add(value);
        return value;
    }
}
