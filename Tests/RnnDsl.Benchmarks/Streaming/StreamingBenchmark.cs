using System.Globalization;
using System.Numerics.Tensors;
using RnnDsl.Benchmarks.Measuring;
using RnnDsl.Streaming;
using RnnDsl.Torch;
using RnnDsl.Weights;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace RnnDsl.Benchmarks.Streaming;

/// <summary>
/// One time step of a stream in each format of weights, against TorchSharp's Step and a call of one step. The sum of as many float32 numbers as the model has weights shows what reading them costs.
/// </summary>
internal static class StreamingBenchmark
{
    private const int TorchSteps = 20;

    private delegate TStream Loader<out TStream>(string path, WeightFormat? format);

    private delegate void Stepper<in TStream, TInput>(TStream stream, ReadOnlySpan<TInput> input, Span<float> output);

    public static void Run(int rounds)
    {
        Report.Heading("streaming: one time step, as many features as units");
        Compare<Lstm8, Lstm8.State, Lstm8.Streaming>("LSTM, 8 units", new(), 8, Lstm8.Streaming.Load, static (stream, input, output) => stream.Step(input, output), rounds);
        Compare<Lstm16, Lstm16.State, Lstm16.Streaming>("LSTM, 16 units", new(), 16, Lstm16.Streaming.Load, static (stream, input, output) => stream.Step(input, output), rounds);
        Compare<Lstm32, Lstm32.State, Lstm32.Streaming>("LSTM, 32 units", new(), 32, Lstm32.Streaming.Load, static (stream, input, output) => stream.Step(input, output), rounds);
        Compare<Lstm64, Lstm64.State, Lstm64.Streaming>("LSTM, 64 units", new(), 64, Lstm64.Streaming.Load, static (stream, input, output) => stream.Step(input, output), rounds);
        Compare<Lstm128, Lstm128.State, Lstm128.Streaming>("LSTM, 128 units", new(), 128, Lstm128.Streaming.Load, static (stream, input, output) => stream.Step(input, output), rounds);
        Compare<Lstm256, Lstm256.State, Lstm256.Streaming>("LSTM, 256 units", new(), 256, Lstm256.Streaming.Load, static (stream, input, output) => stream.Step(input, output), rounds);
        Compare<Lstm512, Lstm512.State, Lstm512.Streaming>("LSTM, 512 units", new(), 512, Lstm512.Streaming.Load, static (stream, input, output) => stream.Step(input, output), rounds);
        Compare<Gru8, Gru8.State, Gru8.Streaming>("GRU, 8 units", new(), 8, Gru8.Streaming.Load, static (stream, input, output) => stream.Step(input, output), rounds);
        Compare<Gru16, Gru16.State, Gru16.Streaming>("GRU, 16 units", new(), 16, Gru16.Streaming.Load, static (stream, input, output) => stream.Step(input, output), rounds);
        Compare<Gru32, Gru32.State, Gru32.Streaming>("GRU, 32 units", new(), 32, Gru32.Streaming.Load, static (stream, input, output) => stream.Step(input, output), rounds);
        Compare<Gru64, Gru64.State, Gru64.Streaming>("GRU, 64 units", new(), 64, Gru64.Streaming.Load, static (stream, input, output) => stream.Step(input, output), rounds);
        Compare<Gru128, Gru128.State, Gru128.Streaming>("GRU, 128 units", new(), 128, Gru128.Streaming.Load, static (stream, input, output) => stream.Step(input, output), rounds);
        Compare<Gru256, Gru256.State, Gru256.Streaming>("GRU, 256 units", new(), 256, Gru256.Streaming.Load, static (stream, input, output) => stream.Step(input, output), rounds);
        Compare<Gru512, Gru512.State, Gru512.Streaming>("GRU, 512 units", new(), 512, Gru512.Streaming.Load, static (stream, input, output) => stream.Step(input, output), rounds);

        Report.Heading("streaming: one character, embedding 128, 2 × 256, 65 characters");
        using var model = new CharacterModel();
        using var tokens = tensor(new long[] { 7 });
        Race<CharacterModel, CharacterModel.State, CharacterModel.Streaming, int>("character model", model, tokens, [7], 65, CharacterModel.Streaming.Load, static (stream, input, output) => stream.Step(input[0], output), rounds);
    }

    private static void Compare<TModel, TState, TStream>(string name, TModel model, int size, Loader<TStream> load, Stepper<TStream, float> step, int rounds)
        where TModel : nn.Module, ISequenceModel<TState>, IStepModel<TState>
        where TState : RecurrentState<TState>
        where TStream : StreamingModel
    {
        using (model)
        {
            var numbers = new Random(1);
            float[] values = [.. Enumerable.Range(0, size).Select(_ => (float)numbers.NextDouble())];
            using var input = tensor(values).unsqueeze(0);
            Race<TModel, TState, TStream, float>(name, model, input, values, size, load, step, rounds);
        }
    }

    private static void Race<TModel, TState, TStream, TInput>(string name, TModel model, Tensor input, TInput[] values, int width, Loader<TStream> load, Stepper<TStream, TInput> step, int rounds)
        where TModel : nn.Module, ISequenceModel<TState>, IStepModel<TState>
        where TState : RecurrentState<TState>
        where TStream : StreamingModel
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        model.eval();
        var folder = Directory.CreateTempSubdirectory("rnndsl-");
        try
        {
            var file = Path.Combine(folder.FullName, "weights.safetensors");
            model.SaveSafetensors(file);
            var weights = new float[model.parameters().Sum(static parameter => parameter.numel())];
            var output = new float[width];
            var sequence = input.unsqueeze(1);
            step(load(file, WeightFormat.Float32), values, output);
            CheckSame(model.Step(input).Output, output);

            // As many steps in a call as take about a millisecond.
            var steps = (int)Math.Clamp(4_000_000 / weights.Length, 20, 4000);
            var sum = 0f;
            var results = Measuring.Race.Run(
                name,
                [
                    Of("float32", WeightFormat.Float32),
                    Of("bfloat16", WeightFormat.BFloat16),
                    Of("int8", WeightFormat.Int8),
                    new("sum of the weights", () =>
                    {
                        for (var i = 0; i < steps; i++)
                        {
                            sum += TensorPrimitives.Sum(weights);
                        }
                    }, steps),
                    new("Step of TorchSharp", () => Unroll(state => model.Step(input, state)), TorchSteps),
                    new("call of one step", () => Unroll(state => model.forward(sequence, state: state)), TorchSteps),
                ],
                rounds,
                turns: 5,
                warmUp: 40);
            Report.Print(
                [name, "µs", "ratio", "lowest", "highest", "bytes a step"],
                results.Select(static result => new[]
                {
                    result.Name, (1e6 * Statistics.Median(result.Rounds)).ToString("f3", CultureInfo.InvariantCulture), Report.Ratio(result.Ratio), Report.Ratio(result.LowestRatio), Report.Ratio(result.HighestRatio), Report.Bytes(result.Bytes),
                }));
            GC.KeepAlive(sum);

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

    /// <summary>Contenders that compute different things have no ratio.</summary>
    private static void CheckSame(Tensor expected, float[] output)
    {
        using var actual = tensor(output).unsqueeze(0);
        if (!expected.allclose(actual, rtol: 1e-4, atol: 1e-5))
        {
            throw new InvalidOperationException("The contenders do not give the same output.");
        }
    }
}
