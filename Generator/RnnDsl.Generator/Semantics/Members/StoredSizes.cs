using RnnDsl.Generator.Layers;

namespace RnnDsl.Generator.Semantics;

/// <summary>The constructor's parameters that methods read: sizes of states, of the layers' outputs, and of the input for its checks.</summary>
internal static class StoredSizes
{
    public static IEnumerable<string> Of(Model model)
    {
        var recurrences = model.Recurrences.Select(layer => layer.Operation).ToList();
        var stored = model.Layers.OfType<StatelessLayer>().SelectMany(layer => layer.StoredSizes)
            .Concat(model.Layers.SelectMany(layer => layer.Output.Sizes));
        if (model.HasState)
        {
            stored = stored.Concat(recurrences.SelectMany(recurrence => recurrence.States).Select(state => state.Size));
        }

        stored = stored.Concat(recurrences.SelectMany(recurrence => recurrence.CellSizes.Where(given => recurrence.UserCell!.Typed.IsInNoTensor(given.Name)).Select(given => given.Size)));
        if (model.ExportsOnnx)
        {
            stored = stored.Concat(recurrences.SelectMany(recurrence => recurrence.States.Select(state => state.Size).Append(recurrence.HiddenSize).Concat(recurrence.CellSizes.Select(size => size.Size))));
        }

        return model.Parameters.Select(parameter => parameter.Name).Where(name => stored.Any(size => size.Mentions(name)));
    }
}
