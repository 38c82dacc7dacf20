using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Usage;

namespace RnnDsl.Generator;

/// <summary>
/// Reports calls of a model's members that must fail, or probably do not do what was meant. It compares the known properties of the arguments with the
/// declaration of the model; unknown properties are not reported.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UsageAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. Rules.All.Where(Rules.IsOfUsage).Select(RuleDescriptors.Declare)];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            var models = new UsedModels(start.Compilation, Targets.Names);
            start.RegisterOperationBlockStartAction(block => Check(block, models));
        });
    }

    private static void Check(OperationBlockStartAnalysisContext block, UsedModels models)
    {
        var member = MemberKey.Of(block.OwningSymbol, block.OperationBlocks[0]);
        if (models.Project.IsClean(member))
        {
            return;
        }

        var (usesModels, isClean) = (false, true);
        block.RegisterOperationAction(
            operation =>
            {
                if (Check((IInvocationOperation)operation.Operation, models, operation) is { } isCleanCall)
                {
                    Volatile.Write(ref usesModels, true);
                    if (!isCleanCall)
                    {
                        Volatile.Write(ref isClean, false);
                    }
                }
            },
            OperationKind.Invocation);
        block.RegisterOperationAction(
            operation =>
            {
                if (LossRules.Rejected(operation.Operation, models, operation.CancellationToken) is var (place, arguments))
                {
                    Volatile.Write(ref isClean, false);
                    operation.ReportDiagnostic(Diagnostic.Create(RuleDescriptors.Of(Rules.LossArgument, operation.Options), place.GetLocation(), arguments));
                }
            },
            OperationKind.Invalid);
        block.RegisterOperationBlockEndAction(_ =>
        {
            // A member that uses no model costs less than its record.
            if (Volatile.Read(ref usesModels) && Volatile.Read(ref isClean))
            {
                models.Project.AddClean(member);
            }
        });
    }

    /// <summary>Whether a call of a model has no diagnostics, and will have none while its member and the declarations are unchanged; null for other calls.</summary>
    private static bool? Check(IInvocationOperation call, UsedModels models, OperationAnalysisContext context)
    {
        // Most calls end here.
        if (call.Instance is null || call.TargetMethod.Name is not ("forward" or "call" or "Step" or "Loss" or "InitialState" or "Encode" or "CreateMemory")
            || models.Find(call.Instance.Type, context.CancellationToken) is not { } model || !model.Generates(call.TargetMethod))
        {
            return null;
        }

        var reader = new ValueReader(models, call.SemanticModel!, context.CancellationToken);
        if (reader.ReadNetwork(call.Instance) is not { } network)
        {
            return true;
        }

        var report = new UsageReport(call, network, models, (rule, place, arguments) =>
        {
            if (!IsExpectedToThrow(call.Syntax))
            {
                context.ReportDiagnostic(Diagnostic.Create(RuleDescriptors.Of(rule, context.Options), place.Syntax.GetLocation(), arguments));
            }
        });
        var arguments = new CallArguments(call);
        ArgumentOrderRules.Check(arguments, network, report);
        if (call.TargetMethod.Name == "Loss")
        {
            LossRules.Check(arguments, network, reader, report);
        }
        else
        {
            InputRules.Check(arguments, network, reader, report);
            StateRules.Check(arguments, network, reader, report);
        }

        return report.IsClean;
    }

    /// <summary>Whether a call is in a lambda of an assertion that it throws: Assert.Throws(() => model.call(wrong)), Record.Exception, Assert.That.</summary>
    private static bool IsExpectedToThrow(SyntaxNode call) => call.Ancestors().OfType<LambdaExpressionSyntax>().Any(lambda =>
        lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } }
        && (name.StartsWith("Throws", StringComparison.Ordinal) || name is "Exception" or "ExceptionAsync" or "That"));
}
