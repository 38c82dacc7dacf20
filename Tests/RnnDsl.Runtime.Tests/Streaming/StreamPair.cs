using System.Reflection;
using System.Runtime.CompilerServices;
using RnnDsl.Streaming;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Streaming;

/// <summary>A module of TorchSharp and a stream with its weights, which went through a file.</summary>
internal sealed class StreamPair : IDisposable
{
    public delegate void StepOfToken(int token, Span<float> output);

    public delegate void StepOfInput(ReadOnlySpan<float> input, Span<float> output);

    public delegate void BlockOfTokens(ReadOnlySpan<int> tokens, Span<float> outputs);

    public delegate void BlockOfInputs(ReadOnlySpan<float> inputs, Span<float> outputs);

    private readonly nn.Module _module;
    private readonly Type _type;

    public StreamPair(Type type, TemporaryFolder folder, WeightFormat format = WeightFormat.Float32, int seed = 1)
    {
        using var generator = random.manual_seed(seed);
        _type = type;
        _module = NewModule();
        _module.eval();
        File = folder[type.Name + ".safetensors"];
        _module.SaveSafetensors(File);
        StreamType = type.GetNestedType("Streaming")!;
        Stream = Load(File, format);
    }

    public string File { get; }

    public Type StreamType { get; }

    public StreamingModel Stream { get; }

    public bool ReadsTokens => StreamType.GetProperty("InputSize") is null;

    public int InputSize => ReadsTokens ? 1 : (int)StreamType.GetProperty("InputSize")!.GetValue(Stream)!;

    public int OutputSize => (int)StreamType.GetProperty("OutputSize")!.GetValue(Stream)!;

    /// <summary>A module of the same sizes with weights of its own.</summary>
    public nn.Module NewModule()
    {
        var constructor = _type.GetConstructors().Single();
        return (nn.Module)constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.ParameterType == typeof(long) ? (object)SizeOf(parameter.Name!) : null)]);
    }

    public StreamingModel Load(string file, WeightFormat? format = WeightFormat.Float32)
    {
        try
        {
            return (StreamingModel)StreamType.GetMethod("Load", [typeof(string), typeof(WeightFormat?)])!.Invoke(null, [file, format])!;
        }
        catch (TargetInvocationException exception)
        {
            throw exception.InnerException!;
        }
    }

    public WeightConversion Convert(string target, WeightFormat format) => Convert(File, target, format);

    public WeightConversion Convert(string path, string target, WeightFormat format)
    {
        try
        {
            return (WeightConversion)StreamType.GetMethod("Convert")!.Invoke(null, [path, target, format])!;
        }
        catch (TargetInvocationException exception)
        {
            throw exception.InnerException!;
        }
    }

    public StreamingModel Fork() => (StreamingModel)StreamType.GetMethod("Fork")!.Invoke(Stream, [])!;

    /// <summary>Inputs of some steps; of a model that reads tokens the tokens.</summary>
    public float[] Inputs(int steps, int seed = 2)
    {
        var numbers = new Random(seed);
        return [.. Enumerable.Range(0, steps * InputSize).Select(_ => ReadsTokens ? numbers.Next((int)SizeOf("vocabulary")) : (float)((numbers.NextDouble() * 2) - 1))];
    }

    /// <summary>The outputs of the stream, step by step.</summary>
    public float[] Steps(StreamingModel stream, ReadOnlySpan<float> inputs)
    {
        var outputs = new float[inputs.Length / InputSize * OutputSize];
        var step = ReadsTokens ? null : Call<StepOfInput>(stream, "Step");
        var token = ReadsTokens ? Call<StepOfToken>(stream, "Step") : null;
        for (var t = 0; t < inputs.Length / InputSize; t++)
        {
            var output = outputs.AsSpan(t * OutputSize, OutputSize);
            if (token is not null)
                token((int)inputs[t], output);
            else
                step!(inputs.Slice(t * InputSize, InputSize), output);
        }

        return outputs;
    }

    /// <summary>The outputs of the stream, in blocks.</summary>
    public float[] Blocks(StreamingModel stream, ReadOnlySpan<float> inputs, ReadOnlySpan<int> sizes)
    {
        var outputs = new float[inputs.Length / InputSize * OutputSize];
        var (first, steps) = (0, inputs.Length / InputSize);
        for (var i = 0; first < steps; i++)
        {
            var count = Math.Min(sizes[i % sizes.Length], steps - first);
            var read = inputs.Slice(first * InputSize, count * InputSize);
            var written = outputs.AsSpan(first * OutputSize, count * OutputSize);
            if (ReadsTokens)
                Call<BlockOfTokens>(stream, "Process")([.. read.ToArray().Select(number => (int)number)], written);
            else
                Call<BlockOfInputs>(stream, "Process")(read, written);
            first += count;
        }

        return outputs;
    }

    /// <summary>The outputs of the module over a whole sequence: [time, features], or those of its end.</summary>
    public float[] Module(float[] inputs)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var steps = inputs.Length / InputSize;
        var input = ReadsTokens ? tensor(inputs.Select(number => (long)number).ToArray()).reshape(1, steps) : tensor(inputs).reshape(1, steps, InputSize);
        var forward = _type.GetMethods().Single(method => method.Name == "forward" && method.DeclaringType == _type);
        var result = forward.Invoke(_module, [input, .. Enumerable.Repeat<object?>(null, forward.GetParameters().Length - 1)])!;
        var output = result is ITuple tuple ? (Tensor)tuple[0]! : (Tensor)result;
        return [.. output.data<float>()];
    }

    public T Call<T>(StreamingModel stream, string method) where T : Delegate =>
        StreamType.GetMethod(method, [.. typeof(T).GetMethod("Invoke")!.GetParameters().Select(parameter => parameter.ParameterType)])!.CreateDelegate<T>(stream);

    public void Dispose() => _module.Dispose();

    private static long SizeOf(string name) => name switch
    {
        "features" or "inputs" or "columns" => 6,
        "vocabulary" or "vocabSize" => 20,
        "contextSize" or "projected" => 9,
        "outputs" or "classes" => 4,
        _ => 12,
    };
}
