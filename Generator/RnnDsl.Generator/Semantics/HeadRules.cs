using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>One head, and nothing below it.</summary>
internal static class HeadRules
{
    public static void Check(ModelDeclaration declaration, int index, DiagnosticBag diagnostics)
    {
        var layers = declaration.Layers;
        var first = Enumerable.Range(0, index).FirstOrDefault(i => layers[i] is HeadDeclaration);
        if (layers[first] is HeadDeclaration && first < index)
        {
            diagnostics.Add(Rules.SecondHead, DiagnosticLocation.Layer(index), layers[index].Attribute, declaration.Type.Level.Name, layers[first].Attribute);
            return;
        }

        // Of a second head it is said that it is a second.
        var below = Enumerable.Range(index + 1, layers.Count - index - 1).Where(i => layers[i] is not (HeadDeclaration or IInputDeclaration)).ToList();
        if (below.Count > 0)
        {
            diagnostics.Add(Rules.HeadNotLast, DiagnosticLocation.Layer(index), layers[index].Attribute, layers[below[below.Count - 1]].Attribute);
        }
    }
}
