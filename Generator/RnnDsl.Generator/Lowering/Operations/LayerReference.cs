using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>A layer as a step refers to it.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Property">Its property.</param>
/// <param name="Input">Its input shape in a whole sequence.</param>
internal sealed record LayerReference(string Key, string Property, Shape Input);
