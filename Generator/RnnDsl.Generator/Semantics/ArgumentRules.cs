using RnnDsl.Generator.Common;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>What the arguments of one layer may be, sizes apart.</summary>
internal static class ArgumentRules
{
    public static void Check(ModelDeclaration declaration, Findings findings)
    {
        if (!Enum.IsDefined(typeof(DeclaredOutput), declaration.Output))
        {
            RefuseValue(Blame.Model("Output"), "SequenceModel", (int)declaration.Output, "ModelOutput", Members<DeclaredOutput>(), findings);
        }

        var layers = declaration.Layers;
        for (var i = 0; i < layers.Count; i++)
        {
            switch (layers[i])
            {
                case RecurrentDeclaration recurrent:
                    RecurrentRules.Check(recurrent, i, findings);
                    break;

                case DropoutDeclaration dropout:
                    if (CheckProbability(dropout, dropout.Probability, "dropout", Blame.Layer(i, "Probability"), findings) && dropout.Probability == 0)
                    {
                        findings.Add(Rules.NoEffect, Blame.Layer(i, "Probability"), dropout.Attribute, "a probability of 0", "Write a number between 0 and 1, such as 0.3, or remove [Dropout].");
                    }

                    break;

                case ActivationDeclaration { Function: var function } when !Enum.IsDefined(typeof(ActivationFunction), function):
                    RefuseValue(Blame.Layer(i, "Function"), "Activation", function, "Activation", OfSingleNumbers(), findings);
                    break;

                case ActivationDeclaration { Function: (int)ActivationFunction.Maxout }:
                    RefuseFunction(Blame.Layer(i, "Function"), "Activation", (int)ActivationFunction.Maxout, "makes one number of two and belongs to [Readout]", OfSingleNumbers(), findings);
                    break;
            }
        }
    }

    private static string OfSingleNumbers() => string.Join(", ", Enum.GetNames(typeof(ActivationFunction)).Where(name => name != nameof(ActivationFunction.Maxout)));

    public static string Members<T>() => string.Join(", ", Enum.GetNames(typeof(T)));

    /// <summary>A number that a cast has made a value of an enumeration.</summary>
    public static void RefuseValue(Blame blame, string attribute, int value, string enumeration, string members, Findings findings) =>
        findings.Add(Rules.UnknownValue, blame, attribute, "the value " + Messages.Number(value), "is no member of " + enumeration, members);

    /// <summary>A function that others of the enumeration's layers may have.</summary>
    public static void RefuseFunction(Blame blame, string attribute, int function, string why, string fitting, Findings findings) =>
        findings.Add(Rules.UnknownValue, blame, attribute,
            Enum.IsDefined(typeof(ActivationFunction), function) ? $"Activation.{(ActivationFunction)function}" : "the value " + Messages.Number(function), why, fitting);

    public static bool CheckProbability(LayerDeclaration layer, double probability, string what, Blame blame, Findings findings)
    {
        if (probability is >= 0 and < 1)
        {
            return true;
        }

        findings.Add(Rules.DropoutRange, blame, layer.Attribute, Messages.Number(probability), what);
        return false;
    }
}
