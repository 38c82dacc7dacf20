using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>A model that is declared to run one step at a time has no layer that cannot.</summary>
internal static class StepRules
{
    public static void Check(ModelDeclaration declaration, IReadOnlyList<BoundLayer> layers, Findings findings)
    {
        if (!declaration.NeedsStep)
        {
            return;
        }

        foreach (var (index, layer) in layers.Select(bound => (bound.Index, bound.Layer)))
        {
            if (layer is RecurrentLayer { ReadsFromTheEnd: true } recurrent)
            {
                findings.Add(Rules.NoStepThere, Blame.Layer(index, recurrent.Bidirectional ? "Bidirectional" : "Reverse"),
                    declaration.Type.Level.Name, SingleStep.WhyNot(recurrent), declaration.Layers[index].Attribute);
            }
        }
    }
}
