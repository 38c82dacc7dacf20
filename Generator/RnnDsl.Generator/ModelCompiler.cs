using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator;

/// <summary>
/// All stages between the declaration and the emitted code, without Roslyn: bind, lower, print. An exception in a stage affects only its
/// model: the members are emitted as those of a model with errors.
/// </summary>
internal static class ModelCompiler
{
    /// <summary>Rules after which no member can be emitted without a second error.</summary>
    private static readonly HashSet<string> RulesWithoutMembers = new(new[] { Rules.LanguageTooOld, Rules.TorchSharpMissing }.Select(rule => rule.Id));

    /// <summary>The plan of a model; null if nothing can be emitted.</summary>
    public static Plan? Plan(ModelDeclaration declaration, CompilationEnvironment environment)
    {
        var (model, diagnostics) = Binder.Bind(declaration, environment);
        return !declaration.IsModel || IsSilent(declaration.Type, diagnostics) ? null : Plan(model).Plan;
    }

    /// <summary>The plan of an encoder-decoder; null if nothing can be emitted.</summary>
    public static EncoderDecoderPlan? Plan(EncoderDecoderDeclaration declaration, CompilationEnvironment environment)
    {
        var (encoderDecoder, diagnostics) = EncoderDecoderBinder.Bind(declaration, environment);
        return IsSilent(declaration.Type, diagnostics) ? null : Plan(encoderDecoder).Plan;
    }

    public static string Emit(Plan plan) => Print(plan).Text;

    public static string Emit(EncoderDecoderPlan plan) => Print(plan).Text;

    /// <summary>The diagnostics of a model: those of the rules, or else the failure of a later stage.</summary>
    public static EquatableArray<DiagnosticInfo> Check(ModelDeclaration declaration, CompilationEnvironment environment)
    {
        var (model, diagnostics) = Binder.Bind(declaration, environment);
        if (model.Errors.Count > 0 || !declaration.IsModel || IsSilent(declaration.Type, diagnostics))
        {
            return diagnostics;
        }

        var (plan, failure) = Plan(model);
        return With(diagnostics, failure ?? Print(plan).Failure, DiagnosticLocation.Model(), declaration.Type);
    }

    /// <summary>The same for an encoder-decoder.</summary>
    public static EquatableArray<DiagnosticInfo> Check(EncoderDecoderDeclaration declaration, CompilationEnvironment environment)
    {
        var (encoderDecoder, diagnostics) = EncoderDecoderBinder.Bind(declaration, environment);
        if (encoderDecoder.Errors.Count > 0 || IsSilent(declaration.Type, diagnostics))
        {
            return diagnostics;
        }

        var (plan, failure) = Plan(encoderDecoder);
        return With(diagnostics, failure ?? Print(plan).Failure, DiagnosticLocation.EncoderDecoder(), declaration.Type);
    }

    private static (Plan Plan, CompilerFailure? Failure) Plan(Model model) => CompilerFailure.Run<(Plan, CompilerFailure?)>(
        Stage.Lowering, model.Type.Level.Name, () => (Lowerer.Lower(model), null), failure => (Broken(model, failure), failure));

    private static (EncoderDecoderPlan Plan, CompilerFailure? Failure) Plan(EncoderDecoder encoderDecoder) => CompilerFailure.Run<(EncoderDecoderPlan, CompilerFailure?)>(
        Stage.Lowering,
        encoderDecoder.Type.Level.Name,
        () => (new EncoderDecoderPlan(encoderDecoder, Lowerer.Lower(encoderDecoder.Encoder.Model), Lowerer.Lower(encoderDecoder.Decoder.Model)), null),
        failure => (Broken(encoderDecoder, failure), failure));

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

    private static (string Text, CompilerFailure? Failure) Print(EncoderDecoderPlan plan) => CompilerFailure.Run<(string, CompilerFailure?)>(
        Stage.Emit,
        plan.EncoderDecoder.Type.Level.Name,
        () => (EncoderDecoderEmitter.Emit(plan), null),
        failure => (EncoderDecoderEmitter.Emit(Broken(plan.EncoderDecoder, failure)), failure));

    /// <summary>The plan of a model whose members throw.</summary>
    private static Plan Broken(Model model, CompilerFailure failure) => Lowerer.WithoutChoice(model with { Errors = ErrorsOf(failure, DiagnosticLocation.Model(), model.Type) });

    private static EncoderDecoderPlan Broken(EncoderDecoder encoderDecoder, CompilerFailure failure) =>
        new(encoderDecoder with { Errors = ErrorsOf(failure, DiagnosticLocation.EncoderDecoder(), encoderDecoder.Type) }, Lowerer.WithoutChoice(encoderDecoder.Encoder.Model), Lowerer.WithoutChoice(encoderDecoder.Decoder.Model));

    private static EquatableArray<string> ErrorsOf(CompilerFailure failure, DiagnosticLocation location, TypeDeclaration type)
    {
        var diagnostics = new DiagnosticBag();
        diagnostics.AddFailure(location, type.Level.Name, failure);
        return diagnostics.Errors();
    }

    private static EquatableArray<DiagnosticInfo> With(EquatableArray<DiagnosticInfo> diagnostics, CompilerFailure? failure, DiagnosticLocation location, TypeDeclaration type)
    {
        if (failure is null)
        {
            return diagnostics;
        }

        var more = new DiagnosticBag();
        more.AddFailure(location, type.Level.Name, failure);
        return diagnostics.Concat(more.ToEquatableArray()).ToEquatableArray();
    }

    /// <summary>Whether another part of the class would be an error of C#, which would keep the analyzer from explaining the mistake.</summary>
    private static bool IsSilent(TypeDeclaration type, EquatableArray<DiagnosticInfo> diagnostics) =>
        type.Kind is ClassKind.StaticClass or ClassKind.FileLocalClass or ClassKind.Unread || !type.TakesParts || diagnostics.Any(diagnostic => RulesWithoutMembers.Contains(diagnostic.Rule.Id));
}
