using RnnDsl.Generator.Layers;

namespace RnnDsl.Generator.Semantics;

/// <summary>The constructor's parameters that methods read: sizes of states, of the layers' outputs, and of the input for its checks.</summary>
internal static class StoredSizes
{
    public static IEnumerable<string> Of(Model model)
    {
        var stored = model.Layers.OfType<StatelessLayer>().SelectMany(layer => layer.StoredSizes)
            .Concat(model.Layers.SelectMany(layer => layer.Output.Sizes));
        if (model.HasState)
        {
            stored = stored.Concat(model.Recurrences.SelectMany(recurrent => recurrent.States.Select(recurrent.SizeOf)));
            if (model.Attention is { InputFeeding: true })
            {
                stored = stored.Concat(model.Layers.OfType<ReadoutLayer>().Select(readout => readout.Size));
            }
        }

        stored = stored.Concat(model.Recurrences.SelectMany(recurrent => recurrent.CellSizes.Where(given => recurrent.UserCell!.Typed.IsInNoTensor(given.Name)).Select(given => given.Size)));
        if (model.ExportsOnnx)
        {
            stored = stored.Concat(model.Recurrences.SelectMany(recurrent => recurrent.States.Select(recurrent.SizeOf).Concat([recurrent.HiddenSize]).Concat(recurrent.CellSizes.Select(size => size.Size))));
        }

        return model.Parameters.Select(parameter => parameter.Name).Where(name => stored.Any(size => size.Mentions(name)));
    }
}
