using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>A model declared with Step = true has a single step.</summary>
internal static class StepRules
{
    public static void Check(ModelDeclaration declaration, IReadOnlyList<BoundLayer> layers, DiagnosticBag diagnostics)
    {
        if (!declaration.NeedsStep)
        {
            return;
        }

        foreach (var (index, layer) in layers.Select(bound => (bound.Index, bound.Layer)))
        {
            if (layer.WhyNoStep is { } reason)
            {
                var option = layer switch
                {
                    RecurrentLayer { Operation.Bidirectional: true } => "Bidirectional",
                    RecurrentLayer => "Reverse",
                    _ => null,
                };
                diagnostics.Add(Rules.NoStepThere, DiagnosticLocation.Layer(index, option), declaration.Type.Level.Name, reason, declaration.Layers[index].Attribute);
            }
        }
    }
}
