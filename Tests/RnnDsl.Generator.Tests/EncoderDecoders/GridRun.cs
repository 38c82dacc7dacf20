using System.Runtime.CompilerServices;
using RnnDsl.Generator.Tests.RandomModels;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static RnnDsl.Generator.Tests.Infrastructure.HeldSums;
using static TorchSharp.torch;

namespace RnnDsl.Generator.Tests.EncoderDecoders;

/// <summary>Compares a generated encoder-decoder with a plain one: outputs, weights and the gradients of all parameters, with and without padding, and step by step.</summary>
internal static class GridRun
{
    private const double Tolerance = 1e-9;
    private const long Positions = 4;
    private const long Time = 3;

    private static readonly long[] Lengths = [4, 1, 3];

    // Networks this small are computed before a second thread has woken up.
    static GridRun() => set_num_threads(1);

    public static void Compare(GridPoint point, Type type, int seed)
    {
        using var scope = NewDisposeScope();
        try
        {
            manual_seed(seed);
            using var module = (nn.Module)Activator.CreateInstance(type, null, ScalarType.Float64)!;
            using (no_grad())
            {
                foreach (var (_, parameter) in module.named_parameters())
                {
                    parameter.normal_(0, 0.5);
                }
            }

            var source = randint(0, GridPoint.SourceVocabulary, [Lengths.Length, Positions]);
            var target = randint(0, GridPoint.TargetVocabulary, [Lengths.Length, Time]);
            foreach (var lengths in new[] { Lengths, [.. Lengths.Select(_ => Positions)] })
            {
                var given = lengths == Lengths ? tensor(lengths) : null;
                var expected = Gradients(module, Plain(point, type, module, source, lengths, target));
                var whole = Whole(type, module, source, given, target);
                var found = Gradients(module, whole);
                Equal(point, expected, found);
                CheckSteps(point, type, module, source, given, target, whole);
            }
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{point.Source}\n{exception.GetBaseException()}", exception);
        }
    }

    private static void Equal(GridPoint point, IReadOnlyList<(string Name, Tensor Value)> expected, IReadOnlyList<(string Name, Tensor Value)> found)
    {
        for (var i = 0; i < expected.Count; i++)
        {
            var difference = (expected[i].Value - found[i].Value).abs().max().item<double>();
            Assert.True(difference <= Tolerance * Math.Max(1, expected[i].Value.abs().max().item<double>()), $"{point.Namespace}: {expected[i].Name} differs by {difference}.");
        }
    }

    /// <summary>Output and weights, and the gradients and second derivatives of all parameters.</summary>
    private static IReadOnlyList<(string Name, Tensor Value)> Gradients(nn.Module module, (Tensor Output, Tensor Weights) result)
    {
        using var factors = new torch.Generator(5);
        var loss = Sum(
            (result.Output * randn(result.Output.shape, dtype: ScalarType.Float64, generator: factors)).sum(),
            (result.Weights * randn(result.Weights.shape, dtype: ScalarType.Float64, generator: factors)).sum());
        var parameters = module.named_parameters().ToList();
        var tensors = parameters.Select(named => (Tensor)named.parameter).ToList();
        var gradients = autograd.grad([loss], [.. tensors], retain_graph: true, allow_unused: true);
        return
        [
            ("output", result.Output.detach()),
            ("weights", result.Weights.detach()),
            .. parameters.Zip(gradients, (named, gradient) => ("the gradient of " + named.name, gradient is null || gradient.IsInvalid ? zeros_like(named.parameter) : gradient)),
            .. parameters.Zip(SecondDerivatives.Of(loss, tensors), (named, second) => ("the second derivative of " + named.name, second)),
        ];
    }

    private static (Tensor Output, Tensor Weights) Whole(Type type, nn.Module module, Tensor source, Tensor? lengths, Tensor target)
    {
        var result = (ITuple)type.GetMethod("forward")!.Invoke(module, [source, lengths, target, 0.0])!;
        return ((Tensor)result[0]!, (Tensor)result[1]!);
    }

    /// <summary>Source by source, each cut to its length.</summary>
    private static (Tensor Output, Tensor Weights) Plain(GridPoint point, Type type, nn.Module module, Tensor source, long[] lengths, Tensor target)
    {
        var encoder = (nn.Module)type.GetProperty("Encoder")!.GetValue(module)!;
        var weights = module.named_parameters().ToDictionary(named => named.name, named => (Tensor)named.parameter);
        var plain = new PlainTranslator(point, weights);
        var (outputs, shares) = (new List<Tensor>(), new List<Tensor>());
        for (var i = 0; i < lengths.Length; i++)
        {
            var (values, state) = GeneratedResult.Split(encoder.GetType().GetMethod("forward")!.Invoke(encoder, [source.narrow(0, i, 1).narrow(1, 0, lengths[i]), null, null])!);
            var known = GeneratedResult.Tensors(state!).Select(pair => pair.Value.squeeze(1)).ToList();
            var (output, share) = plain.Write(values.squeeze(0), known, [.. target[i].data<long>()]);
            outputs.Add(output);
            shares.Add(nn.functional.pad(share, (0, Positions - lengths[i])));
        }

        return (stack(outputs), stack(shares));
    }

    /// <summary>Two rows of each source, step by step, are twice what the whole target gives.</summary>
    private static void CheckSteps(GridPoint point, Type type, nn.Module module, Tensor source, Tensor? lengths, Tensor target, (Tensor Output, Tensor Weights) whole)
    {
        using var free = no_grad();
        var begin = (ITuple)type.GetMethod("Encode")!.Invoke(module, [source, lengths])!;
        var memory = (EncoderMemory)begin[0]!;
        var rows = tensor(Enumerable.Range(0, Lengths.Length).SelectMany(i => new long[] { i, i }).ToArray());
        var state = begin[1]!.GetType().GetMethod("Select")!.Invoke(begin[1], [rows]);
        for (var t = 0L; t < Time; t++)
        {
            var step = (ITuple)type.GetMethod("Step")!.Invoke(module, [target.select(1, t).index_select(0, rows), memory, state])!;
            state = step[1];
            Equal(point,
                [("output of a step", whole.Output.select(1, t).index_select(0, rows)), ("weights of a step", whole.Weights.select(1, t).index_select(0, rows))],
                [("", (Tensor)step[0]!), ("", (Tensor)step[2]!)]);
        }
    }
}
