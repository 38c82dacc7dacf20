using RnnDsl.Generator.Emit.Torch.Methods;
using RnnDsl.Generator.Lowering.Methods;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(LinearOperation operation) => new LinearPrinter(operation, names);
}

internal sealed class LinearPrinter(LinearOperation operation, TypeNames names) : OperationPrinter
{
    public override string ModuleType => names[operation.TiedTo is null ? "Linear" : "TiedLinear"];

    public override string Construct => operation.TiedTo is { } table
        ? $"new {names["TiedLinear"]}({table.Property}{(table.PaddingIndex is { } row ? $", paddingIndex: {Literal.Of(row)}" : "")}, {TorchOperations.DeviceAndDtype})"
        : $"{names.Nn}.Linear({operation.InputSize.ToCSharp()}, {operation.OutputSize.ToCSharp()}, {TorchOperations.DeviceAndDtype})";

    public override string Code(OperationStep step, MethodScope scope) =>
        operation.TiedTo is null ? Projection(step, scope[step.Inputs[0]], names) : base.Code(step, scope);

    /// <summary>A linear projection by a layer. That of a single step or vector is too small for other products than libtorch's.</summary>
    public static string Projection(OperationStep step, string input, TypeNames names) =>
        step.IsStep || step.Layer.Input is VectorShape ? $"{step.Layer.Property}.call({input})" : $"{names["LinearProjection"]}.Of({input}, {step.Layer.Property})";
}
