using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator;

/// <summary>All that lies between what was written and what is emitted, without Roslyn: bind, lower, print.</summary>
internal static class ModelCompiler
{
    /// <summary>Rules after which no member can be emitted that would not be a second error.</summary>
    private static readonly HashSet<string> Silencing = new(new[] { Rules.LanguageTooOld, Rules.TorchSharpMissing }.Select(rule => rule.Id));

    /// <summary>The plan of a model, or null where nothing can be emitted.</summary>
    public static Plan? Plan(ModelDeclaration declaration, CompilationEnvironment environment)
    {
        var (model, findings) = Binder.Bind(declaration, environment);
        return !declaration.IsModel || IsOutOfReach(declaration.Type) || findings.Any(finding => Silencing.Contains(finding.Rule.Id)) ? null : Lowerer.Lower(model);
    }

    /// <summary>The plan of an encoder and a decoder, or null where nothing can be emitted.</summary>
    public static PairPlan? Plan(PairDeclaration declaration, CompilationEnvironment environment)
    {
        var (pair, findings) = PairBinder.Bind(declaration, environment);
        return IsOutOfReach(declaration.Type) || findings.Any(finding => Silencing.Contains(finding.Rule.Id))
            ? null
            : new PairPlan(pair, Lowerer.Lower(pair.Encoder.Model), Lowerer.Lower(pair.Decoder.Model));
    }

    public static string Emit(Plan plan) => ModelEmitter.Emit(plan);

    public static string Emit(PairPlan plan) => PairEmitter.Emit(plan);

    public static EquatableArray<Finding> Check(ModelDeclaration declaration, CompilationEnvironment environment) =>
        Binder.Bind(declaration, environment).Findings;

    public static EquatableArray<Finding> Check(PairDeclaration declaration, CompilationEnvironment environment) =>
        PairBinder.Bind(declaration, environment).Findings;

    /// <summary>Whether a part beside it would be an error of C#, which would keep the analyzer from explaining the mistake.</summary>
    private static bool IsOutOfReach(TypeDeclaration type) => type.Kind is ClassKind.StaticClass or ClassKind.FileLocalClass || !type.TakesParts;
}
