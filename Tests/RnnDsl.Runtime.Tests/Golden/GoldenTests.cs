using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using Gradients = RnnDsl.Runtime.Tests.Models.Gradients;

namespace RnnDsl.Runtime.Tests.Golden;

/// <summary>
/// Generated models against numbers that PyTorch computed in Python (Tests/golden/make_golden.py): its weights load by name, and
/// outputs, states and gradients are its own. In single precision sums round; in double only the files' numbers are rounded.
/// </summary>
public sealed class GoldenTests
{
    public static TheoryData<string, string, ScalarType> Cases()
    {
        var data = new TheoryData<string, string, ScalarType>();
        foreach (var file in GoldenCase.Files)
        {
            foreach (var name in GoldenCase.Names(file))
            {
                data.Add(file, name, ScalarType.Float32);
                data.Add(file, name, ScalarType.Float64);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Outputs_states_and_gradients_with_PyTorch_weights_equal_PyTorch(string file, string name, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        using var model = GoldenModel.Create(name, dtype);
        var golden = new GoldenCase(file, name, dtype);
        Load(model.Module, golden);

        var found = Gradients.Of(model.Module, Forward, golden.Input, golden.States, golden.Weighing);

        var expected = golden.Expected;
        Gradients.Equal(
            expected with { Output = Real(expected.Output) },
            found with { Output = Real(found.Output) },
            dtype == ScalarType.Float32 ? 1e-5 : 1e-6);

        (Tensor Output, Tensor[] States) Forward(Tensor input, Tensor[]? states) => model.Forward(input, golden.Lengths, states);

        // What comes out behind a sequence's end is nobody's.
        Tensor Real(Tensor output) => golden.Lengths is { } lengths && output.dim() == 3
            ? output * arange(output.size(1)).lt(lengths.unsqueeze(1)).unsqueeze(2)
            : output;
    }

    /// <summary>From a file as a user has it: the labs' lie there so, the others are written from where they lie together.</summary>
    private static void Load(nn.Module module, GoldenCase golden)
    {
        if (golden.Weights.Count == 0)
        {
            module.LoadSafetensors(GoldenCase.Path(golden.Name));
            return;
        }

        using var folder = new TemporaryFolder();
        TensorFile.Save(folder["weights.safetensors"], golden.Weights.Select(pair => (pair.Key, pair.Value)));
        module.LoadSafetensors(folder["weights.safetensors"]);
    }
}
