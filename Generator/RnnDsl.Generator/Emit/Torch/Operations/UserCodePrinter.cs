using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(UserMethodOperation operation) => new UserMethodPrinter(operation, names);

    public OperationPrinter Visit(UserModuleOperation operation) => new UserModulePrinter(operation, names);
}

internal sealed class UserMethodPrinter(UserMethodOperation operation, TypeNames names) : OperationPrinter
{
    public override void Print(ForwardEmitter body, StatelessLayer layer, Shape output)
    {
        var method = Identifiers.IsKeyword(operation.Method) ? "@" + operation.Method : operation.Method;
        if (ScopeNames.Forward.Contains(operation.Method) || ScopeNames.StepLoop.Contains(operation.Method))
        {
            method = (operation.IsStatic ? names.Model : "this") + "." + method;
        }

        var lengths = !operation.TakesLengths ? "" : layer.Input is SequenceShape ? $", {body.Lengths}" : ", null";
        body.AssignChecked(layer, "user-defined method.", $"{method}({body.Current}{lengths})", operation.Method, operation.Features, output);
    }
}

internal sealed class UserModulePrinter(UserModuleOperation operation, TypeNames names) : OperationPrinter
{
    private bool Fits => operation.Type.Fit == ModuleFit.Fits;

    public override string ModuleType => Fits ? operation.Type.FullName : $"{names.Nn}.Module<{names.Tensor}, {names.Tensor}>";

    public override string Construct => $"{names["UserCode"]}.Move(new {operation.Type.FullName}({Features}), device, dtype)";

    /// <summary>No wider than that of the type.</summary>
    public override string Accessibility => Fits ? operation.Type.Accessibility : "public";

    private string Features => (operation.Type.FeaturesType, operation.InputSize.Number) switch
    {
        (null, _) => "",
        ("int", null) when operation.InputSize.ToCSharp() is var size => size.Contains(' ') ? $"checked((int)({size}))" : $"checked((int){size})",
        _ => operation.InputSize.ToCSharp(),
    };

    public override void Print(ForwardEmitter body, StatelessLayer layer, Shape output) =>
        body.AssignChecked(layer, $"user-defined module {operation.Type.Display}.", $"{layer.Property}.call({body.Current})", layer.Key, operation.Features, output);
}
