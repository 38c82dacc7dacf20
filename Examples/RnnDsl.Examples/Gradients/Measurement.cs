using RnnDsl.Examples.Common;
using RnnDsl.Examples.Memory;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Gradients;

/// <summary>Gradient measurements on sequences of the adding problem, in double precision, since the smallest norms underflow in single precision.</summary>
internal sealed class Measurement(IReadOnlyList<int> lengths, int batch, double clip, Device device)
{
    /// <summary>Seed of the sequences, the same in every run.</summary>
    private const long Seed = 1991;

    private static readonly AddingProblem Task = new();

    /// <summary>The norm of ∂L/∂s for each state by distance from the end, for each sequence length.</summary>
    /// <param name="model">A model in double precision.</param>
    /// <param name="zeroInput">Whether the inputs are replaced by zeros.</param>
    public StateCurves States(GradientModel model, bool zeroInput = false)
    {
        model.Module.eval();
        var curves = new Dictionary<int, IReadOnlyDictionary<string, double[]>>();
        foreach (var length in ProgressLine.Over("Measuring gradients", lengths))
        {
            using var scope = NewDisposeScope();
            var (inputs, targets) = Draw(length);
            curves[length] = model.Norms(zeroInput ? zeros_like(inputs) : inputs, output => nn.functional.mse_loss(output, targets));
        }
        return new StateCurves(curves);
    }

    /// <summary>The norm of all weight gradients before and after clipping, for each length.</summary>
    public IReadOnlyList<(double Before, double After)> Weights(GradientModel model)
    {
        model.Module.train();
        var norms = new List<(double, double)>();
        foreach (var length in ProgressLine.Over("Measuring gradients", lengths))
        {
            using var scope = NewDisposeScope();
            var (inputs, targets) = Draw(length);
            var parameters = model.Module.parameters().ToList();
            nn.functional.mse_loss(model.LastOutput(inputs), targets).backward();
            var before = RnnDsl.Training.Gradients.ClipNorm(parameters, clip).item<double>();
            var after = RnnDsl.Training.Gradients.ClipNorm(parameters, double.MaxValue).item<double>();
            norms.Add((before, after));
            model.Module.zero_grad();
        }
        return norms;
    }

    private MemoryBatch Draw(int length)
    {
        var (inputs, targets) = Task.Draw(new RandomSource(Seed), batch, length, device);
        return new(inputs.to(ScalarType.Float64), targets.to(ScalarType.Float64));
    }
}

/// <summary>Gradient norms of one model, for each sequence length and state.</summary>
internal sealed class StateCurves(IReadOnlyDictionary<int, IReadOnlyDictionary<string, double[]>> norms)
{
    private int Longest => norms.Keys.Max();

    public IEnumerable<string> States => norms[Longest].Keys;

    /// <summary>The norm at each distance from 1, relative to distance 1, for the longest sequences.</summary>
    public IReadOnlyList<(double Distance, double Share)> RelativeNorms(string state)
    {
        var curve = norms[Longest][state];
        return [.. curve.Reverse().Select((norm, i) => (i + 1.0, norm / curve[^1]))];
    }

    /// <summary>The norm at the start of the sequence, relative to one step before the end, for each length.</summary>
    public double[] AtStart(string state) => [.. norms.OrderBy(static pair => pair.Key).Select(pair => pair.Value[state][0] / pair.Value[state][^1])];

    /// <summary>The norm at the start of the sequence, for each length.</summary>
    public double[] Norms(string state) => [.. norms.OrderBy(static pair => pair.Key).Select(pair => pair.Value[state][0])];

    /// <summary>Change of the norm per step back: the geometric mean over the longest sequences.</summary>
    public double Factor(string state)
    {
        var curve = norms[Longest][state];
        return curve.Length == 1 ? 1 : Math.Exp((Math.Log(curve[0]) - Math.Log(curve[^1])) / (curve.Length - 1));
    }
}
