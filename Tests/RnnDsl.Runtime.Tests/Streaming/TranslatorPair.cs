using System.Reflection;
using RnnDsl.Streaming;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Streaming;

/// <summary>An encoder-decoder of TorchSharp and a stream with its weights, which went through a file.</summary>
internal sealed class TranslatorPair : IDisposable
{
    public const int Vocabulary = 17;

    private readonly nn.Module _module;

    public TranslatorPair(Type type, TemporaryFolder folder, WeightFormat? format = null, int seed = 1)
    {
        using var generator = random.manual_seed(seed);
        var constructor = type.GetConstructors().Single();
        _module = (nn.Module)constructor.Invoke([.. constructor.GetParameters().Select(parameter => parameter.ParameterType == typeof(long) ? (object)SizeOf(parameter.Name!) : null)]);
        _module.eval();

        // Larger weights than those of the initialisation: scores that differ, and sentences that do not repeat one token.
        using (var still = no_grad())
        {
            foreach (var parameter in _module.parameters())
                parameter.mul_(RnnDsl.Torch.CompilerServices.Scalars.Two);
        }

        File = folder[type.Name + ".safetensors"];
        _module.SaveSafetensors(File);
        StreamType = type.GetNestedType("Streaming")!;
        Stream = Load(File, format);
    }

    public string File { get; }

    public Type StreamType { get; }

    public StreamingEncoderDecoder Stream { get; }

    public nn.Module Module => _module;

    public int SourceSize => (int?)StreamType.GetProperty("SourceSize")?.GetValue(Stream) ?? 1;

    public bool SourceIsTokens => StreamType.GetProperty("SourceSize") is null;

    public bool ReadsTokens => StreamType.GetProperty("InputSize") is null;

    public int InputSize => (int?)StreamType.GetProperty("InputSize")?.GetValue(Stream) ?? 1;

    public int OutputSize => (int)StreamType.GetProperty("OutputSize")!.GetValue(Stream)!;

    public StreamingEncoderDecoder Load(string file, WeightFormat? format = null) => (StreamingEncoderDecoder)Call(() => StreamType.GetMethod("Load", [typeof(string), typeof(WeightFormat?)])!.Invoke(null, [file, format]))!;

    public StreamingEncoderDecoder Fork(StreamingEncoderDecoder stream) => (StreamingEncoderDecoder)StreamType.GetMethod("Fork")!.Invoke(stream, [])!;

    public StreamingEncoderDecoder NewStream() => (StreamingEncoderDecoder)StreamType.GetMethod("NewStream")!.Invoke(Stream, [])!;

    /// <summary>A source of some steps; of tokens the tokens.</summary>
    public float[] Source(int steps, int seed = 2)
    {
        var numbers = new Random(seed);
        return [.. Enumerable.Range(0, steps * SourceSize).Select(_ => SourceIsTokens ? numbers.Next(Vocabulary) : (float)((numbers.NextDouble() * 2) - 1))];
    }

    public float[] Inputs(int steps, int seed = 3)
    {
        var numbers = new Random(seed);
        return [.. Enumerable.Range(0, steps * InputSize).Select(_ => ReadsTokens ? numbers.Next(Vocabulary) : (float)((numbers.NextDouble() * 2) - 1))];
    }

    public void Encode(StreamingEncoderDecoder stream, float[] source)
    {
        if (SourceIsTokens)
            StreamType.GetMethod("Encode")!.CreateDelegate<Action<ReadOnlySpan<int>>>(stream)([.. source.Select(number => (int)number)]);
        else
            StreamType.GetMethod("Encode")!.CreateDelegate<Action<ReadOnlySpan<float>>>(stream)(source);
    }

    public StreamPair.StepOfToken StepOfToken(StreamingEncoderDecoder stream) => StreamType.GetMethod("Step", [typeof(int), typeof(Span<float>)])!.CreateDelegate<StreamPair.StepOfToken>(stream);

    /// <summary>The outputs and the attention weights of some steps.</summary>
    public (float[] Outputs, float[] Weights) Steps(StreamingEncoderDecoder stream, float[] inputs)
    {
        var (outputs, weights) = (new List<float>(), new List<float>());
        for (var t = 0; t < inputs.Length / InputSize; t++)
        {
            var output = new float[OutputSize];
            if (ReadsTokens)
                StepOfToken(stream)((int)inputs[t], output);
            else
                StreamType.GetMethod("Step")!.CreateDelegate<StreamPair.StepOfInput>(stream)(inputs.AsSpan(t * InputSize, InputSize), output);
            outputs.AddRange(output);
            weights.AddRange(stream.AttentionWeights);
        }

        return ([.. outputs], [.. weights]);
    }

    public Tensor SourceTensor(float[] source) => SourceIsTokens
        ? tensor(source.Select(number => (long)number).ToArray()).reshape(1, source.Length)
        : tensor(source).reshape(1, source.Length / SourceSize, SourceSize);

    /// <summary>The same of the module, for all steps at once.</summary>
    public (float[] Outputs, float[] Weights) ModuleSteps(float[] source, float[] inputs)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var target = ReadsTokens ? tensor(inputs.Select(number => (long)number).ToArray()).reshape(1, inputs.Length) : tensor(inputs).reshape(1, inputs.Length / InputSize, InputSize);
        var forward = _module.GetType().GetMethods().Single(method => method.Name == "forward" && method.DeclaringType == _module.GetType());
        var arguments = forward.GetParameters().Select(parameter => parameter.Name switch { "source" => SourceTensor(source), "target" => target, "sampling" => 0d, _ => (object?)null }).ToArray();
        var result = forward.Invoke(_module, arguments)!;
        return result is System.Runtime.CompilerServices.ITuple pair
            ? ([.. ((Tensor)pair[0]!).data<float>()], [.. ((Tensor)pair[1]!).data<float>()])
            : ([.. ((Tensor)result).data<float>()], []);
    }

    public Hypothesis Greedy(DecodingOptions options) => (Hypothesis)Call(() => StreamType.GetMethod("Greedy")!.Invoke(Stream, [options]))!;

    public IReadOnlyList<Hypothesis> BeamSearch(BeamSearchOptions options) => (IReadOnlyList<Hypothesis>)Call(() => StreamType.GetMethod("BeamSearch")!.Invoke(Stream, [options]))!;

    /// <summary>Greedy decoding and beam search of the decoding library, by the module.</summary>
    public IReadOnlyList<Hypothesis> ModuleDecoding(float[] source, DecodingOptions options)
    {
        var state = _module.GetType().GetInterfaces().Single(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEncoderDecoder<>)).GetGenericArguments()[0];
        return (IReadOnlyList<Hypothesis>)Call(() => GetType().GetMethod(nameof(Decode), BindingFlags.NonPublic | BindingFlags.Instance)!.MakeGenericMethod(state).Invoke(this, [source, options]))!;
    }

    public void Dispose() => _module.Dispose();

    private IReadOnlyList<Hypothesis> Decode<TState>(float[] source, DecodingOptions options)
        where TState : RecurrentState<TState>
    {
        var model = (IEncoderDecoder<TState>)_module;
        return options is BeamSearchOptions beam ? SequenceDecoder.BeamSearch(model, SourceTensor(source), null, beam)[0] : SequenceDecoder.Greedy(model, SourceTensor(source), null, options);
    }

    private static object? Call(Func<object?> call)
    {
        try
        {
            return call();
        }
        catch (TargetInvocationException exception)
        {
            throw exception.InnerException!;
        }
    }

    private static long SizeOf(string name) => name switch
    {
        "series" => 4,
        "features" => 5,
        "hidden" or "size" or "embedding" or "readout" => 6,
        _ => Vocabulary,
    };
}
