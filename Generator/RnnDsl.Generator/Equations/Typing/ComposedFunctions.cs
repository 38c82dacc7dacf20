namespace RnnDsl.Generator.Equations.Typing;

/// <summary>Functions that are composed of others, so that nothing behind the equations knows them.</summary>
internal static class ComposedFunctions
{
    private const double LeakySlope = 0.01;

    /// <returns>The value; null for a function that is not composed.</returns>
    public static CellValue? Of(FunctionKind function, CellValue a, ValueTable values)
    {
        return function switch
        {
            // a ⊙ σ(a), Elfwing et al. 2017
            FunctionKind.Silu => Times(a, Call(FunctionKind.Sigmoid, a)),

            // a ⊙ Φ(a) with the normal distribution, Hendrycks and Gimpel 2016
            FunctionKind.Gelu => Times(Times(Number(0.5), a), Add(Call(FunctionKind.Erf, Times(Number(Math.Sqrt(0.5)), a)), Number(1))),

            // exp of a negative number only: no infinity times 0 in the gradient.
            FunctionKind.Elu => Add(Add(Call(FunctionKind.Relu, a), Call(FunctionKind.Exp, Min(a, 0))), Number(-1)),
            FunctionKind.LeakyRelu => Add(Call(FunctionKind.Relu, a), Times(Number(LeakySlope), Min(a, 0))),
            FunctionKind.Abs => values.Binary(ValueOperator.Max, a, values.Negate(a)),
            FunctionKind.Softsign => values.Binary(ValueOperator.Divide, a, Add(values.Binary(ValueOperator.Max, a, values.Negate(a)), Number(1))),
            FunctionKind.HardTanh => Clip(a, -1, 1),

            // As in PyTorch and Keras 3.
            FunctionKind.HardSigmoid => Clip(Add(Times(Number(1.0 / 6), a), Number(0.5)), 0, 1),
            _ => null,
        };

        CellValue Number(double number) => values.Number(number);
        CellValue Call(FunctionKind inner, CellValue operand) => values.Function(inner, operand);
        CellValue Times(CellValue left, CellValue right) => values.Binary(ValueOperator.Times, left, right);
        CellValue Add(CellValue left, CellValue right) => values.Binary(ValueOperator.Add, left, right);
        CellValue Min(CellValue left, double bound) => values.Binary(ValueOperator.Min, left, Number(bound));
        CellValue Clip(CellValue value, double low, double high) => values.Binary(ValueOperator.Max, Min(value, high), Number(low));
    }
}
