using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>The summary of a module.</summary>
public static class ModuleSummary
{
    /// <summary>The layers with the shapes of their outputs and their parameters, trainable and frozen: <c>Console.WriteLine(model.Summary())</c>.</summary>
    /// <param name="module">A generated model, an encoder-decoder or any other module. Output shapes are known for generated models only.</param>
    public static ModelSummary Summary(this nn.Module module) => ModelSummary.Of(module);
}
