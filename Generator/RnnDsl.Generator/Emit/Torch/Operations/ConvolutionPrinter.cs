using RnnDsl.Generator.Emit.Torch.Methods;
using RnnDsl.Generator.Lowering.Methods;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(ConvolutionOperation operation) => new ConvolutionPrinter(operation, names);
}

internal sealed class ConvolutionPrinter(ConvolutionOperation operation, TypeNames names) : OperationPrinter
{
    private readonly Window _window = operation.Window;

    public override string ModuleType => names[Module];

    public override string Construct =>
        $"{names.Nn}.{Module}({operation.InputSize.ToCSharp()}, {operation.OutputSize.ToCSharp()}, {Literal.Of(_window.Kernel)}"
        + (_window.Stride > 1 ? $", stride: {Literal.Of(_window.Stride)}" : "")
        + (_window is { IsSymmetric: true, Before: > 0 } ? $", padding: {Literal.Of(_window.Before)}" : "")
        + (_window.Dilation > 1 ? $", dilation: {Literal.Of(_window.Dilation)}" : "")
        + $", {TorchOperations.DeviceAndDtype})";

    private string Module => operation.Dimensions == 1 ? "Conv1d" : "Conv2d";

    public override string Code(OperationStep step, MethodScope scope)
    {
        var x = scope[step.Inputs[0]];
        return $"{step.Layer.Property}.call(" + (operation.Dimensions == 2 ? $"{Padded(x)})"
            : step.IsStep ? $"{x}.unsqueeze(2)).squeeze(2)"
            : $"{Padded(x + ".transpose(1, 2)")}).transpose(1, 2)");
    }

    /// <summary>Equal ends are padded by the layer itself.</summary>
    private string Padded(string input)
    {
        var (before, after) = (Literal.Of(_window.Before), Literal.Of(_window.After));
        return _window.IsSymmetric ? input
            : $"{names.Nn}.functional.pad({input}, ({string.Join(", ", Enumerable.Repeat($"{before}, {after}", operation.Dimensions))}))";
    }
}
