namespace RnnDsl.Generator.Parsing;

/// <summary>A size among a layer's arguments.</summary>
/// <param name="Argument">As it was written.</param>
/// <param name="Role">What it is, as messages say it.</param>
/// <param name="Property">The attribute's property.</param>
internal sealed record SizeOfLayer(SizeArgument Argument, string Role, string Property);

/// <summary>A layer that says which of its arguments are sizes.</summary>
internal interface ISizedDeclaration
{
    IEnumerable<SizeOfLayer> Sizes { get; }
}

/// <summary>A layer that says what goes into the model.</summary>
internal interface IInputDeclaration;
