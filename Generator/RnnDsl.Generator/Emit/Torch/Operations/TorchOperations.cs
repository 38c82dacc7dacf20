using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Emit.Torch.Operations;

/// <summary>The printers of all operations. The file of a printer adds its method.</summary>
internal sealed partial class TorchOperations(TypeNames names) : IOperationVisitor<OperationPrinter>
{
    /// <summary>What every constructor of a module takes last.</summary>
    public const string DeviceAndDtype = "device: device, dtype: dtype";

    // The methods have steps of recurrences, and the constructor modules of its own for them.
    public OperationPrinter Visit(RecurrenceOperation operation) => throw new InvalidOperationException("A recurrence is printed by its steps.");

    /// <summary>The printer of an operation.</summary>
    public static OperationPrinter Of(Operation operation, TypeNames names) => operation.Accept(new TorchOperations(names));

    /// <summary>The printer of the operation with a module; null if there is none.</summary>
    public static OperationPrinter? ModuleOf(IEnumerable<Operation> operations, TypeNames names) =>
        operations.Select(operation => Of(operation, names)).FirstOrDefault(printer => printer.ModuleType is not null);
}
