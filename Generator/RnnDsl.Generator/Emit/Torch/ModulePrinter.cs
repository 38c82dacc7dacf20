using RnnDsl.Generator.Emit.Torch.Equations;
using RnnDsl.Generator.Emit.Torch.Operations;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Construction;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>Prints the types of the modules and the expressions that create them.</summary>
internal sealed class ModulePrinter(ConstructorPlan constructor, TypeNames names)
{
    /// <summary>The type of the property.</summary>
    public string Type(ModulePlan module) => module switch
    {
        RecurrentModule { Holder: ParameterHolder.CellParameters } => names["CellParameters"],
        RecurrentModule { Holder: ParameterHolder.RecurrentWeights } => names["RecurrentWeights"],
        RecurrentModule { Layer.Cell: var cell } => names[LibraryModule(cell)],
        OperationModule operations => PrinterOf(operations).ModuleType!,
        _ => throw Unknown(module),
    };

    /// <summary>The accessibility of the property.</summary>
    public string Accessibility(ModulePlan module) => module is OperationModule operations ? PrinterOf(operations).Accessibility : "public";

    /// <summary>The expression that creates the module.</summary>
    public string Construct(ModulePlan module) => module switch
    {
        RecurrentModule { Holder: ParameterHolder.CellParameters, Layer: var layer } => UserCellModule.Construct(layer, constructor.Sizes.Select(size => size.Name), names),
        RecurrentModule { Holder: ParameterHolder.RecurrentWeights, Layer: var layer } =>
            $"new {names["RecurrentWeights"]}({Cell(layer, names)}, {layer.InputSize.ToCSharp()}, {layer.HiddenSize.ToCSharp()}"
            + Stack(layer, "layers")
            + (layer.Options.Merge == MergeKind.Concat ? "" : $", merge: global::RnnDsl.Merge.{layer.Options.Merge}")
            + (layer.Projection is { } projection ? $", projectionSize: {projection.ToCSharp()}" : "")
            + (layer.Options.Peepholes ? ", peepholes: true" : "")
            + (layer.Options.LayerNorm ? ", layerNorm: true" : "")
            + $", {TorchOperations.DeviceAndDtype})",
        RecurrentModule { Layer: var layer } =>
            $"{names.Nn}.{LibraryModule(layer.Cell)}({layer.InputSize.ToCSharp()}, {layer.HiddenSize.ToCSharp()}{Stack(layer, "numLayers")}, batchFirst: true"
            + (layer.Options.Relu ? $", nonLinearity: {names.Nn}.NonLinearities.ReLU" : "")
            + (layer.Options.Dropout > 0 ? $", dropout: {Literal.Of(layer.Options.Dropout)}" : "")
            + $", {TorchOperations.DeviceAndDtype})",
        OperationModule operations => PrinterOf(operations).Construct,
        _ => throw Unknown(module),
    };

    /// <summary>The runtime's name of the cell.</summary>
    public static string Cell(RecurrentLayer layer, TypeNames names) => $"{names["CellKind"]}." + layer.Cell switch
    {
        CellKind.Rnn => "Elman",
        CellKind.Lstm => "Lstm",
        _ => layer.ResetsBefore ? "GruResetBefore" : "Gru",
    };

    /// <summary>The library's module; for a cell that could not be read any, since the property throws.</summary>
    private static string LibraryModule(CellKind cell) => cell switch
    {
        CellKind.Lstm => "LSTM",
        CellKind.Gru => "GRU",
        _ => "RNN",
    };

    private static string Stack(RecurrentLayer layer, string layers) =>
        (layer.Layers > 1 ? $", {layers}: {Literal.Of(layer.Layers)}" : "") + (layer.Bidirectional ? ", bidirectional: true" : "");

    private OperationPrinter PrinterOf(OperationModule module) => TorchOperations.ModuleOf(module.Operations, names) ?? throw Unknown(module);

    private static InvalidOperationException Unknown(ModulePlan module) => new($"The layer '{module.Key}' is no module.");
}
