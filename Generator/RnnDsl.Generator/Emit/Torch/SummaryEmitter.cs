using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>Prints <c>ToString</c> and the output shapes of the layers, with the constructor's sizes, for <c>Summary()</c>.</summary>
internal static class SummaryEmitter
{
    public static void Emit(Plan plan, TypeNames names, SourceWriter writer) =>
        Emit(plan.Type, plan.Table.Rows.Select(row => Row(row.Key, row.Type, row.Output)), names, writer);

    /// <summary>Prints both members from expressions, one for each layer.</summary>
    public static void Emit(TypeDeclaration type, IEnumerable<string> rows, TypeNames names, SourceWriter writer)
    {
        // A member cannot have the name of its class or of a type parameter.
        if (!type.ByHand.Names.Contains("ToString") && !type.Level.Names.Contains("ToString"))
        {
            writer.Line("/// <summary>The layers as a table: the shapes of their outputs and their parameters.</summary>")
                .Line(ModelEmitter.Generated(names))
                .Line($"public override string ToString() => {names["ModelSummary"]}.Of(this).ToString();")
                .Line();
        }

        writer.Line("/// <inheritdoc/>")
            .Line(ModelEmitter.Generated(names))
            .Line($"{names["IReadOnlyList"]}<{names["LayerOutput"]}> {names["ILayerOutputs"]}.Outputs =>")
            .Line("[");
        foreach (var row in rows)
        {
            writer.Line($"    {row},");
        }

        writer.Line("];").Line();
    }

    private static string Row(string name, string type, Shape output)
    {
        var shape = output.Print(Size);
        return $"new({Literal.Of(name)}, {Literal.Of(type)}, {(shape.Contains('{') ? "$" : "")}{Literal.Of(shape)})";
    }

    private static string Size(Polynomial size) => size.Number is { } number ? Literal.Of(number) : $"{{{ConstructorEmitter.StoredSize(size)}}}";
}
