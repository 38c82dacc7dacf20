using RnnDsl.Examples.Memory;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Gradients;

/// <summary>Sequences of the adding problem, of several lengths, on which gradients are measured in double precision: the smallest would be zero in single.</summary>
internal sealed class Measurement(IReadOnlyList<int> lengths, int batch, double clip, Device device)
{
    /// <summary>The sequences are the same in every run.</summary>
    private const long Seed = 1991;

    private static readonly AddingProblem Task = new();

    /// <summary>The norm of ∂L/∂s for every state, by the distance from the end, of sequences of each length.</summary>
    /// <param name="model">In double precision.</param>
    /// <param name="silent">Inputs of zero in the place of the sequences'.</param>
    public StateCurves States(GradientModel model, bool silent = false)
    {
        model.Module.eval();
        var curves = new Dictionary<int, IReadOnlyDictionary<string, double[]>>();
        foreach (var length in lengths)
        {
            using var scope = NewDisposeScope();
            var (inputs, targets) = Draw(length);
            curves[length] = model.Norms(silent ? zeros_like(inputs) : inputs, output => nn.functional.mse_loss(output, targets));
        }
        return new StateCurves(curves);
    }

    /// <summary>The norm of all weights' gradients together, before and after clipping, for each length.</summary>
    public IReadOnlyList<(double Before, double After)> Weights(GradientModel model)
    {
        model.Module.train();
        var norms = new List<(double, double)>();
        foreach (var length in lengths)
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

/// <summary>What was measured on one network, for each length of sequence and each state.</summary>
internal sealed class StateCurves(IReadOnlyDictionary<int, IReadOnlyDictionary<string, double[]>> norms)
{
    private int Longest => norms.Keys.Max();

    public IEnumerable<string> States => norms[Longest].Keys;

    /// <summary>Of the longest sequences: the norm at each distance, from 1 on, as a share of that at distance 1.</summary>
    public IReadOnlyList<(double Distance, double Share)> Shares(string state)
    {
        var curve = norms[Longest][state];
        return [.. curve.Reverse().Select((norm, i) => (i + 1.0, norm / curve[^1]))];
    }

    /// <summary>Of each length: the norm at the sequence's beginning, as a share of that one step from its end.</summary>
    public double[] Arriving(string state) => [.. norms.OrderBy(static pair => pair.Key).Select(pair => pair.Value[state][0] / pair.Value[state][^1])];

    /// <summary>Of each length: the norm at the sequence's beginning.</summary>
    public double[] Norms(string state) => [.. norms.OrderBy(static pair => pair.Key).Select(pair => pair.Value[state][0])];

    /// <summary>By which factor the norm changes from one step to the one before, in the geometric mean over the longest sequences.</summary>
    public double Factor(string state)
    {
        var curve = norms[Longest][state];
        return curve.Length == 1 ? 1 : Math.Exp((Math.Log(curve[0]) - Math.Log(curve[^1])) / (curve.Length - 1));
    }
}
