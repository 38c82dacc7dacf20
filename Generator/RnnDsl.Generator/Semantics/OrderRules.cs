using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>One input, at the top, and something recurrent below it.</summary>
internal static class OrderRules
{
    public static void Check(ModelDeclaration declaration, DiagnosticBag diagnostics)
    {
        if (!declaration.IsModel)
        {
            return;
        }

        var name = declaration.Type.Level.Name;
        var layers = declaration.Layers;
        var first = -1;
        for (var i = 0; i < layers.Count; i++)
        {
            if (layers[i] is not IInputDeclaration)
            {
                continue;
            }

            if (first >= 0)
            {
                diagnostics.Add(Rules.SecondInput, DiagnosticLocation.Layer(i), layers[i].Attribute, name, layers[first].Attribute);
            }
            // Where only layers stand above that belong below, those are what stands wrong.
            else if (layers.Take(i).Any(layer => layer is not (LastStateDeclaration or PoolingDeclaration or HeadDeclaration)))
            {
                diagnostics.Add(Rules.InputNotFirst, DiagnosticLocation.Layer(i), layers[i].Attribute, name, Messages.Above(i, layers[0].Attribute));
            }

            first = first < 0 ? i : first;
        }

        if (first < 0)
        {
            diagnostics.Add(Rules.NoInput, layers.Count > 0 ? DiagnosticLocation.Layer(0) : DiagnosticLocation.Type, name,
                declaration.Kind == ModelKind.Decoder ? " or [Features(size)] for vectors" : ", [Features(size)] for vectors or [Image(channels, height, width)] for images");
        }

        // The steps of an encoder know of each other through the decoder that reads them.
        if (!layers.Any(layer => layer is RecurrentDeclaration) && layers.Count > 0 && declaration.Kind != ModelKind.Encoder && declaration.OtherAttribute != nameof(ModelKind.Encoder))
        {
            diagnostics.Add(Rules.NothingRecurrent, DiagnosticLocation.Type, name);
        }
    }
}
