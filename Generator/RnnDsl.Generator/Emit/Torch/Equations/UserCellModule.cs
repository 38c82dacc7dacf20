using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch.Equations;

/// <summary>The construction of the parameters of a user-defined cell.</summary>
internal static class UserCellModule
{
    /// <param name="recurrence">Whose parameters.</param>
    /// <param name="parameters">The constructor's own, which the features of each layer must not be taken for.</param>
    /// <param name="names">How types are written.</param>
    public static string Construct(RecurrenceOperation recurrence, IEnumerable<string> parameters, TypeNames names)
    {
        var userCell = recurrence.UserCell!;
        var features = new NameAllocator(parameters).Allocate("features");
        var shapes = userCell.Parameters.Select(parameter => $"        new({string.Join(", ", Arguments(parameter.Parameter))}){Initialization(parameter)},");
        return $"new {names["CellParameters"]}({recurrence.HiddenSize.ToCSharp()}, {recurrence.InputSize.ToCSharp()}, {(ReadsFeatures(userCell) ? features : "_")} =>\n    [\n"
            + string.Concat(shapes.Select(shape => shape + "\n"))
            + "    ]"
            + (recurrence.Layers > 1 ? $", layers: {Literal.Of(recurrence.Layers)}" : "")
            + (recurrence.Bidirectional ? ", bidirectional: true" : "")
            + (recurrence.Options.Merge == MergeKind.Concat ? "" : $", merge: global::RnnDsl.Merge.{recurrence.Options.Merge}")
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

        string Size(LengthTerm term) => recurrence.SizeOf(term.Length!, Polynomial.Symbol(features)).ToCSharp();

        string Initialization(ParameterOfCell parameter)
        {
            string[] initialization = parameter.Initialization switch
            {
                ParameterInitializationKind.Uniform => [],
                ParameterInitializationKind.Constant or ParameterInitializationKind.Normal =>
                    [$"Initialization = global::RnnDsl.ParameterInitialization.{parameter.Initialization}", $"Value = {Literal.Of(parameter.Value)}"],
                _ => [$"Initialization = global::RnnDsl.ParameterInitialization.{parameter.Initialization}"],
            };
            var set = parameter.IsFixed ? [.. initialization, "Trainable = false"] : initialization;
            return set.Length == 0 ? "" : $" {{ {string.Join(", ", set)} }}";
        }
    }

    private static bool ReadsFeatures(CellEquations userCell) => userCell.Typed.Parameters.SelectMany(parameter => new[] { parameter.Rows, parameter.Columns })
        .Any(term => term.Length?.Names.Contains(CellLength.FeaturesPart) ?? false);
}
