using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Usage;

/// <summary>The arguments of a loss: scores as the model returned them, and a matching target.</summary>
internal static class LossRules
{
    /// <summary>The class of ignored steps, as in PyTorch.</summary>
    private const long Ignored = -100;

    public static void Check(CallArguments arguments, KnownNetwork network, ValueReader reader, UsageReport report)
    {
        if (network.Model.Head is not { } head || arguments["output"] is not { } outputArgument || arguments["target"] is not { } targetArgument || report.IsReported(outputArgument))
        {
            return;
        }

        var output = reader.ReadTensor(outputArgument);
        if (output is not null && reader.ReadTensor(targetArgument) is { } scores && AreSwapped(output, scores, head))
        {
            report.Add(Rules.LossArgument, outputArgument, ExpectedOutput(head, network), UsageReport.Code(outputArgument), UsageReport.Describe(output, outputArgument, withType: true),
                "The output comes first and the target second: swap the two.");
            return;
        }

        if (output is not null)
        {
            CheckOutput(outputArgument, output, head, network, report);
        }

        if (reader.ReadTensor(targetArgument) is { } target)
        {
            CheckTarget(targetArgument, target, report.IsReported(outputArgument) ? null : output, arguments["lengths"] is not null, head, network, report);
        }

        if (arguments["targetLengths"] is { } lengthsArgument && reader.ReadTensor(lengthsArgument) is { } lengths
            && (lengths.Rank is not (null or 1) || lengths.Type is { } type && type != DType.Int64))
        {
            report.Add(Rules.LossArgument, lengthsArgument, "targetLengths as int64 [batch]", UsageReport.Code(lengthsArgument), UsageReport.Describe(lengths, lengthsArgument, withType: true),
                "Write the number of labels of each target, dtype: ScalarType.Int64.");
        }

        if (arguments["lengths"] is { } inputLengths && reader.ReadTensor(inputLengths) is { IsOutputLengths: true })
        {
            report.Add(Rules.LossTwice, inputLengths, "computes the output's lengths from those of the input itself", UsageReport.Code(inputLengths), "is what OutputLengths returned",
                "Give it the lengths that 'call' was given.");
        }
    }

    /// <summary>A call of a loss that C# rejects because an argument is the tuple that a model returns, its output at each step and its state.</summary>
    /// <returns>The argument, with the arguments of the message of <see cref="Rules.LossArgument"/>; null for other code.</returns>
    public static (SyntaxNode Place, string[] Particulars)? Rejected(IOperation rejected, UsedModels models, CancellationToken cancellation)
    {
        if (rejected.Syntax is not InvocationExpressionSyntax call || rejected.SemanticModel is not { } semantics || !IsLoss(call, semantics, cancellation) || !IsOfPackages())
        {
            return null;
        }

        var called = ModelBefore(call);
        foreach (var argument in call.ArgumentList.Arguments)
        {
            // The model of the state; an encoder-decoder returns attention weights instead.
            if (semantics.GetTypeInfo(argument.Expression, cancellation).Type is INamedTypeSymbol { IsTupleType: true, TupleElements: { Length: >= 2 } both } && both[0].Name == "Output"
                && (models.Find(both[1].Type.ContainingType, cancellation) ?? ModelBefore(argument.Expression) ?? called) is { } model)
            {
                var isOfSteps = model.Single is { Kind: ModelKind.SequenceModel, Output: SequenceShape } single && single.Recurrences.Any();
                return (argument.Expression,
                [
                    called is null ? UsageReport.Code(call.Expression) : $"{called.Name}.Loss",
                    "one tensor",
                    UsageReport.Code(argument.Expression),
                    $"all that '{model.Name}.call' returns, ({string.Join(", ", both.Select(element => element.Name))})",
                    $"Write .Output behind it{(isOfSteps ? ", the output at each step; if each sequence has one output, declare [LastState] below the recurrent layer" : "")}.",
                ]);
            }
        }

        return null;

        // A method of a model or of TorchSharp, not one of the user's own that is called like a loss.
        bool IsOfPackages() => semantics.GetSymbolInfo(call, cancellation) is var info
            && (info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols).Any(candidate => candidate.ContainingAssembly?.Name == "TorchSharp" || models.Find(candidate.ContainingType, cancellation) is not null);

        // The model whose member an expression calls.
        UsedModel? ModelBefore(ExpressionSyntax expression) => expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }
            ? models.Find(semantics.GetTypeInfo(access.Expression, cancellation).Type, cancellation)
            : null;
    }

    /// <summary>Whether code calls the loss of a model or one of TorchSharp.</summary>
    private static bool IsLoss(InvocationExpressionSyntax call, SemanticModel semantics, CancellationToken cancellation) => call.Expression switch
    {
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "call" or "forward" } access => semantics.GetTypeInfo(access.Expression, cancellation).Type?.Name.EndsWith("Loss", StringComparison.Ordinal) == true,
        MemberAccessExpressionSyntax access => IsLoss(access.Name.Identifier.ValueText),
        IdentifierNameSyntax name => IsLoss(name.Identifier.ValueText),
        _ => false,
    };

    private static bool IsLoss(string method) => method == "Loss" || method.EndsWith("_loss", StringComparison.Ordinal) || method.Contains("cross_entropy");

    /// <summary>Whether the output argument looks like classes, and the target argument like scores.</summary>
    private static bool AreSwapped(KnownTensor output, KnownTensor target, HeadLayer head)
    {
        var rank = head.Output is SequenceShape ? 3 : 2;
        return head is not RegressLayer && output.Rank == (head is CtcLayer ? 2 : rank - 1) && target.Rank == rank
            && (output.Type?.IsFloating(), target.Type?.IsFloating()) is (false, not false) or (null, true);
    }

    private static string ExpectedOutput(HeadLayer head, KnownNetwork network) =>
        $"output as floating-point numbers {(head.Output is SequenceShape ? "[batch, time, " : "[batch, ")}{(Features(head.Output, network) is { } known ? Messages.Number(known) : "features")}]";

    private static void CheckOutput(IOperation argument, KnownTensor output, HeadLayer head, KnownNetwork network, UsageReport report)
    {
        var rank = head.Output is SequenceShape ? 3 : 2;
        var features = Features(head.Output, network);
        var expected = ExpectedOutput(head, network);
        if (output.Type is { } type && !type.IsFloating())
        {
            Report(Rules.LossArgument, expected, "Give it the scores that 'call' returned, before any argmax.");
        }
        else if (output.Rank is { } given && given != rank || output.Rank == rank && features is { } size && output.Length(rank - 1) is { } length && length != size)
        {
            Report(Rules.LossArgument, expected, "Give it what 'call' returned.");
        }
        else if (output.IsSoftmax && head is ClassifyLayer or CtcLayer)
        {
            report.Add(Rules.LossTwice, argument, "computes the softmax itself", UsageReport.Code(argument), "went through a softmax before", "Give it the scores that 'call' returned.");
        }

        void Report(Rule rule, string reads, string advice) =>
            report.Add(rule, argument, reads, UsageReport.Code(argument), UsageReport.Describe(output, argument, withType: true), advice);
    }

    private static void CheckTarget(IOperation argument, KnownTensor target, KnownTensor? output, bool hasLengths, HeadLayer head, KnownNetwork network, UsageReport report)
    {
        var outputRank = head.Output is SequenceShape ? 3 : 2;
        var isOfClasses = head is not RegressLayer;
        var (rank, expected) = head switch
        {
            CtcLayer => (2, "target as int64 labels [batch, longest]"),
            ClassifyLayer => (outputRank - 1, $"target as int64 classes {(outputRank == 3 ? "[batch, time]" : "[batch]")}"),
            _ => (outputRank, $"target as floating-point numbers {head.Output}"),
        };
        if (target.Rank is { } given && given != rank)
        {
            Report(isOfClasses && given == rank + 1 ? "Classes are integers, not one-hot vectors: write .argmax(-1) behind it." : $"Give it {Messages.Number(rank)} dimension{(rank == 1 ? "" : "s")}.");
        }
        else if (target.Type is { } type && (isOfClasses ? type != DType.Int64 : !type.IsFloating()))
        {
            Report(isOfClasses ? "Convert it: .to(ScalarType.Int64)." : "Convert it: .to(ScalarType.Float32).");
        }
        else if (output is not null && output.Rank == outputRank && Difference(output, target, head is CtcLayer ? 1 : rank) is { } axis)
        {
            Report($"The output is {UsageReport.Shape(output.Shape)}, which differs in dimension {Messages.Number(axis)}.");
        }
        else if (head is ClassifyLayer && !hasLengths && target.Range is { Lowest: < 0 and not Ignored } below && Features(head.Output, network) is { } outputs)
        {
            report.Add(Rules.OutsideVocabulary, argument, "classes", Messages.Number(outputs - 1), UsageReport.Code(argument), $"class {Messages.Number(below.Lowest)}",
                $"Count classes from 0; {Messages.Number(Ignored)} stands for steps that do not count.");
        }
        else if (head is ClassifyLayer && !hasLengths && target.Range is { } range && Features(head.Output, network) is { } classes && range.Highest >= classes)
        {
            report.Add(Rules.OutsideVocabulary, argument, "classes", Messages.Number(classes - 1), UsageReport.Code(argument),
                target.Origin?.ToString().Contains("randint") == true ? $"classes up to {Messages.Number(range.Highest)}" : $"class {Messages.Number(range.Highest)}",
                $"The last layer has {Messages.Number(classes)} outputs, one for each class: count classes from 0, or raise its size.");
        }

        void Report(string advice) =>
            report.Add(Rules.LossArgument, argument, expected, UsageReport.Code(argument), UsageReport.Describe(target, argument, withType: true), advice);
    }

    private static long? Features(Shape output, KnownNetwork network) => output switch
    {
        SequenceShape sequence => network.SizeOf(sequence.Features),
        VectorShape vector => network.SizeOf(vector.Features),
        _ => null,
    };

    /// <summary>The first dimension in which two tensors certainly differ; null if there is none.</summary>
    private static int? Difference(KnownTensor one, KnownTensor other, int dimensions)
    {
        for (var i = 0; i < dimensions; i++)
        {
            if (one.Length(i) is { } length && other.Length(i) is { } otherLength && length != otherLength)
            {
                return i;
            }
        }

        return null;
    }
}
