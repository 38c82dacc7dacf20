using RnnDsl.Generator.Common;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>Turns what was written into a model with names and shapes, and says what is wrong with it.</summary>
internal static class Binder
{
    /// <summary>The rules that compare sizes: where one could not be read, what does not fit it is no mistake of its own.</summary>
    private static readonly Rule[] SizeComparisons =
    [
        Rules.ResidualWidths, Rules.ProjectionTooLong, Rules.TiedSizes, Rules.WindowTooWide, Rules.OneClass, Rules.HeadsDivide, Rules.CopyVocabulary, Rules.InputAsLongAsState,
    ];

    /// <summary>Binds a declaration. There is a model whatever was found, so that one mistake is not followed by missing members.</summary>
    public static (Model Model, EquatableArray<Finding> Findings) Bind(ModelDeclaration declaration, CompilationEnvironment environment) => declaration.Failure is { } failure
        ? Failed(declaration, failure)
        : CompilerFailure.Run(Stage.Rules, declaration.Type.Level.Name, () => Check(declaration, environment), thrown => Failed(declaration, thrown));

    /// <summary>Stands for a model on which a stage has thrown: with its layers where they can be bound, so that it has its members.</summary>
    private static (Model Model, EquatableArray<Finding> Findings) Failed(ModelDeclaration declaration, CompilerFailure failure)
    {
        var findings = new Findings();
        findings.AddFailure(Blame.Model(), declaration.Type.Level.Name, failure);
        var model = CompilerFailure.Try(
            failure.Stage,
            () =>
            {
                var unread = new Findings();
                var names = new NameTable(declaration.Layers, declaration.Type, unread);
                var sizes = new SizeTable(declaration, names, unread);
                return ModelOf(declaration, sizes, ShapeFlow.Bind(declaration, names, sizes, unread));
            },
            _ => new Model(declaration.Type, default, default, default) { Kind = declaration.Kind });
        return (model with { Errors = findings.Errors() }, findings.ToEquatableArray());
    }

    private static (Model Model, EquatableArray<Finding> Findings) Check(ModelDeclaration declaration, CompilationEnvironment environment)
    {
        var findings = new Findings();
        var type = declaration.Type;

        TypeRules.Check(declaration, environment, findings);
        var names = new NameTable(declaration.Layers, type, findings);
        var sizes = new SizeTable(declaration, names, findings);
        OrderRules.Check(declaration, findings);
        ArgumentRules.Check(declaration, findings);
        LayerArgumentRules.Check(declaration, names, sizes, findings);
        DecoderRules.Check(declaration, sizes, findings);
        var layers = ShapeFlow.Bind(declaration, names, sizes, findings);
        var model = ModelOf(declaration, sizes, layers);
        MemberRules.Check(declaration, model, layers, findings);
        StepRules.Check(declaration, layers, findings);
        VocabularyRules.Check(declaration, layers, findings);
        CostRules.Check(declaration, layers, findings);

        if (sizes.HasUnread)
        {
            findings.Remove(SizeComparisons);
        }

        // What C# could not read, C# has complained about; our own complaints would all follow from that.
        return declaration.IsIncomplete
            ? (model with { Errors = new(["an attribute that does not compile"]) }, default)
            : (model with { Errors = findings.Errors() }, findings.ToEquatableArray());
    }

    private static Model ModelOf(ModelDeclaration declaration, SizeTable sizes, IReadOnlyList<BoundLayer> layers)
    {
        var model = new Model(declaration.Type, sizes.Parameters(), layers.Select(bound => bound.Layer).ToEquatableArray(), Errors: default) { Kind = declaration.Kind };
        return model with { Parameters = DecoderSizes.With(model) };
    }
}

/// <summary>A layer and the attribute it came from.</summary>
internal sealed record BoundLayer(int Index, Layer Layer);
