using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator;

/// <summary>
/// All that lies between what was written and what is emitted, without Roslyn: bind, lower, print. A stage that throws costs its model the
/// code and no other: the members are emitted as those of a model with errors.
/// </summary>
internal static class ModelCompiler
{
    /// <summary>Rules after which no member can be emitted that would not be a second error.</summary>
    private static readonly HashSet<string> Silencing = new(new[] { Rules.LanguageTooOld, Rules.TorchSharpMissing }.Select(rule => rule.Id));

    /// <summary>The plan of a model, or null where nothing can be emitted.</summary>
    public static Plan? Plan(ModelDeclaration declaration, CompilationEnvironment environment)
    {
        var (model, findings) = Binder.Bind(declaration, environment);
        return !declaration.IsModel || IsSilent(declaration.Type, findings) ? null : Plan(model).Plan;
    }

    /// <summary>The plan of an encoder and a decoder, or null where nothing can be emitted.</summary>
    public static PairPlan? Plan(PairDeclaration declaration, CompilationEnvironment environment)
    {
        var (pair, findings) = PairBinder.Bind(declaration, environment);
        return IsSilent(declaration.Type, findings) ? null : Plan(pair).Plan;
    }

    public static string Emit(Plan plan) => Print(plan).Text;

    public static string Emit(PairPlan plan) => Print(plan).Text;

    /// <summary>What is wrong with a model: what its rules find, or else the failure of a stage behind them.</summary>
    public static EquatableArray<Finding> Check(ModelDeclaration declaration, CompilationEnvironment environment)
    {
        var (model, findings) = Binder.Bind(declaration, environment);
        if (model.Errors.Count > 0 || !declaration.IsModel || IsSilent(declaration.Type, findings))
        {
            return findings;
        }

        var (plan, failure) = Plan(model);
        return With(findings, failure ?? Print(plan).Failure, Blame.Model(), declaration.Type);
    }

    /// <summary>The same of an encoder and a decoder.</summary>
    public static EquatableArray<Finding> Check(PairDeclaration declaration, CompilationEnvironment environment)
    {
        var (pair, findings) = PairBinder.Bind(declaration, environment);
        if (pair.Errors.Count > 0 || IsSilent(declaration.Type, findings))
        {
            return findings;
        }

        var (plan, failure) = Plan(pair);
        return With(findings, failure ?? Print(plan).Failure, Blame.Pair(), declaration.Type);
    }

    private static (Plan Plan, CompilerFailure? Failure) Plan(Model model) => CompilerFailure.Run<(Plan, CompilerFailure?)>(
        Stage.Lowering, model.Type.Level.Name, () => (Lowerer.Lower(model), null), failure => (Broken(model, failure), failure));

    private static (PairPlan Plan, CompilerFailure? Failure) Plan(Pair pair) => CompilerFailure.Run<(PairPlan, CompilerFailure?)>(
        Stage.Lowering,
        pair.Type.Level.Name,
        () => (new PairPlan(pair, Lowerer.Lower(pair.Encoder.Model), Lowerer.Lower(pair.Decoder.Model)), null),
        failure => (Broken(pair, failure), failure));

    private static (string Text, CompilerFailure? Failure) Print(Plan plan) => CompilerFailure.Run<(string, CompilerFailure?)>(
        Stage.Emit,
        plan.Model.Type.Level.Name,
        () => (ModelEmitter.Emit(plan), null),
        failure => (
            CompilerFailure.Try(
                Stage.Emit,
                () => ModelEmitter.Emit(Broken(plan.Model, failure)),
                _ => ModelEmitter.Emit(Broken(plan.Model with { Layers = default }, failure))),
            failure));

    private static (string Text, CompilerFailure? Failure) Print(PairPlan plan) => CompilerFailure.Run<(string, CompilerFailure?)>(
        Stage.Emit,
        plan.Pair.Type.Level.Name,
        () => (PairEmitter.Emit(plan), null),
        failure => (PairEmitter.Emit(Broken(plan.Pair, failure)), failure));

    /// <summary>The plan of a model whose members throw.</summary>
    private static Plan Broken(Model model, CompilerFailure failure) => Lowerer.WithoutChoice(model with { Errors = ErrorsOf(failure, Blame.Model(), model.Type) });

    private static PairPlan Broken(Pair pair, CompilerFailure failure) =>
        new(pair with { Errors = ErrorsOf(failure, Blame.Pair(), pair.Type) }, Lowerer.WithoutChoice(pair.Encoder.Model), Lowerer.WithoutChoice(pair.Decoder.Model));

    private static EquatableArray<string> ErrorsOf(CompilerFailure failure, Blame blame, TypeDeclaration type)
    {
        var findings = new Findings();
        findings.AddFailure(blame, type.Level.Name, failure);
        return findings.Errors();
    }

    private static EquatableArray<Finding> With(EquatableArray<Finding> findings, CompilerFailure? failure, Blame blame, TypeDeclaration type)
    {
        if (failure is null)
        {
            return findings;
        }

        var more = new Findings();
        more.AddFailure(blame, type.Level.Name, failure);
        return findings.Concat(more.ToEquatableArray()).ToEquatableArray();
    }

    /// <summary>Whether a part beside the class would be an error of C#, which would keep the analyzer from explaining the mistake.</summary>
    private static bool IsSilent(TypeDeclaration type, EquatableArray<Finding> findings) =>
        type.Kind is ClassKind.StaticClass or ClassKind.FileLocalClass or ClassKind.Unread || !type.TakesParts || findings.Any(finding => Silencing.Contains(finding.Rule.Id));
}
