using RnnDsl.Generator.Emit.Torch.Equations;
using RnnDsl.Generator.Emit.Torch.Operations;
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
        RecurrentModule { Recurrence.Operation.Cell: var cell } => names[LibraryModule(cell)],
        OperationModule operations => PrinterOf(operations).ModuleType!,
        _ => throw Unknown(module),
    };

    /// <summary>The accessibility of the property.</summary>
    public string Accessibility(ModulePlan module) => module is OperationModule operations ? PrinterOf(operations).Accessibility : "public";

    /// <summary>The expression that creates the module.</summary>
    public string Construct(ModulePlan module) => module switch
    {
        RecurrentModule { Holder: ParameterHolder.CellParameters, Recurrence: var recurrence } => UserCellModule.Construct(recurrence.Operation, constructor.Sizes.Select(size => size.Name), names),
        RecurrentModule { Holder: ParameterHolder.RecurrentWeights, Recurrence.Operation: var operation } =>
            $"new {names["RecurrentWeights"]}({Cell(operation, names)}, {operation.InputSize.ToCSharp()}, {operation.HiddenSize.ToCSharp()}"
            + Stack(operation, "layers")
            + (operation.Options.Merge == MergeKind.Concat ? "" : $", merge: global::RnnDsl.Merge.{operation.Options.Merge}")
            + (operation.Projection is { } projection ? $", projectionSize: {projection.ToCSharp()}" : "")
            + (operation.Options.Peepholes ? ", peepholes: true" : "")
            + (operation.Options.LayerNorm ? ", layerNorm: true" : "")
            + $", {TorchOperations.DeviceAndDtype})",
        RecurrentModule { Recurrence.Operation: var operation } =>
            $"{names.Nn}.{LibraryModule(operation.Cell)}({operation.InputSize.ToCSharp()}, {operation.HiddenSize.ToCSharp()}{Stack(operation, "numLayers")}, batchFirst: true"
            + (operation.Options.Relu ? $", nonLinearity: {names.Nn}.NonLinearities.ReLU" : "")
            + (operation.Options.Dropout > 0 ? $", dropout: {Literal.Of(operation.Options.Dropout)}" : "")
            + $", {TorchOperations.DeviceAndDtype})",
        OperationModule operations => PrinterOf(operations).Construct,
        _ => throw Unknown(module),
    };

    /// <summary>The runtime's name of the cell.</summary>
    public static string Cell(RecurrenceOperation operation, TypeNames names) => $"{names["CellKind"]}." + operation.Cell switch
    {
        CellKind.Rnn => "Elman",
        CellKind.Lstm => "Lstm",
        _ => operation.ResetsBefore ? "GruResetBefore" : "Gru",
    };

    /// <summary>The library's module; for a cell that could not be read any, since the property throws.</summary>
    private static string LibraryModule(CellKind cell) => cell switch
    {
        CellKind.Lstm => "LSTM",
        CellKind.Gru => "GRU",
        _ => "RNN",
    };

    private static string Stack(RecurrenceOperation operation, string layers) =>
        (operation.Layers > 1 ? $", {layers}: {Literal.Of(operation.Layers)}" : "") + (operation.Bidirectional ? ", bidirectional: true" : "");

    private OperationPrinter PrinterOf(OperationModule module) => TorchOperations.ModuleOf(module.Operations, names) ?? throw Unknown(module);

    private static InvalidOperationException Unknown(ModulePlan module) => new($"The layer '{module.Key}' is no module.");
}
