using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch.Equations;

/// <summary>The construction of the parameters of a user-defined cell.</summary>
internal static class UserCellModule
{
    /// <param name="layer">Whose parameters.</param>
    /// <param name="parameters">The constructor's own, which the features of each layer must not be taken for.</param>
    /// <param name="names">How types are written.</param>
    public static string Construct(RecurrentLayer layer, IEnumerable<string> parameters, TypeNames names)
    {
        var userCell = layer.UserCell!;
        var features = new NameAllocator(parameters).Allocate("features");
        var shapes = userCell.Typed.Parameters.Select(parameter => $"        new({string.Join(", ", Arguments(parameter))}){Initialization(parameter)},");
        return $"new {names["CellParameters"]}({layer.HiddenSize.ToCSharp()}, {layer.InputSize.ToCSharp()}, {(ReadsFeatures(userCell) ? features : "_")} =>\n    [\n"
            + string.Concat(shapes.Select(shape => shape + "\n"))
            + "    ]"
            + (layer.Layers > 1 ? $", layers: {Literal.Of(layer.Layers)}" : "")
            + (layer.Bidirectional ? ", bidirectional: true" : "")
            + (layer.Options.Merge == MergeKind.Concat ? "" : $", merge: global::RnnDsl.Merge.{layer.Options.Merge}")
            + ", device: device, dtype: dtype)";

        IEnumerable<string> Arguments(CellParameter parameter)
        {
            yield return Literal.Of(parameter.Name.Key);
            yield return Size(parameter.Rows);
            if (parameter.IsMatrix)
            {
                yield return Size(parameter.Columns);
            }
        }

        string Size(LengthTerm term) => layer.SizeOf(term.Length!, Polynomial.Symbol(features)).ToCSharp();

        string Initialization(CellParameter parameter)
        {
            var (kind, value) = userCell.InitializationOf(parameter);
            string[] initialization = kind switch
            {
                ParameterInitializationKind.Uniform => [],
                ParameterInitializationKind.Constant or ParameterInitializationKind.Normal =>
                    [$"Initialization = global::RnnDsl.ParameterInitialization.{kind}", $"Value = {Literal.Of(value)}"],
                _ => [$"Initialization = global::RnnDsl.ParameterInitialization.{kind}"],
            };
            var set = userCell.IsFixed(parameter) ? [.. initialization, "Trainable = false"] : initialization;
            return set.Length == 0 ? "" : $" {{ {string.Join(", ", set)} }}";
        }
    }

    private static bool ReadsFeatures(UserCell userCell) => userCell.Typed.Parameters.SelectMany(parameter => new[] { parameter.Rows, parameter.Columns })
        .Any(term => term.Length?.Names.Contains(CellLength.FeaturesPart) ?? false);
}
