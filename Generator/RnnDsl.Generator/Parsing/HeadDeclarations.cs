namespace RnnDsl.Generator.Parsing;

/// <summary>What the scores are for.</summary>
internal abstract record HeadDeclaration(string Attribute, string? Name)
    : LayerDeclaration(Attribute, Name);

internal sealed record ClassifyDeclaration(string? Name, double LabelSmoothing)
    : HeadDeclaration("Classify", Name);

/// <summary>Numbers to be met; the loss is the number of the enumeration's member.</summary>
internal sealed record RegressDeclaration(string? Name, int Loss)
    : HeadDeclaration("Regress", Name);

internal sealed record CtcDeclaration(string? Name, int Blank, bool ZeroInfinity)
    : HeadDeclaration("Ctc", Name);
