using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Emit.Torch.Operations;

/// <summary>The printers of all operations. The file of a printer adds its method.</summary>
internal sealed partial class TorchOperations(TypeNames names) : IOperationVisitor<OperationPrinter>
{
    /// <summary>What every constructor of a module takes last.</summary>
    public const string DeviceAndDtype = "device: device, dtype: dtype";

    /// <summary>The printers of a layer's operations.</summary>
    public static IEnumerable<OperationPrinter> Of(Layer layer, TypeNames names) =>
        layer.Operations.Select(operation => operation.Accept(new TorchOperations(names)));

    /// <summary>The printer of the operation with a module; null if there is none.</summary>
    public static OperationPrinter? ModuleOf(IEnumerable<Operation> operations, TypeNames names) =>
        operations.Select(operation => operation.Accept(new TorchOperations(names))).FirstOrDefault(printer => printer.ModuleType is not null);
}
