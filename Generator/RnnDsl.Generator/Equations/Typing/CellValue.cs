namespace RnnDsl.Generator.Equations.Typing;

/// <summary>A value of a cell's step. Equal values are shared.</summary>
internal abstract class CellValue
{
    /// <summary>Numbered in the order of creation: operands come before their uses.</summary>
    public int Number { get; set; }

    /// <summary>The length; null for a number, which is broadcast.</summary>
    public LengthTerm? Term { get; init; }

    public CellLength Length => Term?.Length ?? throw new InvalidOperationException("A number has no length.");

    public virtual IReadOnlyList<CellValue> Operands => [];
}

internal sealed class NumberValue(double number) : CellValue
{
    public double Value => number;
}

/// <summary>x_t</summary>
internal sealed class InputValue(CellName name) : CellValue
{
    public CellName Name => name;
}

/// <summary>A number of the input, of which each step has one.</summary>
/// <param name="part">The number as a vector of one element.</param>
internal sealed class InputNumberValue(PartValue part) : CellValue
{
    public PartValue Part => part;

    public override IReadOnlyList<CellValue> Operands { get; } = [part];
}

/// <summary>A number of each sequence: the element of a vector of one.</summary>
internal sealed class ElementValue(CellValue vector) : CellValue
{
    public CellValue Vector => vector;

    public override IReadOnlyList<CellValue> Operands { get; } = [vector];
}

/// <summary>The outer product of two vectors, left rightᵀ, row after row, or the multiple of a vector or a matrix by the one element of another vector, which is computed alike.</summary>
/// <param name="left">The first vector.</param>
/// <param name="right">The second vector, or what is multiplied.</param>
/// <param name="isMultiple">Whether it is a multiple.</param>
internal sealed class OuterValue(CellValue left, CellValue right, bool isMultiple) : CellValue
{
    public CellValue Left => left;

    public CellValue Right => right;

    public bool IsMultiple => isMultiple;

    /// <summary>Whether it is a matrix.</summary>
    public bool IsMatrix => Term!.Matrix is not null;

    public override IReadOnlyList<CellValue> Operands { get; } = [left, right];
}

/// <summary>The product of a matrix of the step with a vector; of a vector with another one their inner product, in a vector of one element.</summary>
/// <param name="matrix">The matrix, or the first vector of an inner product.</param>
/// <param name="vector">The vector.</param>
/// <param name="isTransposed">Whether the matrix is transposed.</param>
internal sealed class ContractedValue(CellValue matrix, CellValue vector, bool isTransposed) : CellValue
{
    public CellValue Matrix => matrix;

    public CellValue Vector => vector;

    public bool IsTransposed => isTransposed;

    /// <summary>Whether it is an inner product.</summary>
    public bool IsInner => matrix.Term!.Matrix is null;

    public override IReadOnlyList<CellValue> Operands { get; } = [matrix, vector];
}

/// <summary>A vector of one element, repeated to the length of another one.</summary>
internal sealed class RepeatedValue(CellValue operand) : CellValue
{
    public CellValue Operand => operand;

    public override IReadOnlyList<CellValue> Operands { get; } = [operand];
}

/// <summary>h_{t-1}</summary>
internal sealed class PreviousValue(CellStateSymbol state) : CellValue
{
    public CellStateSymbol State => state;
}

/// <summary>A mask of dropout or zoneout of a state, sampled for every sequence or step.</summary>
internal sealed class MaskValue(CellStateSymbol state, MaskKind kind) : CellValue
{
    /// <summary>The state it acts on.</summary>
    public CellStateSymbol State => state;

    public MaskKind Kind => kind;
}

internal enum MaskKind
{
    RecurrentDropout,
    Zoneout,
}

/// <summary>A parameter vector, or a parameter of one number, alone or repeated to the length of a vector.</summary>
internal sealed class ParameterValue(CellParameter parameter) : CellValue
{
    public CellParameter Parameter => parameter;
}

/// <summary>A matrix, in the formula of a matrix. It has no length, and is no value of a step.</summary>
internal sealed class MatrixValue(CellParameter parameter, bool isTransposed) : CellValue
{
    public CellParameter Parameter => parameter;

    public bool IsTransposed => isTransposed;
}

/// <summary>Some rows of a matrix, which are the matrix of a value of a stacked equation.</summary>
/// <param name="parameter">The matrix.</param>
/// <param name="before">The numbers of rows of the parts before it.</param>
/// <param name="rows">The number of its rows.</param>
internal sealed class MatrixRowsValue(CellParameter parameter, IReadOnlyList<LengthTerm> before, LengthTerm rows) : CellValue
{
    public CellParameter Parameter => parameter;

    public IEnumerable<CellLength> Before => before.Select(term => term.Length!);

    public CellLength Rows => rows.Length!;
}

/// <summary>The identity, in the formula of a matrix.</summary>
/// <param name="like">A matrix of its size.</param>
internal sealed class IdentityValue(CellParameter like) : CellValue
{
    public CellParameter Like => like;
}

/// <summary>A vector of ones: the other factor of a gate of each row or column of a matrix, (f 1ᵀ) ⊙ S.</summary>
internal sealed class OnesValue : CellValue;

/// <summary>A product with a weight matrix.</summary>
internal sealed class ProductValue(CellParameter matrix, CellValue operand) : CellValue
{
    public CellParameter Matrix => matrix;

    public CellValue Operand => operand;

    public override IReadOnlyList<CellValue> Operands { get; } = [operand];
}

/// <summary>An elementwise operation.</summary>
internal sealed class BinaryValue(ValueOperator @operator, CellValue left, CellValue right) : CellValue
{
    public ValueOperator Operator => @operator;

    public CellValue Left => left;

    public CellValue Right => right;

    public override IReadOnlyList<CellValue> Operands { get; } = [left, right];
}

/// <summary>One of two values, elementwise.</summary>
/// <param name="comparison">The condition.</param>
/// <param name="left">What is compared.</param>
/// <param name="right">What it is compared with.</param>
/// <param name="then">The value where the condition holds.</param>
/// <param name="otherwise">The value elsewhere.</param>
internal sealed class SelectedValue(SelectionKind comparison, CellValue left, CellValue right, CellValue then, CellValue otherwise) : CellValue
{
    public SelectionKind Comparison => comparison;

    public CellValue Left => left;

    public CellValue Right => right;

    public CellValue Then => then;

    public CellValue Otherwise => otherwise;

    public override IReadOnlyList<CellValue> Operands { get; } = [left, right, then, otherwise];
}

/// <summary>The condition of a selection.</summary>
internal enum SelectionKind
{
    /// <summary>left &gt; right</summary>
    Larger,

    /// <summary>left ≥ right</summary>
    AtLeast,

    /// <summary>left = right</summary>
    Equal,
}

internal sealed class FunctionValue(FunctionKind function, CellValue operand) : CellValue
{
    public FunctionKind Function => function;

    public CellValue Operand => operand;

    public override IReadOnlyList<CellValue> Operands { get; } = [operand];
}

/// <summary>Joined vectors.</summary>
internal sealed class ConcatValue(IReadOnlyList<CellValue> items) : CellValue
{
    public override IReadOnlyList<CellValue> Operands => items;
}

/// <summary>A part of a vector that is split.</summary>
/// <param name="whole">The vector.</param>
/// <param name="before">The lengths of the parts before it.</param>
internal sealed class PartValue(CellValue whole, IReadOnlyList<LengthTerm> before) : CellValue
{
    public CellValue Whole => whole;

    /// <summary>The name of a part of the input; null for others, which an equation defines.</summary>
    public CellName? Name { get; init; }

    /// <summary>The same part of another vector.</summary>
    public PartValue Of(CellValue other) => new(other, before) { Term = Term, Name = Name };

    /// <summary>The lengths of the parts before it.</summary>
    public IEnumerable<CellLength> Before => before.Select(term => term.Length!);

    public override IReadOnlyList<CellValue> Operands { get; } = [whole];
}

internal enum ValueOperator
{
    Add,
    Subtract,
    Times,
    Divide,
    Max,
    Min,

    /// <summary>a - b ⌊a / b⌋</summary>
    Remainder,
}
