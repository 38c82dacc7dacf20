using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Pixels;

/// <summary>A network of the comparison.</summary>
/// <param name="Name">Name in <c>--networks</c> and in the results.</param>
/// <param name="Title">Name in tables and figures.</param>
/// <param name="Create">Creates the network from hidden size and device.</param>
internal sealed record PixelNetwork(string Name, string Title, Func<long, Device, nn.Module<Tensor, Tensor?, Tensor>> Create)
{
    /// <summary>All networks.</summary>
    public static IReadOnlyList<PixelNetwork> All { get; } =
    [
        new("lru", "LRU, 2 layers", static (hidden, device) => new LruReader(hidden, device)),
        new("minGru", "minGRU, 3 layers", static (hidden, device) => new MinGruReader(hidden, device)),
        new("gru", "GRU", static (hidden, device) => new GruReader(hidden, device)),
        new("lstm", "LSTM", static (hidden, device) => new LstmReader(hidden, device)),
    ];

    /// <summary>The name, for <c>--help</c>.</summary>
    public override string ToString() => Name;
}
