using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace RnnDsl.Generator.Tests.Scalars;

/// <summary>Finds scalars that nothing holds while native code reads them: conversions on the way to a call, and calls of <see cref="UnheldScalars"/>.</summary>
internal static class ScalarUses
{
    /// <summary>What nothing holds in some files of a project: place and text.</summary>
    public static List<string> Unheld(Compilation project, IEnumerable<SyntaxTree> files)
    {
        return
        [
            .. files.SelectMany(file => Roots(file.GetRoot(), project.GetSemanticModel(file)).SelectMany(static root => root.DescendantsAndSelf()).Where(IsUnheld)
                .Select(use => $"{Path.GetFileName(file.FilePath)}:{use.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {use.Syntax}")).Distinct(),
        ];
    }

    /// <summary>The operation of each body and initializer; what is in it follows from there.</summary>
    private static IEnumerable<IOperation> Roots(SyntaxNode node, SemanticModel semantics) =>
        semantics.GetOperation(node) is { Parent: null } root ? [root] : node.ChildNodes().SelectMany(child => Roots(child, semantics));

    private static bool IsUnheld(IOperation operation) => operation switch
    {
        IConversionOperation { OperatorMethod: { } method } => MakesScalar(method) ? !IsHeld(operation) : IsUnheld(method),
        IInvocationOperation { TargetMethod: { ContainingType.Name: "CompilationUnit" or "ScriptModule", Name: "invoke" } } invocation => invocation.Descendants().Any(IsBoxedNumber),
        IInvocationOperation invocation => MakesScalar(invocation.TargetMethod) ? !IsHeld(operation) : IsUnheld(invocation.TargetMethod),
        IBinaryOperation { OperatorMethod: { } method } => IsUnheld(method),
        IUnaryOperation { OperatorMethod: { } method } => IsUnheld(method),
        ICompoundAssignmentOperation { OperatorMethod: { } method } => IsUnheld(method),
        IMethodReferenceOperation reference => IsUnheld(reference.Method),
        IObjectCreationOperation { Constructor: { } constructor } => IsUnheld(constructor),
        _ => false,
    };

    private static bool MakesScalar(IMethodSymbol method) =>
        method.ReturnType is { Name: "Scalar", ContainingNamespace.Name: "TorchSharp" } && (method.Name is "op_Implicit" or "ToScalar" or "ToBFloat16Scalar");

    private static bool IsUnheld(IMethodSymbol method)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        return definition.ContainingAssembly?.Name == "TorchSharp" && UnheldScalars.Tokens.Contains(definition.MetadataToken);
    }

    /// <summary>A number that TorchScript is handed as a scalar: an int and a bool are not.</summary>
    private static bool IsBoxedNumber(IOperation operation) =>
        operation is IConversionOperation { Type.SpecialType: SpecialType.System_Object, Operand.Type.SpecialType: SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Int64 };

    /// <summary>A readonly field holds it as long as its object lives, a static one for good, a using local until the end of its block.</summary>
    private static bool IsHeld(IOperation value)
    {
        for (var parent = value.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IFieldInitializerOperation field:
                    return field.InitializedFields.All(static one => one.IsReadOnly);

                case IUsingDeclarationOperation or IUsingOperation { Resources: IVariableDeclarationGroupOperation }:
                    return true;

                case IVariableInitializerOperation or IVariableDeclaratorOperation or IVariableDeclarationOperation or IVariableDeclarationGroupOperation or IConversionOperation { OperatorMethod: null }:
                    continue;

                default:
                    return false;
            }
        }

        return false;
    }
}
