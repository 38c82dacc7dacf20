using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.EncoderDecoders;
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

    /// <summary>The model of a declaration; null if nothing can be emitted.</summary>
    public static Model? Bind(ModelDeclaration declaration, CompilationEnvironment environment)
    {
        var (model, diagnostics) = Binder.Bind(declaration, environment);
        return !declaration.IsModel || IsSilent(declaration.Type, diagnostics) ? null : model;
    }

    /// <summary>The encoder-decoder of a declaration; null if nothing can be emitted.</summary>
    public static EncoderDecoder? Bind(EncoderDecoderDeclaration declaration, CompilationEnvironment environment)
    {
        var (encoderDecoder, diagnostics) = EncoderDecoderBinder.Bind(declaration, environment);
        return IsSilent(declaration.Type, diagnostics) ? null : encoderDecoder;
    }

    public static EmittedCode Emit(Model model) => Compile(model).Code;

    public static EmittedCode Emit(EncoderDecoder encoderDecoder) => Compile(encoderDecoder).Code;

    /// <summary>The diagnostics of a model: those of the rules, or else the failure of a later stage.</summary>
    public static EquatableArray<DiagnosticInfo> Check(ModelDeclaration declaration, CompilationEnvironment environment)
    {
        var (model, diagnostics) = Binder.Bind(declaration, environment);
        return model.Errors.Count > 0 || !declaration.IsModel || IsSilent(declaration.Type, diagnostics)
            ? diagnostics
            : With(diagnostics, Compile(model).Failure, DiagnosticLocation.Model(), declaration.Type);
    }

    /// <summary>The same for an encoder-decoder.</summary>
    public static EquatableArray<DiagnosticInfo> Check(EncoderDecoderDeclaration declaration, CompilationEnvironment environment)
    {
        var (encoderDecoder, diagnostics) = EncoderDecoderBinder.Bind(declaration, environment);
        return encoderDecoder.Errors.Count > 0 || IsSilent(declaration.Type, diagnostics)
            ? diagnostics
            : With(diagnostics, Compile(encoderDecoder).Failure, DiagnosticLocation.EncoderDecoder(), declaration.Type);
    }

    private static (EmittedCode Code, CompilerFailure? Failure) Compile(Model model)
    {
        var (plan, failure) = CompilerFailure.Run<(Plan, CompilerFailure?)>(
            Stage.Lowering, model.Type.Level.Name, () => (Lowerer.Lower(model, Targets.ValueNames), null), failure => (Broken(model, failure), failure));
        return failure is not null ? (Print(plan), failure) : CompilerFailure.Run<(EmittedCode, CompilerFailure?)>(
            Stage.Emit,
            model.Type.Level.Name,
            () => (Print(plan), null),
            failure => (
                CompilerFailure.Try(
                    Stage.Emit,
                    () => Print(Broken(model, failure)),
                    _ => Print(Broken(model with { Layers = default }, failure))),
                failure));
    }

    private static (EmittedCode Code, CompilerFailure? Failure) Compile(EncoderDecoder encoderDecoder)
    {
        var (plan, failure) = CompilerFailure.Run<(EncoderDecoderPlan, CompilerFailure?)>(
            Stage.Lowering,
            encoderDecoder.Type.Level.Name,
            () => (EncoderDecoderLowerer.Lower(encoderDecoder, Targets.ValueNames), null),
            failure => (Broken(encoderDecoder, failure), failure));
        return failure is not null ? (Print(plan), failure) : CompilerFailure.Run<(EmittedCode, CompilerFailure?)>(
            Stage.Emit,
            encoderDecoder.Type.Level.Name,
            () => (Print(plan), null),
            failure => (Print(Broken(encoderDecoder, failure)), failure));
    }

    private static EmittedCode Print(Plan plan) => Targets.Write(!plan.Model.IsStreamingOnly, target => target.OfModel(plan));

    private static EmittedCode Print(EncoderDecoderPlan plan) => Targets.Write(!plan.EncoderDecoder.IsStreamingOnly, target => target.OfEncoderDecoder(plan));

    /// <summary>The plan of a model whose members throw.</summary>
    private static Plan Broken(Model model, CompilerFailure failure) => Lowerer.WithoutChoice(model with { Errors = ErrorsOf(failure, DiagnosticLocation.Model(), model.Type) });

    private static EncoderDecoderPlan Broken(EncoderDecoder encoderDecoder, CompilerFailure failure) =>
        EncoderDecoderLowerer.WithoutChoice(encoderDecoder with { Errors = ErrorsOf(failure, DiagnosticLocation.EncoderDecoder(), encoderDecoder.Type) });

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
