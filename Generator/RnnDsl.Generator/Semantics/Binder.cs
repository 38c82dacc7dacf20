using RnnDsl.Generator.Common;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Semantics;

/// <summary>Turns what was written into a model with names and shapes, and says what is wrong with it.</summary>
internal static class Binder
{
    /// <summary>Binds a declaration. There is a model whatever was found, so that one mistake is not followed by missing members.</summary>
    public static (Model Model, EquatableArray<Finding> Findings) Bind(ModelDeclaration declaration, CompilationEnvironment environment)
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
        var model = new Model(type, sizes.Parameters(), layers.Select(bound => bound.Layer).ToEquatableArray(), Errors: default) { Kind = declaration.Kind };
        model = model with { Parameters = DecoderSizes.With(model) };
        MemberRules.Check(declaration, model, layers, findings);
        StepRules.Check(declaration, layers, findings);
        VocabularyRules.Check(declaration, layers, findings);
        CostRules.Check(declaration, layers, findings);

        // What C# could not read, C# has complained about; our own complaints would all follow from that.
        return declaration.IsIncomplete
            ? (model with { Errors = new(["an attribute that does not compile"]) }, default)
            : (model with { Errors = findings.Errors() }, findings.ToEquatableArray());
    }
}

/// <summary>A layer and the attribute it came from.</summary>
internal sealed record BoundLayer(int Index, Layer Layer);
