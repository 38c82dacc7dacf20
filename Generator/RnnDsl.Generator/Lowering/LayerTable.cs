using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering;

/// <summary>The layers of a model as a table.</summary>
/// <param name="Rows">The input where it is tokens, and the layers.</param>
/// <param name="ParameterCount">The number of parameters of all layers.</param>
internal sealed record LayerTable(EquatableArray<LayerRow> Rows, Polynomial ParameterCount)
{
    public static LayerTable Of(Plan plan)
    {
        var model = plan.Model;
        var rows = model.Layers.Select(layer => new LayerRow(layer.Key, layer.TypeName, layer.Output, layer.ParameterCount, NoteOf(layer, plan)));
        return new LayerTable(
            (model.Layers.Count > 0 && model.Layers[0].Input is TokenShape tokens ? rows.Prepend(new LayerRow("tokens", "", tokens, 0, "")) : rows).ToEquatableArray(),
            model.ParameterCount);
    }

    private static string NoteOf(Layer layer, Plan plan) => layer is StatelessLayer stateless
        ? stateless.Note
        : RecurrenceNotes.Table(plan.Of(layer.Reference), attends: plan.AttentionRecurrence?.Layer.Key == layer.Key);
}

/// <summary>A row of the table.</summary>
/// <param name="Key">The name of the layer.</param>
/// <param name="Type">The name of its attribute or cell; empty for the input.</param>
/// <param name="Output">Its output shape.</param>
/// <param name="ParameterCount">The number of its parameters.</param>
/// <param name="Note">How it is computed.</param>
internal sealed record LayerRow(string Key, string Type, Shape Output, Polynomial ParameterCount, string Note);
