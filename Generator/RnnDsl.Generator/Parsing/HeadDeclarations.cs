namespace RnnDsl.Generator.Parsing;

/// <summary>A head: the loss of the model.</summary>
internal abstract record HeadDeclaration(string Attribute, string? Name)
    : LayerDeclaration(Attribute, Name);

internal sealed record ClassifyDeclaration(string? Name, double LabelSmoothing)
    : HeadDeclaration("Classify", Name);

/// <summary>Regression; the loss is the value of the enumeration.</summary>
internal sealed record RegressDeclaration(string? Name, int Loss)
    : HeadDeclaration("Regress", Name);

internal sealed record CtcDeclaration(string? Name, int Blank, bool ZeroInfinity)
    : HeadDeclaration("Ctc", Name);
