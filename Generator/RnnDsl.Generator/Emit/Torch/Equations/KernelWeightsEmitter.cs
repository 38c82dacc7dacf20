using RnnDsl.Generator.Emit.Torch.Loops;
using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Emit.Torch.Equations;

/// <summary>Writes the conversion of the weights of a recognised cell to those of the fused kernel.</summary>
internal static class KernelWeightsEmitter
{
    public static void Emit(Recurrence recurrence, RecognisedCell known, LoopScalars scalars, TypeNames names, SourceWriter writer)
    {
        var cell = recurrence.Operation.UserCell!.Typed;
        var tensor = names.Tensor;
        var scope = new CellScope(recurrence, scalars, names, ScopeNames.CellWeights, like: "", batch: "1");
        var length = cell.Output.Length;
        var (ofInput, ofState) = (Rows(gate => gate.OfInput), Rows(gate => gate.OfState));
        var like = ofInput.Length == 0 ? "" : scope[known.Gates[0].OfInput[0].Matrix];
        var biases = Biases(gate => gate.Vectors);
        var stateBiases = Biases(gate => gate.StateVectors);
        if (recurrence.Operation.Options.WeightDrop > 0)
        {
            ofState = $"{names.Nn}.functional.dropout({ofState}, {Literal.Of(recurrence.Operation.Options.WeightDrop)}, training)";
        }

        writer.Line($"/// <summary>The weights of <c>{recurrence.Layer.Key}</c> in the layout of the fused kernel: its equations are those of {RecurrenceNotes.WithArticle(known)}.</summary>")
            .Line(names.Generated)
            .Line($"private {tensor}[] {TorchMembers.KernelWeights(recurrence.Layer.Property)}(int layer, bool reverse, bool training)");
        using (writer.Braces())
        {
            writer.Line($"var weights = {recurrence.Layer.Property}.Layer(layer, reverse);");
            scope.DeclareParameters(writer);
            scope.DeclareMatrices(writer);
            var rows = scope[known.Gates[0].OfState[0].Matrix];
            foreach (var size in scope.Sizes)
            {
                writer.Line(size == CellLength.FeaturesPart
                    ? $"var features = {FeaturesOf(recurrence)};"
                    : $"var size = {rows}.size(0);");
            }

            var order = known.Kind switch
            {
                RecognisedCellKind.Lstm => "rows of the gates i, f, g, o",
                RecognisedCellKind.Gru => "rows of the gates r, z, n",
                _ => "unchanged",
            };
            writer.Line()
                .Line($"// Input weights, recurrent weights and their biases: {order}.")
                .Line("return")
                .Line("[");
            foreach (var weight in new[] { ofInput, ofState, biases, stateBiases })
            {
                writer.Line($"    {weight},");
            }

            writer.Line("];");
        }

        writer.Line();

        string Rows(Func<RecognisedGate, IReadOnlyList<ProductTerm>> part) => scope.Rows([.. known.Gates.Select(gate =>
            (IReadOnlyList<ProductTerm>)[.. part(gate).Select(term => gate.IsNegated ? term with { Scale = -term.Scale } : term)])]);

        string Biases(Func<RecognisedGate, IReadOnlyList<(double Scale, CellValue Value)>> part) =>
            scope.Biases([.. known.Gates.Select(gate => (length, part(gate).Count == 0 ? null
                : new VectorSum([.. part(gate).Select(vector => (gate.IsNegated ? -vector.Scale : vector.Scale, vector.Value))], [], 0)))], like)
            ?? $"{like}.new_zeros({scope.Length(Enumerable.Repeat(length, known.Gates.Count))})";
    }

    private static string FeaturesOf(Recurrence recurrence) => $"{recurrence.Layer.Property}.Features(layer)";
}
