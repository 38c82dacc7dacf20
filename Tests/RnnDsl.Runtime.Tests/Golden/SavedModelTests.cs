using RnnDsl.Runtime.Tests.Models;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Golden;

/// <summary>The way back: what generated models save loads into Python's modules by name and computes the same there (check_saved.py).</summary>
public sealed class SavedModelTests
{
    [PythonFact]
    public void Saved_weights_give_equal_outputs_and_states_in_PyTorch()
    {
        using var folder = new TemporaryFolder();
        var saved = 0;
        foreach (var file in GoldenCase.Files)
        {
            foreach (var name in GoldenCase.Names(file))
            {
                Save(new GoldenCase(file, name), folder[$"{file}-{name}"], seed: (ulong)++saved);
            }
        }

        var (exitCode, output) = Python.RunWith("torch", Path.Combine(AppContext.BaseDirectory, "golden", "check_saved.py"), folder.Path);

        Assert.True(exitCode == 0, output);
        Assert.Contains($"{saved} of {saved} models agree", output, StringComparison.Ordinal);
    }

    /// <summary>Saves a model with weights that Python has not seen, and what it makes of the case's input.</summary>
    private static void Save(GoldenCase golden, string path, ulong seed)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        using var draw = new Draw(ScalarType.Float32, seed);
        using var model = GoldenModel.Create(golden.Name);
        draw.Fill(model.Module);
        model.Module.SaveSafetensors($"{path}.safetensors");

        var (output, states) = model.Forward(golden.Input, golden.Lengths, golden.States);
        TensorFile.Save($"{path}.run.safetensors", [.. golden.Inputs, .. GoldenCase.Results("out", output, states)]);
    }
}
