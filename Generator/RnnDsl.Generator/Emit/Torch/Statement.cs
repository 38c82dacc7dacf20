namespace RnnDsl.Generator.Emit.Torch;

/// <summary>One line of a method's body, what it is for and the shape it leaves.</summary>
/// <param name="Intent">A comment above it.</param>
/// <param name="Code">The line; empty where only the comment is to stand.</param>
/// <param name="Shape">A comment behind it.</param>
internal sealed record Statement(string Intent, string Code, string Shape)
{
    private const int FarRight = 80;

    /// <summary>Writes statements with their shapes in one column; behind a long line the shape follows at once.</summary>
    public static void Write(IReadOnlyList<Statement> statements, SourceWriter writer)
    {
        var column = statements.Select(statement => statement.Code.Length).Where(length => length <= FarRight).DefaultIfEmpty(0).Max();
        foreach (var statement in statements)
        {
            writer.Line("// " + statement.Intent);
            if (statement.Code.Length > 0)
            {
                writer.Line($"{statement.Code.PadRight(column)} // {statement.Shape}");
            }

            writer.Line();
        }
    }
}
