using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>Binds a declaration to a model with names and shapes, and reports its diagnostics.</summary>
internal static class Binder
{
    /// <summary>The rules that compare sizes: if a size could not be read, a mismatch with it is not a separate error.</summary>
    private static readonly Rule[] SizeComparisons =
    [
        Rules.ResidualWidths, Rules.ProjectionTooLong, Rules.TiedSizes, Rules.WindowTooWide, Rules.OneClass, Rules.HeadsDivide, Rules.CopyVocabulary, Rules.InputAsLongAsState,
    ];

    /// <summary>Binds a declaration. The result is a model even if there are errors, so that its members are emitted.</summary>
    public static (Model Model, EquatableArray<DiagnosticInfo> Diagnostics) Bind(ModelDeclaration declaration, CompilationEnvironment environment) => declaration.Failure is { } failure
        ? Failed(declaration, environment, failure)
        : CompilerFailure.Run(Stage.Rules, declaration.Type.Level.Name, () => Check(declaration, environment), thrown => Failed(declaration, environment, thrown));

    /// <summary>A placeholder for a model with a failed stage: with its layers if they can be bound, so that its members are emitted.</summary>
    private static (Model Model, EquatableArray<DiagnosticInfo> Diagnostics) Failed(ModelDeclaration declaration, CompilationEnvironment environment, CompilerFailure failure)
    {
        var diagnostics = new DiagnosticBag();
        diagnostics.AddFailure(DiagnosticLocation.Model(), declaration.Type.Level.Name, failure);
        var model = CompilerFailure.Try(
            failure.Stage,
            () =>
            {
                var unread = new DiagnosticBag();
                var names = new NameTable(declaration.Layers, declaration.Type, environment.Targets, unread);
                var sizes = new SizeTable(declaration, names, environment.Targets, unread);
                return ModelOf(declaration, environment, sizes, ShapeFlow.Bind(declaration, names, sizes, environment.Targets, unread));
            },
            _ => new Model(declaration.Type, default, default, default) { Kind = declaration.Kind, Streams = StreamingRules.Streams(declaration, environment), IsStreamingOnly = environment.IsStreamingOnly, ExportsOnnx = OnnxRules.Exports(declaration, environment) });
        return (model with { Errors = diagnostics.Errors() }, diagnostics.ToEquatableArray());
    }

    private static (Model Model, EquatableArray<DiagnosticInfo> Diagnostics) Check(ModelDeclaration declaration, CompilationEnvironment environment)
    {
        var diagnostics = new DiagnosticBag();
        var type = declaration.Type;

        if (declaration is { IsModel: false, Layers.Count: 0, IsIncomplete: false })
        {
            diagnostics.Add(Rules.TargetWithoutModel, DiagnosticLocation.Type, type.Level.Name, declaration.HasStreaming ? "Streaming" : "Onnx");
            return (new Model(type, default, default, Errors: diagnostics.Errors()), diagnostics.ToEquatableArray());
        }

        TypeRules.Check(declaration, environment, diagnostics);
        var names = new NameTable(declaration.Layers, type, environment.Targets, diagnostics);
        var sizes = new SizeTable(declaration, names, environment.Targets, diagnostics);
        OrderRules.Check(declaration, diagnostics);
        ArgumentRules.Check(declaration, names, sizes, diagnostics);
        DecoderRules.Check(declaration, sizes, diagnostics);
        var layers = ShapeFlow.Bind(declaration, names, sizes, environment.Targets, diagnostics);
        var model = ModelOf(declaration, environment, sizes, layers);
        MemberRules.Check(declaration, model, layers, environment.Targets, diagnostics);
        StepLoopRules.Check(declaration, model, layers, diagnostics);
        StepRules.Check(declaration, layers, diagnostics);
        StreamingRules.Check(declaration, environment, model, layers, diagnostics);
        OnnxRules.Check(declaration, environment, layers, diagnostics);
        VocabularyRules.Check(declaration, layers, diagnostics);
        CostRules.Check(declaration, model, layers, diagnostics);

        if (sizes.HasUnread)
        {
            diagnostics.Remove(SizeComparisons);
        }

        // C# reports errors for unreadable parts; further diagnostics would be their consequences.
        return declaration.IsIncomplete
            ? (model with { Errors = new(["an attribute that does not compile"]) }, default)
            : (model with { Errors = diagnostics.Errors() }, diagnostics.ToEquatableArray());
    }

    private static Model ModelOf(ModelDeclaration declaration, CompilationEnvironment environment, SizeTable sizes, IReadOnlyList<BoundLayer> layers)
    {
        var model = new Model(declaration.Type, sizes.Parameters(), layers.Select(bound => bound.Layer).ToEquatableArray(), Errors: default)
        {
            Kind = declaration.Kind,
            Streams = StreamingRules.Streams(declaration, environment),
            IsStreamingOnly = environment.IsStreamingOnly,
            ExportsOnnx = OnnxRules.Exports(declaration, environment),
        };
        return model with { Parameters = DecoderSizes.With(model), Members = ModelMembers.Of(model, environment.Targets).ToEquatableArray() };
    }
}
