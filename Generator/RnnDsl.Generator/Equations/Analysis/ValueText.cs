using System.Globalization;
using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Equations.Analysis;

/// <summary>Prints values in the notation of papers. A value with an equation is printed by its name.</summary>
internal sealed class ValueText(IEnumerable<CellDefinition> definitions)
{
    public ValueText(TypedCell cell)
        : this(cell.Definitions) { }

    private readonly Dictionary<CellValue, string> _names = definitions
        .GroupBy(definition => definition.Value)
        .Where(same => same.Key is not (NumberValue or InputValue or PreviousValue or ParameterValue))
        .ToDictionary(same => same.Key, same => same.First().Symbol);

    public string Print(CellValue value) => _names.TryGetValue(value, out var name) ? name : PrintAnew(value);

    /// <summary>The formula of a value, also where it has a name.</summary>
    public string PrintAnew(CellValue value) => value switch
    {
        NumberValue number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        InputValue input => input.Name.At(TimeIndex.Now),
        PartValue { Name: { } name } => name.At(TimeIndex.Now),
        PartValue part => Print(part.Whole),
        InputNumberValue number => Print(number.Part),
        ElementValue element => Print(element.Vector),
        OnesValue => "1",
        BinaryValue { Operator: ValueOperator.Times, Left: OuterValue { Right: OnesValue } gate } rows => $"diag({Print(gate.Left)}) {Within(rows.Right, Level.Primary)}",
        BinaryValue { Operator: ValueOperator.Times, Left: OuterValue { Left: OnesValue } gate } columns => $"{Within(columns.Right, Level.Primary)} diag({Print(gate.Right)})",
        OuterValue outer => $"{Within(outer.Left, Level.Primary)} {Within(outer.Right, Level.Primary)}{(outer.IsMultiple ? "" : "ᵀ")}",
        ContractedValue contracted => $"{Within(contracted.Matrix, Level.Primary)}{(contracted.IsInner || contracted.IsTransposed ? "ᵀ" : "")} {Within(contracted.Vector, Level.Primary)}",
        RepeatedValue repeated => Print(repeated.Operand),
        PreviousValue previous => previous.State.Name.At(TimeIndex.Previous),
        MaskValue mask => mask.Kind == MaskKind.Zoneout ? "keep" : "mask",
        ParameterValue parameter => parameter.Parameter.Name.Display,
        ProductValue product => $"{product.Matrix.Name.Display} · {Within(product.Operand, Level.Primary)}",
        ConcatValue concat => $"[{string.Join(", ", concat.Operands.Select(Print))}]",
        FunctionValue function => $"{NameOf(function.Function)}({Print(function.Operand)})",
        BinaryValue { Operator: ValueOperator.Max or ValueOperator.Min } extreme =>
            $"{(extreme.Operator == ValueOperator.Max ? "max" : "min")}({Print(extreme.Left)}, {Print(extreme.Right)})",
        SelectedValue selected =>
            $"{Within(selected.Then, Level.Sum)} if {Within(selected.Left, Level.Sum)} {selected.Comparison.Sign()} {Within(selected.Right, Level.Sum)} else {Print(selected.Otherwise)}",
        BinaryValue { Operator: ValueOperator.Times, Left: NumberValue { Value: -1 } } negated => $"-{Within(negated.Right, Level.Factor)}",
        BinaryValue { Operator: ValueOperator.Add } sum => $"{Within(sum.Left, Level.Sum)} + {Within(sum.Right, Level.Sum)}",
        BinaryValue { Operator: ValueOperator.Subtract } difference => $"{Within(difference.Left, Level.Sum)} - {Within(difference.Right, Level.Factor)}",
        BinaryValue { Operator: ValueOperator.Remainder } remainder => $"{Within(remainder.Left, Level.Factor)} mod {Within(remainder.Right, Level.Primary)}",
        BinaryValue { Operator: ValueOperator.Times } times => $"{Within(times.Left, Level.Factor)} ⊙ {Within(times.Right, Level.Factor)}",
        BinaryValue quotient => $"{Within(quotient.Left, Level.Factor)} / {Within(quotient.Right, Level.Primary)}",
        _ => "",
    };

    /// <summary>As a factor of an elementwise product.</summary>
    public string Factor(CellValue value) => Within(value, Level.Factor);

    private string Within(CellValue value, Level level) => _names.ContainsKey(value) || LevelOf(value) >= level ? Print(value) : $"({Print(value)})";

    private static Level LevelOf(CellValue value) => value switch
    {
        BinaryValue { Operator: ValueOperator.Max or ValueOperator.Min } => Level.Primary,
        BinaryValue { Operator: ValueOperator.Times or ValueOperator.Divide or ValueOperator.Remainder, Left: not NumberValue { Value: -1 } } or ProductValue or OuterValue or ContractedValue => Level.Factor,
        BinaryValue => Level.Sum,
        SelectedValue => Level.Selection,
        _ => Level.Primary,
    };

    private static string NameOf(FunctionKind function) => function == FunctionKind.Sigmoid ? "σ" : function.ToString().ToLowerInvariant();

    private enum Level
    {
        Selection,
        Sum,
        Factor,
        Primary,
    }
}
