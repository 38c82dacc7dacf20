using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Lowering.Equations;

/// <summary>
/// The values of the input alone that a cell without products on its states computes in its loop: everything element by element, down to the products with matrices. The loop goes through
/// memory once, so that functions of the input cost no tensor and no pass of their own, forward or backward.
/// </summary>
internal static class SweptValues
{
    /// <summary>The values; null for a cell with a stage that mixes the elements of a state.</summary>
    public static HashSet<CellValue>? Of(ValueFacts facts)
    {
        if (facts.All.Any(value => facts.Of(value) == Dependence.State && !IsLeaf(value) && !IsElementwise(value)))
        {
            return null;
        }

        // What a product, a normalisation or another stage reads for all steps at once is computed once, before the loop.
        var before = new HashSet<CellValue>();
        foreach (var stage in facts.All.Where(value => facts.Of(value) == Dependence.Input && !IsElementwise(value)))
        {
            foreach (var operand in stage.Operands)
            {
                AddWhole(operand, before);
            }
        }

        return [.. facts.All.Where(value => facts.Of(value) == Dependence.Input && !before.Contains(value) && (value is ProductValue || IsElementwise(value)))];
    }

    private static void AddWhole(CellValue value, HashSet<CellValue> values)
    {
        if (values.Add(value))
        {
            foreach (var operand in value.Operands)
            {
                AddWhole(operand, values);
            }
        }
    }

    private static bool IsLeaf(CellValue value) => value is PreviousValue or MaskValue;

    /// <summary>Whether each element is made of the same elements of its operands. γ ⊙ layernorm(a) + β is one operation, a stage.</summary>
    private static bool IsElementwise(CellValue value) => value switch
    {
        FunctionValue function => function.Function is not (FunctionKind.LayerNorm or FunctionKind.Softmax),
        BinaryValue binary => !IsNormalised(binary),
        SelectedValue => true,
        _ => false,
    };

    private static bool IsNormalised(CellValue value) => value switch
    {
        FunctionValue function => function.Function == FunctionKind.LayerNorm,
        BinaryValue { Operator: ValueOperator.Times or ValueOperator.Add } binary => binary.Operands.Any(IsNormalised),
        _ => false,
    };
}
