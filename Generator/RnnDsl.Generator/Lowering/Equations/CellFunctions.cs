using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Lowering.Equations;

/// <summary>The functions of equations that compute each number by itself.</summary>
internal static class CellFunctions
{
    public static CellFunction Of(FunctionKind function) => function switch
    {
        FunctionKind.Sigmoid => CellFunction.Sigmoid,
        FunctionKind.Tanh => CellFunction.Tanh,
        FunctionKind.Relu => CellFunction.Relu,
        FunctionKind.Softplus => CellFunction.Softplus,
        FunctionKind.Exp => CellFunction.Exp,
        FunctionKind.Log => CellFunction.Log,
        FunctionKind.Sqrt => CellFunction.Sqrt,
        FunctionKind.Sin => CellFunction.Sin,
        FunctionKind.Cos => CellFunction.Cos,
        FunctionKind.Erf => CellFunction.Erf,
        FunctionKind.Sign => CellFunction.Sign,
        FunctionKind.Floor => CellFunction.Floor,
        _ => throw new InvalidOperationException($"{function} is no function of one number."),
    };
}
