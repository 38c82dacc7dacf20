using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>The layers of a decoder that run step by step, and their options: a mask for all steps of a sequence cannot be used in a loop over single steps.</summary>
internal static class StepLoopRules
{
    public static void Check(ModelDeclaration declaration, Model model, IReadOnlyList<BoundLayer> layers, DiagnosticBag diagnostics)
    {
        if (declaration is not { Kind: ModelKind.Decoder, IsModel: true, OtherAttribute: null } || model.StepLoop is not { } loop)
        {
            return;
        }

        var why = model.Attention is { InputFeeding: true } ? "the readout of a step is an input of the next" : "the previous state is the query of the attention";
        foreach (var index in loop.In(layers).Select(bound => bound.Index))
        {
            switch (declaration.Layers[index])
            {
                case RecurrentLayerDeclaration recurrent:
                    Refuse(recurrent.WeightDrop > 0, "WeightDrop", recurrent.WeightDrop, "Remove WeightDrop; Zoneout and LayerNorm stay possible.");
                    Refuse(recurrent.RecurrentDropout > 0, "RecurrentDropout", recurrent.RecurrentDropout, "Remove RecurrentDropout; Zoneout and LayerNorm stay possible.");
                    Refuse(recurrent.LockedDropout > 0, "LockedDropout", recurrent.LockedDropout, "Write Dropout in place of LockedDropout.");
                    break;

                case DropoutDeclaration { Locked: true }:
                    diagnostics.Add(Rules.OptionInLoop, DiagnosticLocation.Layer(index, "Locked"), "Dropout", "Locked = true", why, "Remove Locked, or move [Dropout] above the recurrent layers.");
                    break;
            }

            void Refuse(bool isSet, string option, double value, string advice)
            {
                if (isSet)
                {
                    diagnostics.Add(Rules.OptionInLoop, DiagnosticLocation.Layer(index, option), declaration.Layers[index].Attribute, $"{option} = {Messages.Number(value)}", why, advice);
                }
            }
        }
    }
}
