using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Equations.Analysis;

/// <summary>A user-defined cell that equals a built-in one.</summary>
/// <param name="Kind">The built-in cell.</param>
/// <param name="Gates">Its pre-activations, in the order of the fused kernel: i, f, g, o of an LSTM, r, z, n of a GRU.</param>
internal sealed record RecognisedCell(RecognisedCellKind Kind, IReadOnlyList<RecognisedGate> Gates)
{
    /// <summary>Whether a fused kernel computes it.</summary>
    public bool HasKernel => Kind != RecognisedCellKind.GruResetBefore;

    /// <summary>Its name.</summary>
    public string Name => Kind switch
    {
        RecognisedCellKind.ElmanTanh => "Elman network",
        RecognisedCellKind.ElmanRelu => "Elman network with relu",
        RecognisedCellKind.Lstm => "LSTM",
        RecognisedCellKind.Gru => "GRU",
        _ => "GRU with the reset before the product",
    };

    /// <summary>Recognises a built-in cell, whatever the order of the equations, their names and their biases; null for any other cell.</summary>
    public static RecognisedCell? Of(TypedCell cell) => cell.States.Count switch
    {
        // The weights of a kernel are not made of the rows of one matrix for several gates.
        _ when cell.Matrices.Any(matrix => matrix.Formula is MatrixRowsValue) => null,
        1 => Elman(cell) ?? Gru(cell),
        2 => Lstm(cell),
        _ => null,
    };

    private static RecognisedCell? Elman(TypedCell cell)
    {
        var output = cell.Output;
        return cell.NextOf(output) is FunctionValue { Function: FunctionKind.Tanh or FunctionKind.Relu } function && Gate(function.Operand, output) is { } gate
            ? new RecognisedCell(function.Function == FunctionKind.Tanh ? RecognisedCellKind.ElmanTanh : RecognisedCellKind.ElmanRelu, [gate])
            : null;
    }

    /// <summary>c_t = f ⊙ c_{t-1} + i ⊙ g and h_t = o ⊙ tanh(c_t)</summary>
    private static RecognisedCell? Lstm(TypedCell cell)
    {
        var (output, memory) = (cell.States[0], cell.States[1]);
        if (cell.NextOf(memory) is not BinaryValue { Operator: ValueOperator.Add } sum)
        {
            return null;
        }

        var forget = default(RecognisedGate);
        var input = default(RecognisedGate);
        var candidate = default(RecognisedGate);
        foreach (var part in new[] { sum.Left, sum.Right })
        {
            foreach (var (one, other) in Factors(part))
            {
                if (other is PreviousValue { State: var kept } && kept == memory)
                {
                    forget = Gate(one, FunctionKind.Sigmoid, output);
                }
                else if (Gate(one, FunctionKind.Sigmoid, output) is { } gate && Gate(other, FunctionKind.Tanh, output) is { } fresh)
                {
                    (input, candidate) = (gate, fresh);
                }
            }
        }

        var outputGate = Factors(cell.NextOf(output))
            .Where(pair => pair.Item2 is FunctionValue { Function: FunctionKind.Tanh } squashed && squashed.Operand == cell.NextOf(memory))
            .Select(pair => Gate(pair.Item1, FunctionKind.Sigmoid, output))
            .FirstOrDefault(gate => gate is not null);
        return forget is null || input is null || candidate is null || outputGate is null
            ? null
            : new RecognisedCell(RecognisedCellKind.Lstm, [input, forget, candidate, outputGate]);
    }

    /// <summary>h_t = (1 - z) ⊙ n + z ⊙ h_{t-1}, or with z and 1 - z swapped.</summary>
    private static RecognisedCell? Gru(TypedCell cell)
    {
        var output = cell.Output;
        if (Interpolation.Of(cell.NextOf(output)) is not { } update)
        {
            return null;
        }

        var keepsWhereOpen = IsPrevious(update.End, output);
        var fresh = keepsWhereOpen ? update.Start : update.End;
        if ((!keepsWhereOpen && !IsPrevious(update.Start, output))
            || Gate(update.Weight, FunctionKind.Sigmoid, output) is not { } gate
            || fresh is not FunctionValue { Function: FunctionKind.Tanh } candidate)
        {
            return null;
        }

        // The kernel's update gate z keeps the state; a gate with the opposite meaning has the negated pre-activation: 1 - σ(a) = σ(-a).
        var z = keepsWhereOpen ? gate : gate with { IsNegated = true };
        var terms = SumTerms.Of(candidate.Operand, _ => false);
        if (terms.Number != 0 || terms.Others.Any(other => other.Value is not (ParameterValue or BinaryValue { Operator: ValueOperator.Times })))
        {
            return null;
        }

        var vectors = terms.Others.Where(other => other.Value is ParameterValue).ToList();
        var gated = terms.Others.Where(other => other.Value is BinaryValue).ToList();
        if (gated.Count == 1 && gated[0].Scale == 1 && terms.Products.Count > 0 && terms.Products.TrueForAll(product => product.Operand is InputValue))
        {
            foreach (var (one, other) in Factors(gated[0].Value))
            {
                if (Gate(one, FunctionKind.Sigmoid, output) is { } reset && LinearIn(other, output) is { } inner)
                {
                    return new RecognisedCell(RecognisedCellKind.Gru, [reset, z, new RecognisedGate(terms.Products, inner.OfState, vectors) { StateVectors = inner.Vectors }]);
                }
            }
        }

        return gated.Count == 0 && terms.Products.Any(product => product.Operand is InputValue)
            && terms.Products.Where(product => product.Operand is not InputValue).ToList() is { Count: 1 } others && others[0].Operand is var kept
            && Factors(kept).FirstOrDefault(pair => IsPrevious(pair.Item2, output)) is { Item1: { } resets } && Gate(resets, FunctionKind.Sigmoid, output) is not null
                ? new RecognisedCell(RecognisedCellKind.GruResetBefore, [])
                : null;
    }

    private static bool IsPrevious(CellValue value, CellStateSymbol state) => value is PreviousValue previous && previous.State == state;

    private static IEnumerable<(CellValue, CellValue)> Factors(CellValue value) =>
        value is BinaryValue { Operator: ValueOperator.Times } times ? [(times.Left, times.Right), (times.Right, times.Left)] : [];

    private static RecognisedGate? Gate(CellValue value, FunctionKind function, CellStateSymbol output) =>
        value is FunctionValue call && call.Function == function ? Gate(call.Operand, output) : null;

    /// <summary>W · x_t + U · h_{t-1} + b, with or without b; null for any other sum.</summary>
    private static RecognisedGate? Gate(CellValue sum, CellStateSymbol output)
    {
        var terms = SumTerms.Of(sum, _ => false);
        var ofInput = terms.Products.Where(product => product.Operand is InputValue).ToList();
        var ofState = terms.Products.Where(product => IsPrevious(product.Operand, output)).ToList();
        return terms.Number == 0 && ofInput.Count > 0 && ofState.Count > 0 && ofInput.Count + ofState.Count == terms.Products.Count
            && terms.Others.TrueForAll(other => other.Value is ParameterValue)
                ? new RecognisedGate(ofInput, ofState, terms.Others)
                : null;
    }

    /// <summary>U · h_{t-1} + b, with or without b.</summary>
    private static (IReadOnlyList<ProductTerm> OfState, IReadOnlyList<(double, CellValue)> Vectors)? LinearIn(CellValue value, CellStateSymbol output)
    {
        var terms = SumTerms.Of(value, _ => false);
        return terms.Number == 0 && terms.Products.Count > 0 && terms.Products.TrueForAll(product => IsPrevious(product.Operand, output))
            && terms.Others.TrueForAll(other => other.Value is ParameterValue)
                ? (terms.Products, terms.Others)
                : null;
    }
}

/// <summary>The pre-activation of a gate.</summary>
/// <param name="OfInput">The input projections.</param>
/// <param name="OfState">The recurrent projections.</param>
/// <param name="Vectors">The biases.</param>
internal sealed record RecognisedGate(IReadOnlyList<ProductTerm> OfInput, IReadOnlyList<ProductTerm> OfState, IReadOnlyList<(double Scale, CellValue Value)> Vectors)
{
    /// <summary>The biases inside a GRU's reset.</summary>
    public IReadOnlyList<(double Scale, CellValue Value)> StateVectors { get; init; } = [];

    /// <summary>Whether it is negated with respect to the kernel's.</summary>
    public bool IsNegated { get; init; }
}

internal enum RecognisedCellKind
{
    ElmanTanh,
    ElmanRelu,
    Lstm,
    Gru,
    GruResetBefore,
}
