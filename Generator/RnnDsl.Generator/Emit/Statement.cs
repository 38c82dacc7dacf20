namespace RnnDsl.Generator.Emit;

/// <summary>One line of a method's body, what it is for and the shape it leaves.</summary>
/// <param name="Intent">A comment above it, in one line or several.</param>
/// <param name="Code">The line, or several; empty where only the comment is to stand.</param>
/// <param name="Shape">A comment behind it.</param>
internal sealed record Statement(string Intent, string Code, string Shape)
{
    private const int FarRight = 80;

    /// <summary>Writes statements with their shapes in one column; behind a long line, or several, the shape follows at once.</summary>
    public static void Write(IReadOnlyList<Statement> statements, SourceWriter writer)
    {
        var column = statements.Where(statement => !statement.Code.Contains('\n')).Select(statement => statement.Code.Length)
            .Where(length => length <= FarRight).DefaultIfEmpty(0).Max();
        foreach (var statement in statements)
        {
            writer.Line("// " + statement.Intent.Replace("\n", "\n// "));
            if (statement.Code.Length > 0)
            {
                var code = statement.Code.Contains('\n') ? statement.Code : statement.Code.PadRight(column);
                writer.Line($"{code} // {statement.Shape}");
            }

            writer.Line();
        }
    }
}
