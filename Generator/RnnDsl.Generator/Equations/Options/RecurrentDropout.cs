using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Equations.Options;

/// <summary>
/// Recurrent dropout (Gal and Ghahramani 2016): matrices multiply h̃_{t-1} = h_{t-1} ⊙ mask in place of the output h_{t-1}, by itself, as a factor, or joined with others.
/// </summary>
internal sealed class RecurrentDropout : CellRewriter
{
    private readonly Dictionary<CellValue, bool> _isMasked = [];
    private readonly Dictionary<CellValue, CellValue> _masked = [];
    private readonly CellValue _dropped;

    private RecurrentDropout(TypedCell cell)
        : base(cell) => _dropped = Values.Binary(ValueOperator.Times, Values.Previous(cell.Output), Values.Mask(cell.Output, MaskKind.RecurrentDropout));

    /// <summary>The cell with recurrent dropout.</summary>
    public static TypedCell Apply(TypedCell cell) => new RecurrentDropout(cell).Apply();

    /// <summary>Whether a matrix of the cell multiplies its output.</summary>
    public static bool AppliesTo(TypedCell cell)
    {
        var dropout = new RecurrentDropout(cell);
        return new ValueFacts(cell).RecurrentProducts.Any(product => dropout.IsMasked(product.Operand));
    }

    private TypedCell Apply()
    {
        var previous = Cell.Output.Name.At(TimeIndex.Previous);
        var masked = new CellName(Cell.Output.Name.Key, Cell.Output.Name.WithTilde());
        var symbol = masked.At(TimeIndex.Previous);
        var definitions = new List<CellDefinition> { new(masked, _dropped, $"{symbol} = {previous} ⊙ mask", default) { Local = "dropped", Symbol = symbol } };
        foreach (var definition in Cell.Definitions)
        {
            definitions.Add(definition with { Value = this[definition.Value], Text = definition.Text.Replace($"· {previous}", $"· {symbol}") });
        }

        // Operands with a name have another one where they are masked.
        var text = new ValueText(definitions);
        foreach (var definition in Cell.Definitions.Where(definition => _masked.ContainsKey(definition.Value)))
        {
            var name = new CellName(definition.Name.Key + "_dropped", definition.Name.Display);
            definitions.Add(definition with { Name = name, Value = _masked[definition.Value], Text = $"{definition.Symbol} = {text.PrintAnew(_masked[definition.Value])}, for the products" });
        }

        return Finish(definitions, state => this[Cell.NextOf(state)]);
    }

    protected override CellValue Rewrite(CellValue value) => value is ProductValue product && IsMasked(product.Operand)
        ? Values.Product(product.Matrix, Masked(product.Operand))
        : base.Rewrite(value);

    /// <summary>Whether the output is an operand of a matrix that multiplies a value.</summary>
    private bool IsMasked(CellValue operand)
    {
        if (!_isMasked.TryGetValue(operand, out var isMasked))
        {
            isMasked = operand switch
            {
                PreviousValue previous => previous.State == Cell.Output,
                ConcatValue or BinaryValue { Operator: ValueOperator.Times } => operand.Operands.Any(IsMasked),
                BinaryValue { Operator: ValueOperator.Divide } quotient => IsMasked(quotient.Left),
                _ => false,
            };
            _isMasked.Add(operand, isMasked);
        }

        return isMasked;
    }

    private CellValue Masked(CellValue operand)
    {
        if (!_masked.TryGetValue(operand, out var masked))
        {
            masked = operand switch
            {
                PreviousValue => _dropped,
                BinaryValue { Operator: ValueOperator.Divide } quotient => Values.Binary(ValueOperator.Divide, Masked(quotient.Left), this[quotient.Right]),
                _ => Values.With(operand, item => IsMasked(item) ? Masked(item) : this[item]),
            };
            _masked.Add(operand, masked);
        }

        return masked;
    }
}
