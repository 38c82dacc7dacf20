using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Construction;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>The fields of recurrent layers.</summary>
internal static class RecurrentFields
{
    public static string Name(RecurrentField field) =>
        field is LayersField ? TorchMembers.LayersField(field.Recurrence.Layer.Property) : TorchMembers.WeightsField(field.Recurrence.Layer.Property);

    public static string Type(RecurrentField field, TypeNames names) => field is LayersField ? LayersType(field.Recurrence, names) : names.Tensor + "[]";

    public static string Value(RecurrentField field, TypeNames names) =>
        field is LayersField layers ? Layers(layers, names) : $"{names["KernelWeights"]}.Of({field.Recurrence.Layer.Property})";

    private static string LayersType(Recurrence recurrence, TypeNames names) => names[recurrence.Kernel == Kernel.EmittedLoop ? "RecurrentLayers" : "FusedLayers"];

    /// <summary>Connections between and around the cells.</summary>
    private static string Layers(LayersField field, TypeNames names)
    {
        var recurrence = field.Recurrence;
        var (layer, operation, options) = (recurrence.Layer, recurrence.Operation, recurrence.Operation.Options);
        List<string> settings = [];
        var isModule = recurrence.HasLibraryModule;
        Set(!isModule, "StateSizes", $"[{string.Join(", ", operation.States.Select(state => state.Size.ToCSharp()))}]");
        Set(!isModule && operation.Layers > 1, "Layers", Literal.Of(operation.Layers));
        Set(field.First > 0, "First", Literal.Of(field.First));
        Set(!isModule && operation.Bidirectional, "Bidirectional", "true");
        Set(options.Merge != MergeKind.Concat, "Merge", $"global::RnnDsl.Merge.{options.Merge}");
        Set(options.Reverse, "Reverse", "true");
        Set(options.Dropout > 0, "Dropout", Literal.Of(options.Dropout));
        Set(options.LockedDropout > 0, "LockedDropout", Literal.Of(options.LockedDropout));
        Set(options.WeightDrop > 0 && recurrence.Kernel != Kernel.EmittedLoop && operation.UserCell is null, "WeightDrop", Literal.Of(options.WeightDrop));
        Set(options.Residual, "Residual", "true");
        var over = recurrence.Kernel == Kernel.EmittedLoop ? "" : $"({(operation.UserCell is null ? layer.Property : TorchMembers.KernelWeights(layer.Property))})";
        return $"new {LayersType(recurrence, names)}{over}{(settings.Count == 0 ? "" : $" {{ {string.Join(", ", settings)} }}")}";

        void Set(bool isSet, string name, string value)
        {
            if (isSet)
            {
                settings.Add($"{name} = {value}");
            }
        }
    }
}
