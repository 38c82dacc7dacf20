using System.Globalization;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Models;

/// <summary>
/// Generated models against numbers that PyTorch computed in Python (Tests/golden/make_golden.py): its weights load by name, and
/// outputs, states and gradients are its own.
/// </summary>
public sealed class GoldenTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<GridModel> Models() => [.. GridModel.Fused.Where(model => model.Layers <= 2)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Weights_of_PyTorch_give_the_outputs_states_and_gradients_of_PyTorch(GridModel place)
    {
        using var scope = NewDisposeScope();
        using var model = place.Create(ScalarType.Float32);
        var name = string.Create(CultureInfo.InvariantCulture, $"{place.Cell.ToLowerInvariant()}-{place.Layers}{(place.Bidirectional ? "-both" : "")}");
        Assert.Empty(model.Module.LoadSafetensors(File($"{name}.safetensors")).Converted);
        using var file = TensorFile.Load(File($"{name}.expected.safetensors"));
        var golden = file.Tensors;
        string[] states = place.States == 2 ? ["hidden", "cell"] : ["hidden"];

        var found = Gradients.Of(
            model.Module,
            model.Forward,
            golden["input"],
            [.. states.Select(state => golden["initial." + state])],
            [.. states.Prepend("output").Select(result => golden["weighing." + result])]);

        var expected = new Gradients(
            golden["output"],
            [.. states.Select(state => golden[state])],
            golden["gradient.input"],
            [.. states.Select(state => golden["gradient.initial." + state])],
            new(model.Module.named_parameters().ToDictionary(pair => pair.name, pair => golden["gradient." + pair.name]), StringComparer.Ordinal));
        Gradients.Equal(expected, found, Tolerance);
    }

    private static string File(string name) => Path.Combine(AppContext.BaseDirectory, "golden", name);
}
