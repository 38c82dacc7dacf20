using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Shapes;

/// <summary>A size parameter of the constructor.</summary>
/// <param name="Name">Its name, as written.</param>
/// <param name="Default">Its default value.</param>
/// <param name="Uses">The uses of the size.</param>
internal sealed record SizeParameter(string Name, long? Default, EquatableArray<SizeUse> Uses);

/// <summary>One use of a size: the hidden size of the layer lstm.</summary>
internal sealed record SizeUse(string Role, string Layer);
