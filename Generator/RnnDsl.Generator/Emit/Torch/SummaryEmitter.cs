using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>Prints the output shapes of the layers, with the constructor's sizes, for <c>Summary()</c>.</summary>
internal static class SummaryEmitter
{
    public static void Emit(Plan plan, TypeNames names, SourceWriter writer) =>
        Emit(plan.Table.Rows.Select(row => Row(row.Key, row.Type, row.Output)), names, writer);

    /// <summary>Prints them from expressions, one for each layer.</summary>
    public static void Emit(IEnumerable<string> rows, TypeNames names, SourceWriter writer)
    {
        writer.Line("/// <inheritdoc/>")
            .Line(names.Generated)
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
