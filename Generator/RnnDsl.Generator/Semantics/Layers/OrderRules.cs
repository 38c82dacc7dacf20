using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>A model has one input, as its first layer, and a recurrent layer below it.</summary>
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
            if (layers[i] is not InputDeclaration)
            {
                continue;
            }

            if (first >= 0)
            {
                diagnostics.Add(Rules.SecondInput, DiagnosticLocation.Layer(i), layers[i].Attribute, name, layers[first].Attribute);
            }
            // If the layers above the input all belong below it, those are reported.
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

        // The decoder connects the steps of an encoder.
        if (!layers.Any(layer => layer.IsRecurrent) && layers.Count > 0 && declaration.Kind != ModelKind.Encoder && declaration.OtherAttribute != nameof(ModelKind.Encoder))
        {
            diagnostics.Add(Rules.NothingRecurrent, DiagnosticLocation.Type, name);
        }
    }
}
