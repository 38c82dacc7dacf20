namespace RnnDsl.Generator.Layers;

/// <summary>A size argument of a layer.</summary>
/// <param name="Argument">The size as written.</param>
/// <param name="Role">Its name in messages.</param>
/// <param name="Property">The attribute's property.</param>
internal sealed record SizeOfLayer(SizeArgument Argument, string Role, string Property);
