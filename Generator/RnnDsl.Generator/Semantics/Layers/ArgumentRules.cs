using RnnDsl.Generator.Common;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>The arguments of one layer, except sizes.</summary>
internal static class ArgumentRules
{
    public static void Check(ModelDeclaration declaration, DiagnosticBag diagnostics)
    {
        if (!Enum.IsDefined(typeof(DeclaredOutput), declaration.Output))
        {
            RefuseValue(DiagnosticLocation.Model("Output"), "SequenceModel", (int)declaration.Output, "ModelOutput", Members<DeclaredOutput>(), diagnostics);
        }

        var layers = declaration.Layers;
        for (var i = 0; i < layers.Count; i++)
        {
            switch (layers[i])
            {
                case RecurrentDeclaration recurrent:
                    RecurrentRules.Check(recurrent, i, diagnostics);
                    break;

                case DropoutDeclaration dropout:
                    if (CheckProbability(dropout, dropout.Probability, "dropout", DiagnosticLocation.Layer(i, "Probability"), diagnostics) && dropout.Probability == 0)
                    {
                        diagnostics.Add(Rules.NoEffect, DiagnosticLocation.Layer(i, "Probability"), dropout.Attribute, "a probability of 0", "Write a number between 0 and 1, such as 0.3, or remove [Dropout].");
                    }

                    break;

                case ActivationDeclaration { Function: var function } when !Enum.IsDefined(typeof(ActivationFunction), function):
                    RefuseValue(DiagnosticLocation.Layer(i, "Function"), "Activation", function, "Activation", ElementwiseFunctions(), diagnostics);
                    break;

                case ActivationDeclaration { Function: (int)ActivationFunction.Maxout }:
                    RefuseFunction(DiagnosticLocation.Layer(i, "Function"), "Activation", (int)ActivationFunction.Maxout, "halves the number of features and belongs to [Readout]", ElementwiseFunctions(), diagnostics);
                    break;
            }
        }
    }

    private static string ElementwiseFunctions() => string.Join(", ", Enum.GetNames(typeof(ActivationFunction)).Where(name => name != nameof(ActivationFunction.Maxout)));

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
