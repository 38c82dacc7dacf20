using static TorchSharp.torch;

namespace RnnDsl.Examples.Mnist;

/// <summary>The models that <c>--model</c> selects from.</summary>
internal static class ImageModels
{
    /// <summary>The model of the article.</summary>
    public const string Lab = "lab";

    /// <summary>The model that also runs as a stream, row by row.</summary>
    public const string Rows = "rows";

    public static string[] Names { get; } = [Lab, Rows];

    /// <summary>Creates a model with initial weights.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="device">Its device.</param>
    public static ImageModel Create(string name, Device device) => name == Rows ? ImageModel.Of(new RowGru(device)) : ImageModel.Of(new ImageLstm(device));
}
