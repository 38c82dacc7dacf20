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
            findings.Add(Rules.UnknownValue, Blame.Model("Output"), "SequenceModel", Messages.Number((int)declaration.Output), "ModelOutput",
                Members<DeclaredOutput>());
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
                    CheckProbability(dropout, dropout.Probability, "dropout", Blame.Layer(i, "Probability"), findings);
                    break;

                case ActivationDeclaration { Function: var function } when !Enum.IsDefined(typeof(ActivationFunction), function):
                    findings.Add(Rules.UnknownValue, Blame.Layer(i, "Function"), "Activation", Messages.Number(function), "Activation",
                        OfSingleNumbers());
                    break;

                case ActivationDeclaration { Function: (int)ActivationFunction.Maxout }:
                    findings.Add(Rules.UnknownValue, Blame.Layer(i, "Function"), "Activation", nameof(ActivationFunction.Maxout), "the functions of single numbers, but of [Readout]",
                        OfSingleNumbers());
                    break;
            }
        }
    }

    private static string OfSingleNumbers() => string.Join(", ", Enum.GetNames(typeof(ActivationFunction)).Where(name => name != nameof(ActivationFunction.Maxout)));

    public static string Members<T>() => string.Join(", ", Enum.GetNames(typeof(T)));

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
