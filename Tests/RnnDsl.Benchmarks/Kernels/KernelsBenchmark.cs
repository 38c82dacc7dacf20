using System.Globalization;
using RnnDsl.Benchmarks.Measuring;
using RnnDsl.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Kernels;

/// <summary>Matrix products and elementwise functions of the CPU kernels against libtorch's, on one thread each.</summary>
internal static class KernelsBenchmark
{
    private const int Turns = 5;

    /// <summary>The operations of a turn: a millisecond or more.</summary>
    private const double OperationsOfTurn = 1e8;
    private const double ElementsOfTurn = 3e6;

    /// <summary>The elements of a function: what a pass over a time step of a batch of 64 with 256 units reads.</summary>
    private const int Elements = 64 * 256;

    public static void Run(int rounds)
    {
        // The kernels compute on the calling thread; threads are the runner's.
        var threads = get_num_threads();
        set_num_threads(1);
        using var noGradient = no_grad();
        manual_seed(1);
        Report.Heading(string.Create(CultureInfo.InvariantCulture, $"kernels: matrix products in float32, one thread, vectors of {CpuKernels.VectorBits} bits"));
        Report.Print(["product", "libtorch, GF/s", "kernels, GF/s", "ratio of times", "lowest", "highest"], [.. Products(rounds)]);
        Report.Heading(string.Create(CultureInfo.InvariantCulture, $"kernels: functions of {Elements:N0} elements in float32, one thread"));
        Report.Print(["function", "libtorch, elements/ns", "kernels, elements/ns", "ratio of times", "lowest", "highest"], [.. Functions(rounds)]);
        set_num_threads(threads);
    }

    private static IEnumerable<string[]> Products(int rounds)
    {
        foreach (var (rows, inputs, outputs) in new[]
        {
            (1, 128, 512), (1, 256, 1024), (2, 256, 1024), (4, 256, 1024), (8, 128, 512), (64, 256, 1024), (6400, 256, 1024), (1600, 256, 4000), (1024, 1024, 1024), (7, 100, 77), (65, 100, 77),
        })
        {
            yield return Forward(rows, inputs, outputs, rounds);
        }

        foreach (var (rows, inputs, outputs) in new[] { (64, 256, 1024), (6400, 256, 1024), (650, 100, 77) })
            yield return InputGradient(rows, inputs, outputs, rounds);
        foreach (var (rows, inputs, outputs) in new[] { (64, 256, 1024), (6400, 256, 1024), (650, 100, 77) })
            yield return WeightGradient(rows, inputs, outputs, rounds);
    }

    private static string[] Forward(int rows, int inputs, int outputs, int rounds)
    {
        using var scope = NewDisposeScope();
        var (a, w) = (randn(rows, inputs), randn(outputs, inputs));
        var (left, weights, result) = (Array(a), new PackedMatrix<float>(), new float[rows * outputs]);
        weights.Pack(Array(w), outputs, inputs, inputs, transposed: false);
        return Compare(
            Name("X Wᵀ", rows, inputs, outputs),
            2.0 * rows * inputs * outputs,
            () => a.mm(w.t()),
            () => Product.Multiply(left, inputs, weights, result, outputs, rows, accumulates: false),
            result,
            rounds);
    }

    private static string[] InputGradient(int rows, int inputs, int outputs, int rounds)
    {
        using var scope = NewDisposeScope();
        var (d, w) = (randn(rows, outputs), randn(outputs, inputs));
        var (left, weights, result) = (Array(d), new PackedMatrix<float>(), new float[rows * inputs]);
        weights.Pack(Array(w), outputs, inputs, inputs, transposed: true);
        return Compare(
            Name("D W", rows, outputs, inputs),
            2.0 * rows * inputs * outputs,
            () => d.mm(w),
            () => Product.Multiply(left, outputs, weights, result, inputs, rows, accumulates: false),
            result,
            rounds);
    }

    private static string[] WeightGradient(int rows, int inputs, int outputs, int rounds)
    {
        using var scope = NewDisposeScope();
        var (d, a) = (randn(rows, outputs), randn(rows, inputs));
        var (left, right, result) = (Array(d), Array(a), new float[outputs * inputs]);
        var sum = zeros(outputs, inputs);
        return Compare(
            Name("G += Dᵀ X", outputs, rows, inputs),
            2.0 * rows * inputs * outputs,
            () => sum.addmm_(d.t(), a, 1, 1).alias(),
            () => Product.AccumulateGradient<float>(left, outputs, outputs, right, inputs, inputs, rows, result, inputs),
            result,
            rounds);
    }

    private static IEnumerable<string[]> Functions(int rounds)
    {
        yield return Function<ExpPass>("exp", static x => x.exp(), rounds);
        yield return Function<LogPass>("log", static x => x.log(), rounds);
        yield return Function<SigmoidPass>("sigmoid", static x => x.sigmoid(), rounds);
        yield return Function<TanhPass>("tanh", static x => x.tanh(), rounds);
        yield return Function<SoftplusPass>("softplus", static x => nn.functional.softplus(x), rounds);
        yield return Function<ReluPass>("relu", static x => x.relu(), rounds);
    }

    private static string[] Function<TPass>(string name, Func<Tensor, Tensor> libtorch, int rounds) where TPass : struct, IPass
    {
        using var scope = NewDisposeScope();
        var x = typeof(TPass) == typeof(LogPass) ? rand(Elements) + 0.1 : randn(Elements) * 3;
        var (from, to) = (Array(x), new float[Elements]);
        return Compare(name, Elements, () => libtorch(x), () => ElementwisePass.Run<TPass>(from, to), to, rounds, ElementsOfTurn);
    }

    /// <summary>A row of the table. Contenders that compute different things have no ratio.</summary>
    private static string[] Compare(string name, double operations, Func<Tensor> libtorch, Action kernel, float[] result, int rounds, double workOfTurn = OperationsOfTurn)
    {
        kernel();
        using (var expected = libtorch())
        using (var actual = tensor(result).reshape(expected.shape))
        {
            if (!(((expected - actual).abs().max() / expected.abs().max()).ToDouble() < 1e-4))
                throw new InvalidOperationException($"{name}: the kernels and libtorch do not compute the same.");
        }

        var repeats = (int)Math.Clamp(workOfTurn / operations, 1, 10_000);
        var results = Race.Run(name, [new("libtorch", Repeated(() => libtorch().Dispose()), repeats), new("kernels", Repeated(kernel), repeats)], rounds, Turns);
        return
        [
            name, Rate(results[0]), Rate(results[1]), Report.Ratio(results[1].Ratio), Report.Ratio(results[1].LowestRatio), Report.Ratio(results[1].HighestRatio),
        ];

        Action Repeated(Action work) => () =>
        {
            for (var i = 0; i < repeats; i++)
                work();
        };

        string Rate(Race.Result of) => (operations / of.Time.TotalSeconds / 1e9).ToString("f1", CultureInfo.InvariantCulture);
    }

    private static string Name(string form, int rows, int depth, int columns) => string.Create(CultureInfo.InvariantCulture, $"{form}, {rows} × {depth} × {columns}");

    private static float[] Array(Tensor values) => values.data<float>().ToArray();
}
