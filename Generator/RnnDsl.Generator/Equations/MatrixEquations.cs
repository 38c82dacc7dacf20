using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations;

/// <summary>An equation that names a matrix of parameters, A = W - Wᵀ, or one of the step with a structure, A_t = I - k_t k_tᵀ, stands in for its name where A multiplies a value.</summary>
internal static class MatrixEquations
{
    /// <summary>The maximum number of parts of a matrix with a structure that stands in for its name, and of such places; bounds the work for hostile texts.</summary>
    private const int MostParts = 64;

    private const int MostPlaces = 16;

    /// <summary>The equations without those that name matrices.</summary>
    /// <param name="equations">The parsed equations.</param>
    /// <param name="notation">What the equations call the input and the output.</param>
    public static EquatableArray<Equation> Inline(EquatableArray<Equation> equations, CellNotation notation)
    {
        equations = InlineStructured(equations, notation);
        var numbers = new HashSet<string>(equations.Where(equation => equation.Value is NumberExpression).Select(equation => equation.Target.Name.Key), StringComparer.Ordinal);
        var targets = new HashSet<string>(equations.Select(equation => equation.Target.Name.Key).Where(key => !numbers.Contains(key)), StringComparer.Ordinal);
        foreach (var matrix in equations.Where(equation => IsOfParameters(equation)).ToList())
        {
            var key = matrix.Target.Name.Key;
            var others = equations.Where(equation => equation != matrix).ToList();
            if (others.Sum(equation => Reads(equation.Value, key)) is > 0 and var reads && reads == others.Sum(equation => Multiplied(equation.Value, key, name => name is { Time: TimeIndex.None, IsTransposed: false })))
            {
                targets.Remove(key);
                equations = others.Select(equation => equation with { Value = Expressions.WithNames(equation.Value, name => name.Name.Key == key && name.Time == TimeIndex.None ? matrix.Value : name) })
                    .ToEquatableArray();
            }
        }

        return equations;

        bool IsOfParameters(Equation equation) =>
            equation.Target is { Time: TimeIndex.None, IsBroken: false, Name.Key: var key } && char.IsUpper(key[0]) && equation.Target.Name != notation.Output
            && equation.Value is BinaryExpression or NegateExpression or NameExpression { IsTransposed: true }
            && Expressions.Names(equation.Value).All(name => name is { Time: TimeIndex.None, IsBroken: false } && !notation.IsInput(name.Name.Key) && !targets.Contains(name.Name.Key))
            && Expressions.Names(equation.Value).Any(name => char.IsUpper(name.Name.Key[0]));
    }

    private static EquatableArray<Equation> InlineStructured(EquatableArray<Equation> equations, CellNotation notation)
    {
        var targets = new HashSet<string>(equations.Select(equation => equation.Target.Name.Key), StringComparer.Ordinal);
        foreach (var matrix in equations.Where(equation => equation.Target.Name != notation.Output && StructuredMatrices.IsWritten(equation.Value, IsOuter, IsIdentity)).ToList())
        {
            var key = matrix.Target.Name.Key;
            var value = equations.FirstOrDefault(equation => equation.Target == matrix.Target)?.Value;
            var others = equations.Where(equation => equation.Target != matrix.Target).ToList();
            var reads = others.Sum(equation => Reads(equation.Value, key));
            if (value is not null && reads is > 0 and <= MostPlaces && others.Count == equations.Count - 1 && Size(value) <= MostParts && Reads(value, key) == 0
                && reads == others.Sum(equation => Multiplied(equation.Value, key, name => name.Time is TimeIndex.None or TimeIndex.Now)))
            {
                equations = others.Select(equation => equation with { Value = Expressions.WithNames(equation.Value, name => name.Name.Key == key ? value : name) }).ToEquatableArray();
            }
        }

        return equations;

        bool IsIdentity(NameExpression name) => name is { Time: TimeIndex.None, Name.Key: StructuredMatrices.IdentityKey } && !targets.Contains(name.Name.Key);

        bool IsOuter(BinaryExpression product) => IsTransposed(product.Left) || IsTransposed(product.Right);

        bool IsTransposed(Expression expression) => expression is TransposeExpression || (expression is NameExpression { IsTransposed: true } name && (name.Time != TimeIndex.None || targets.Contains(name.Name.Key)));
    }

    /// <summary>The number of parts.</summary>
    private static int Size(Expression expression) => 1 + Expressions.Parts(expression).Sum(Size);

    private static int Reads(Expression expression, string key) => Expressions.Names(expression).Count(name => name.Name.Key == key);

    /// <summary>How often a name is an operand of a product: the left one before a column, the right one behind a row.</summary>
    private static int Multiplied(Expression expression, string key, Func<NameExpression, bool> isRead)
    {
        return (expression is BinaryExpression { Operator: BinaryOperator.Product } product ? Count(product.Left) + Count(product.Right) : 0) + Expressions.Parts(expression).Sum(part => Multiplied(part, key, isRead));

        int Count(Expression operand) => operand is NameExpression name && name.Name.Key == key && isRead(name) ? 1 : 0;
    }
}
