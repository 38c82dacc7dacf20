using System.Globalization;
using RnnDsl.Benchmarks.Measuring;
using RnnDsl.Streaming;
using RnnDsl.Torch;
using RnnDsl.Weights;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace RnnDsl.Benchmarks.Streaming;

/// <summary>
/// One time step of a stream in each format of weights, against ONNX Runtime, TorchSharp's Step and a call of one step. The floor is what reading the float32 weights alone costs.
/// </summary>
internal static class StreamingBenchmark
{
    private const int TorchSteps = 10;

    private delegate TStream Loader<out TStream>(string path, WeightFormat? format);

    private delegate void Stepper<in TStream, TInput>(TStream stream, ReadOnlySpan<TInput> input, Span<float> output);

    /// <param name="rounds">The number of rounds.</param>
    /// <param name="edge">The published executable of the edge example, if it is to be measured.</param>
    public static void Run(int rounds, FileInfo? edge)
    {
        Report.Heading("streaming: one time step, as many features as units");
        Compare<Lstm8, Lstm8.State, Lstm8.Streaming>("lstm.8", new(), 8, Lstm8.Streaming.Load, static (stream, input, output) => stream.Step(input, output), static (model, file) => model.ExportOnnx(file), rounds);
        Compare<Lstm16, Lstm16.State, Lstm16.Streaming>("lstm.16", new(), 16, Lstm16.Streaming.Load, static (stream, input, output) => stream.Step(input, output), static (model, file) => model.ExportOnnx(file), rounds);
        Compare<Lstm32, Lstm32.State, Lstm32.Streaming>("lstm.32", new(), 32, Lstm32.Streaming.Load, static (stream, input, output) => stream.Step(input, output), static (model, file) => model.ExportOnnx(file), rounds);
        Compare<Lstm64, Lstm64.State, Lstm64.Streaming>("lstm.64", new(), 64, Lstm64.Streaming.Load, static (stream, input, output) => stream.Step(input, output), static (model, file) => model.ExportOnnx(file), rounds);
        Compare<Lstm128, Lstm128.State, Lstm128.Streaming>("lstm.128", new(), 128, Lstm128.Streaming.Load, static (stream, input, output) => stream.Step(input, output), static (model, file) => model.ExportOnnx(file), rounds);
        Compare<Lstm256, Lstm256.State, Lstm256.Streaming>("lstm.256", new(), 256, Lstm256.Streaming.Load, static (stream, input, output) => stream.Step(input, output), static (model, file) => model.ExportOnnx(file), rounds);
        Compare<Lstm512, Lstm512.State, Lstm512.Streaming>("lstm.512", new(), 512, Lstm512.Streaming.Load, static (stream, input, output) => stream.Step(input, output), static (model, file) => model.ExportOnnx(file), rounds);
        Compare<Gru8, Gru8.State, Gru8.Streaming>("gru.8", new(), 8, Gru8.Streaming.Load, static (stream, input, output) => stream.Step(input, output), static (model, file) => model.ExportOnnx(file), rounds);
        Compare<Gru16, Gru16.State, Gru16.Streaming>("gru.16", new(), 16, Gru16.Streaming.Load, static (stream, input, output) => stream.Step(input, output), static (model, file) => model.ExportOnnx(file), rounds);
        Compare<Gru32, Gru32.State, Gru32.Streaming>("gru.32", new(), 32, Gru32.Streaming.Load, static (stream, input, output) => stream.Step(input, output), static (model, file) => model.ExportOnnx(file), rounds);
        Compare<Gru64, Gru64.State, Gru64.Streaming>("gru.64", new(), 64, Gru64.Streaming.Load, static (stream, input, output) => stream.Step(input, output), static (model, file) => model.ExportOnnx(file), rounds);
        Compare<Gru128, Gru128.State, Gru128.Streaming>("gru.128", new(), 128, Gru128.Streaming.Load, static (stream, input, output) => stream.Step(input, output), static (model, file) => model.ExportOnnx(file), rounds);
        Compare<Gru256, Gru256.State, Gru256.Streaming>("gru.256", new(), 256, Gru256.Streaming.Load, static (stream, input, output) => stream.Step(input, output), static (model, file) => model.ExportOnnx(file), rounds);
        Compare<Gru512, Gru512.State, Gru512.Streaming>("gru.512", new(), 512, Gru512.Streaming.Load, static (stream, input, output) => stream.Step(input, output), static (model, file) => model.ExportOnnx(file), rounds);

        Report.Heading("streaming: one character, embedding 128, 2 × 256, 65 characters");
        using var model = new CharacterModel();
        using var tokens = tensor(new long[] { 7 });
        Race<CharacterModel, CharacterModel.State, CharacterModel.Streaming, int>(
            "characterModel", model, tokens, [7], 65, CharacterModel.Streaming.Load, static (stream, input, output) => stream.Step(input[0], output), static (model, file) => model.ExportOnnx(file), rounds);

        Int8Loss.Run();
        if (edge is not null)
        {
            EdgeProgram.Run(edge);
        }
    }

    private static void Compare<TModel, TState, TStream>(string name, TModel model, int size, Loader<TStream> load, Stepper<TStream, float> step, Action<TModel, string> export, int rounds)
        where TModel : nn.Module, ISequenceModel<TState>, IStepModel<TState>
        where TState : RecurrentState<TState>
        where TStream : StreamingModel
    {
        using (model)
        {
            var numbers = new Random(1);
            float[] values = [.. Enumerable.Range(0, size).Select(_ => (float)numbers.NextDouble())];
            using var input = tensor(values).unsqueeze(0);
            Race<TModel, TState, TStream, float>(name, model, input, values, size, load, step, export, rounds);
        }
    }

    private static void Race<TModel, TState, TStream, TInput>(
        string name, TModel model, Tensor input, TInput[] values, int width, Loader<TStream> load, Stepper<TStream, TInput> step, Action<TModel, string> export, int rounds)
        where TModel : nn.Module, ISequenceModel<TState>, IStepModel<TState>
        where TState : RecurrentState<TState>
        where TStream : StreamingModel
        where TInput : unmanaged
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        model.eval();
        var folder = Directory.CreateTempSubdirectory("rnndsl-");
        try
        {
            var file = Path.Combine(folder.FullName, "weights.safetensors");
            model.SaveSafetensors(file);
            var onnxFile = Path.Combine(folder.FullName, "model.onnx");
            export(model, onnxFile);
            using var onnx = OnnxStep.Of(onnxFile, values);
            var weights = new WeightsInMemory(4 * model.parameters().Sum(static parameter => parameter.numel()));
            var output = new float[width];
            var sequence = input.unsqueeze(1);

            // Two steps, so that the state counts.
            var reference = load(file, WeightFormat.Float32);
            var (first, state) = model.Step(input);
            step(reference, values, output);
            CheckSame(first, output);
            CheckSame(first, onnx.Step());
            step(reference, values, output);
            var (second, _) = model.Step(input, state);
            CheckSame(second, output);
            CheckSame(second, onnx.Step());

            // As many steps in a call as take about a millisecond, and enough for large weights to be in the cache again after the other contenders.
            var steps = (int)Math.Clamp(32_000_000 / weights.Bytes, 40, 4000);
            var onnxSteps = Math.Max(40, steps / 20);
            Contender[] contenders =
                [
                    Of("float32", WeightFormat.Float32),
                    Of("bfloat16", WeightFormat.BFloat16),
                    Of("int8", WeightFormat.Int8),
                    new("ONNX Runtime", () =>
                    {
                        for (var i = 0; i < onnxSteps; i++)
                        {
                            onnx.Step();
                        }
                    }, onnxSteps),
                    new("Step of TorchSharp", () => Unroll(state => model.Step(input, state)), TorchSteps),
                    new("call of one step", () => Unroll(state => model.forward(sequence, state: state)), TorchSteps),
                    new("floor: reading the weights", () =>
                    {
                        for (var i = 0; i < steps; i++)
                        {
                            weights.Read();
                        }
                    }, steps),
                ];

            // The compiler of the runtime optimises in the background what has been called often.
            for (var i = 0; i < 4; i++)
            {
                Array.ForEach(contenders, static contender => contender.Work());
                Thread.Sleep(150);
            }

            var results = Measuring.Race.Run(name, contenders, rounds, turns: 40, warmUp: 10, lowest: true);
            Report.Print(
                [name, "µs", "ratio", "lowest", "highest", "bytes a step"],
                results.Select(static result => new[]
                {
                    result.Name, (1e6 * result.Rounds.Min()).ToString("f3", CultureInfo.InvariantCulture), Report.Ratio(result.Ratio), Report.Ratio(result.LowestRatio), Report.Ratio(result.HighestRatio), Report.Bytes(result.Bytes),
                }));
            string[] metrics = ["float32", "bfloat16", "int8", "onnxRuntime", "torchStep", "torchCall", "floor"];
            foreach (var (metric, result) in metrics.Zip(results))
            {
                JsonRecord.Metric($"{name}.{metric}", Math.Round(1e6 * result.Rounds.Min(), 4));
            }

            JsonRecord.LargestMetric("bytesPerStep", contenders.Take(3).Max(static contender => Allocated(contender.Work) / contender.Units));

            Contender Of(string format, WeightFormat weightFormat)
            {
                var stream = load(file, weightFormat);
                return new Contender(format, () =>
                {
                    for (var i = 0; i < steps; i++)
                    {
                        step(stream, values, output);
                    }
                }, steps);
            }

            void Unroll(Func<TState, (Tensor Output, TState State)> next)
            {
                var state = model.InitialState();
                for (var i = 0; i < TorchSteps; i++)
                {
                    var (result, after) = next(state);
                    result.Dispose();
                    state.Dispose();
                    state = after;
                }

                state.Dispose();
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The managed bytes of a call: the least of a few, because the runtime allocates too when it replaces code by optimised code.</summary>
    private static double Allocated(Action work) => Enumerable.Range(0, 5).Min(_ =>
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    });

    /// <summary>Contenders that compute different things have no ratio.</summary>
    private static void CheckSame(Tensor expected, ReadOnlySpan<float> output)
    {
        using var actual = tensor(output.ToArray()).unsqueeze(0);
        if (!expected.allclose(actual, rtol: 1e-4, atol: 1e-5))
        {
            throw new InvalidOperationException("The contenders do not give the same output.");
        }
    }
}
