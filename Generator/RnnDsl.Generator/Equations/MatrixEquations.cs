using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations;

/// <summary>An equation of parameters that names a matrix, A = W - Wᵀ, stands in for its name where A multiplies a value.</summary>
internal static class MatrixEquations
{
    /// <summary>The equations without those that name matrices.</summary>
    /// <param name="equations">The parsed equations.</param>
    /// <param name="notation">What the equations call the input and the output.</param>
    public static EquatableArray<Equation> Inline(EquatableArray<Equation> equations, CellNotation notation)
    {
        var numbers = new HashSet<string>(equations.Where(equation => equation.Value is NumberExpression).Select(equation => equation.Target.Name.Key), StringComparer.Ordinal);
        var targets = new HashSet<string>(equations.Select(equation => equation.Target.Name.Key).Where(key => !numbers.Contains(key)), StringComparer.Ordinal);
        foreach (var matrix in equations.Where(equation => IsOfParameters(equation)).ToList())
        {
            var key = matrix.Target.Name.Key;
            var others = equations.Where(equation => equation != matrix).ToList();
            if (others.Sum(equation => Reads(equation.Value, key)) is > 0 and var reads && reads == others.Sum(equation => Multiplied(equation.Value, key)))
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

    private static int Reads(Expression expression, string key) => Expressions.Names(expression).Count(name => name.Name.Key == key);

    /// <summary>How often a name is an operand of a product: the left one before a column, the right one behind a row.</summary>
    private static int Multiplied(Expression expression, string key)
    {
        return (expression is BinaryExpression { Operator: BinaryOperator.Product } product ? Count(product.Left) + Count(product.Right) : 0) + Expressions.Parts(expression).Sum(part => Multiplied(part, key));

        int Count(Expression operand) => operand is NameExpression { Time: TimeIndex.None, IsTransposed: false } name && name.Name.Key == key ? 1 : 0;
    }
}
