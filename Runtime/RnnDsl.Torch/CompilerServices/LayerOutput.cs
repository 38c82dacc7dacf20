using System.ComponentModel;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>The output of a layer.</summary>
/// <param name="Name">The layer's name, and that of its module where it has one.</param>
/// <param name="Type">What it is declared as, such as <c>Lstm</c>; empty for the tokens that a model reads.</param>
/// <param name="Shape">Such as <c>[batch, time, 256]</c>; empty for a model inside, which says itself what its last layer gives.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record LayerOutput(string Name, string Type, string Shape = "");
