using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Torch.Methods;
using RnnDsl.Generator.Lowering.Methods;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchOperations
{
    public OperationPrinter Visit(UserMethodOperation operation) => new UserMethodPrinter(operation, names);

    public OperationPrinter Visit(UserModuleOperation operation) => new UserModulePrinter(operation, names);
}

internal sealed class UserMethodPrinter(UserMethodOperation operation, TypeNames names) : OperationPrinter
{
    public override string Code(OperationStep step, MethodScope scope)
    {
        var method = Identifiers.IsKeyword(operation.Method) ? "@" + operation.Method : operation.Method;
        if (ScopeNames.Forward.Contains(operation.Method) || ScopeNames.StepLoop.Contains(operation.Method))
        {
            method = (operation.IsStatic ? names.Model : "this") + "." + method;
        }

        var lengths = operation.TakesLengths ? ", " + scope.Optional(step.Inputs, 1) : "";
        return Checked($"{method}({scope[step.Inputs[0]]}{lengths})", operation.Method, operation.Features, step, scope);
    }

    /// <summary>The result of user code, with the check that it has the declared shape.</summary>
    public static string Checked(string code, string name, Polynomial? features, OperationStep step, MethodScope scope)
    {
        var what = Literal.Of($"{scope.Types.ModelName}.{name}") + (step.IsStep ? ", isStep: true" : "");
        return features is { } size
            ? $"{scope.Types["UserCode"]}.Resized({code}, {scope[step.Inputs[0]]}, {ConstructorEmitter.StoredSize(size)}, {what})"
            : $"{scope.Types["UserCode"]}.Same({code}, {scope[step.Inputs[0]]}, {what})";
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

    public override string Code(OperationStep step, MethodScope scope) => UserMethodPrinter.Checked(base.Code(step, scope), step.Layer.Key, operation.Features, step, scope);
}
