using System.Globalization;
using RnnDsl.Benchmarks.Measuring;
using RnnDsl.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Step;

/// <summary>One time step as sampling takes it: the generated Step, a sequence call of length 1, and TorchSharp's cell modules.</summary>
internal static class StepBenchmark
{
    // A line or two of text: sampling takes its steps in a row, with the weights where the last step left them.
    private const int Steps = 100;

    public static void Run(NetworkSizes sizes, int rounds)
    {
        Report.Heading($"step: one token, embedding {sizes.Embedding}, 2 × {sizes.Hidden}");
        foreach (var batch in new[] { 1, 16 })
        {
            using var lstm = new LstmModel(sizes.Vocabulary, sizes.Embedding, sizes.Hidden);
            using var gru = new GruModel(sizes.Vocabulary, sizes.Embedding, sizes.Hidden);
            using var rnn = new RnnModel(sizes.Vocabulary, sizes.Embedding, sizes.Hidden);
            Compare<LstmModel, LstmModel.State>("LSTM", lstm, sizes, batch, rounds);
            Compare<GruModel, GruModel.State>("GRU", gru, sizes, batch, rounds);
            Compare<RnnModel, RnnModel.State>("Elman", rnn, sizes, batch, rounds);
        }
    }

    private static void Compare<TModel, TState>(string cell, TModel model, NetworkSizes sizes, int batch, int rounds)
        where TModel : nn.Module, ISequenceModel<TState>, IStepModel<TState>
        where TState : RecurrentState<TState>
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var loop = new CellLoop(model, sizes);
        model.eval();
        var tokens = randint(sizes.Vocabulary, [batch], dtype: ScalarType.Int64);
        var sequence = tokens.unsqueeze(1);
        CheckSameOutput(StepLast(), SequenceLast(), LoopLast());

        var name = string.Create(CultureInfo.InvariantCulture, $"{cell}, batch {batch}");
        var results = Race.Run(
            name,
            [
                new("Step", () => Scoped(StepLast), Steps),
                new("sequence of 1", () => Scoped(SequenceLast), Steps),
                new("cell modules", () => Scoped(LoopLast), Steps),
            ],
            rounds,
            turns: 5,
            warmUp: 3);
        Report.Print(name, results);

        // Each runs a row of steps as sampling does: a state is disposed when the next one is there.
        Tensor StepLast() => Unroll(model.InitialState(batch), state =>
        {
            var (output, next) = model.Step(tokens, state);
            return (output, next);
        });

        Tensor SequenceLast() => Unroll(model.InitialState(batch), state =>
        {
            var (output, next) = model.forward(sequence, state: state);
            return (output, next);
        }).squeeze(1);

        Tensor LoopLast()
        {
            var states = Enumerable.Range(0, 2 * model.InitialState(batch).Tensors.Count).Select(_ => zeros(batch, sizes.Hidden)).ToArray();
            var last = default(Tensor);
            for (var i = 0; i < StepBenchmark.Steps; i++)
            {
                var (output, next) = loop.Step(tokens, states);
                last?.Dispose();
                foreach (var state in states)
                {
                    state.Dispose();
                }

                (last, states) = (output, next);
            }

            return last!;
        }
    }

    private static Tensor Unroll<TState>(TState state, Func<TState, (Tensor, TState)> step)
        where TState : RecurrentState<TState>
    {
        var last = default(Tensor);
        for (var i = 0; i < Steps; i++)
        {
            var (output, next) = step(state);
            last?.Dispose();
            state.Dispose();
            (last, state) = (output, next);
        }

        return last!;
    }

    private static void Scoped(Func<Tensor> work)
    {
        using var scope = NewDisposeScope();
        work();
    }

    /// <summary>Contenders that compute different things have no ratio.</summary>
    private static void CheckSameOutput(Tensor step, params Tensor[] others)
    {
        foreach (var other in others)
        {
            if (!step.allclose(other, rtol: 1e-4, atol: 1e-5))
            {
                throw new InvalidOperationException("The contenders do not give the same output.");
            }
        }
    }
}
