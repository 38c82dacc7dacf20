using RnnDsl.Examples.Cells;
using RnnDsl.Runtime.Tests.Kernels;
using RnnDsl.Runtime.Tests.Streaming.Models;
using RnnDsl.Streaming;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;

namespace RnnDsl.Runtime.Tests.Streaming;

/// <summary>A stream computes what the module of TorchSharp with the same weights computes.</summary>
public sealed class ParityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static readonly List<Type> Streaming =
        [.. typeof(PlainLstm).Assembly.GetTypes().Where(type => type.GetNestedType("Streaming")?.BaseType == typeof(StreamingModel))];

    public static TheoryData<Type> Models => [.. Streaming.Where(type => !IsOfSequences(type))];

    public static TheoryData<Type> ModelsOfSequences => [.. Streaming.Where(IsOfSequences)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public void A_thousand_steps_equal_those_of_the_module(Type type)
    {
        using var pair = new StreamPair(type, _folder);
        var inputs = pair.Inputs(1000);

        // Normalised cells of a few units amplify roundings from step to step: in a thousand steps the module itself is 0.001 from its results in double precision.
        var length = AmplifiesRoundings(type) ? 10 : 1000;
        for (var first = 0; first < 1000; first += length)
        {
            var part = inputs[(first * pair.InputSize)..((first + length) * pair.InputSize)];
            Close(pair.Module(part), pair.Steps(Reset(pair.Stream), part), 1e-5f);
        }
    }

    [Fact]
    public void A_thousand_steps_that_amplify_roundings_are_as_near_to_double_precision_as_libtorch()
    {
        using var pair = new StreamPair(typeof(OfMixedCell), _folder);
        var inputs = pair.Inputs(1000);
        var byLibtorch = KernelSwitch.Off(() => pair.Module(inputs));
        using var exact = (OfMixedCell)pair.NewModule();
        exact.LoadSafetensors(pair.File);
        exact.eval();
        exact.to(torch.ScalarType.Float64);
        using var scope = torch.NewDisposeScope();
        using var no = torch.no_grad();
        var expected = exact.call(torch.tensor(inputs.ToArray()).to(torch.ScalarType.Float64).view(1, 1000, pair.InputSize)).Output.flatten().data<double>().ToArray();

        Assert.InRange(Distance(pair.Steps(pair.Stream, inputs)), 0, 1.5 * Distance(byLibtorch));
        Assert.InRange(Distance(pair.Module(inputs)), 0, 1.5 * Distance(byLibtorch));

        double Distance(ReadOnlySpan<float> found)
        {
            var worst = 0.0;
            for (var i = 0; i < expected.Length; i++)
                worst = Math.Max(worst, Math.Abs(expected[i] - found[i]));
            return worst;
        }
    }

    [Theory]
    [MemberData(nameof(ModelsOfSequences))]
    public void The_output_of_a_sequence_so_far_equals_that_of_the_module(Type type)
    {
        using var pair = new StreamPair(type, _folder);
        var inputs = pair.Inputs(100);
        var outputs = pair.Steps(pair.Stream, inputs);

        foreach (var steps in new[] { 1, 7, 100 })
            Close(pair.Module(inputs[..(steps * pair.InputSize)]), outputs.AsSpan((steps - 1) * pair.OutputSize, pair.OutputSize), 1e-5f);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Blocks_of_any_size_give_what_steps_give(Type type)
    {
        using var pair = new StreamPair(type, _folder);
        var inputs = pair.Inputs(300);

        Assert.Equal(pair.Steps(pair.Stream, inputs), pair.Blocks(Reset(pair.Stream), inputs, [1, 7, 32, 33, 3, 100]));
    }

    [Fact]
    public void Every_cell_of_the_library_streams()
    {
        var library = typeof(Elman).Assembly.GetTypes().Where(type => type.Namespace == typeof(Elman).Namespace && type.GetCustomAttributes(typeof(CellAttribute), false).Length > 0).Select(type => "Of" + type.Name);

        // A matrix that is made of others is no tensor of a file (RNN501).
        Assert.Equal(["OfAntisymmetricRnn", "OfGatedAntisymmetricRnn"], library.Except(Streaming.Select(type => type.Name)).Order());
    }

    private static bool AmplifiesRoundings(Type type) => type == typeof(EveryOptionLstm) || type == typeof(OfLayerNormLstm) || type == typeof(NormalisedPaperGru) || type == typeof(OfBistableCell)
        || type == typeof(OfMixedCell);

    private static bool IsOfSequences(Type type) => type.GetMethods().Single(method => method.Name == "forward" && method.DeclaringType == type).ReturnType == typeof(torch.Tensor);

    private static StreamingModel Reset(StreamingModel stream)
    {
        stream.Reset();
        return stream;
    }

    internal static void Close(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, float bound)
    {
        var difference = Difference(expected, actual);
        Assert.True(difference <= bound, $"The largest difference is {difference}.");
    }

    /// <summary>The largest difference, relative to numbers above 1.</summary>
    private static float Difference(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var worst = 0f;
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.False(float.IsNaN(expected[i]) || float.IsNaN(actual[i]), $"Element {i}: {expected[i]} and {actual[i]}.");
            worst = Math.Max(worst, Math.Abs(expected[i] - actual[i]) / Math.Max(1, Math.Abs(expected[i])));
        }

        return worst;
    }
}
