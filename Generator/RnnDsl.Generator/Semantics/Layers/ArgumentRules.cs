using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>The arguments of each layer, except sizes.</summary>
internal static class ArgumentRules
{
    public static void Check(ModelDeclaration declaration, NameTable names, SizeTable sizes, DiagnosticBag diagnostics)
    {
        if (!Enum.IsDefined(typeof(DeclaredOutput), declaration.Output))
        {
            RefuseValue(DiagnosticLocation.Model("Output"), "SequenceModel", (int)declaration.Output, "ModelOutput", Members<DeclaredOutput>(), diagnostics);
        }

        var embeddings = Enumerable.Range(0, declaration.Layers.Count).Where(i => declaration.Layers[i] is EmbeddingDeclaration).Select(i => names[i]).ToList();
        for (var i = 0; i < declaration.Layers.Count; i++)
        {
            declaration.Layers[i].Check(new LayerChecks(declaration.Layers[i], i, declaration.Type.Level.Name, embeddings, sizes, diagnostics));
        }
    }

    public static string Members<T>() => string.Join(", ", Enum.GetNames(typeof(T)));

    /// <summary>An integer that a cast has converted to an enumeration without such a member.</summary>
    public static void RefuseValue(DiagnosticLocation location, string attribute, int value, string enumeration, string members, DiagnosticBag diagnostics) =>
        diagnostics.Add(Rules.UnknownValue, location, attribute, "the value " + Messages.Number(value), "is no member of " + enumeration, members);

    /// <summary>An activation that is not allowed for this layer.</summary>
    public static void RefuseFunction(DiagnosticLocation location, string attribute, int function, string why, string fitting, DiagnosticBag diagnostics) =>
        diagnostics.Add(Rules.UnknownValue, location, attribute,
            Enum.IsDefined(typeof(ActivationFunction), function) ? $"Activation.{(ActivationFunction)function}" : "the value " + Messages.Number(function), why, fitting);

    public static bool CheckProbability(LayerDeclaration layer, double probability, string what, DiagnosticLocation location, DiagnosticBag diagnostics)
    {
        if (probability is >= 0 and < 1)
        {
            return true;
        }

        diagnostics.Add(Rules.DropoutRange, location, layer.Attribute, Messages.Number(probability), what);
        return false;
    }
}
