using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>A model has at most one head, as its last layer.</summary>
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

        // A second head is reported only as such.
        var below = Enumerable.Range(index + 1, layers.Count - index - 1).Where(i => layers[i] is not (HeadDeclaration or IInputDeclaration)).ToList();
        if (below.Count > 0)
        {
            diagnostics.Add(Rules.HeadNotLast, DiagnosticLocation.Layer(index), layers[index].Attribute, layers[below[below.Count - 1]].Attribute);
        }
    }
}
