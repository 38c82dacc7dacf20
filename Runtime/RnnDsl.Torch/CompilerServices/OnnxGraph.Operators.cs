using static RnnDsl.Torch.CompilerServices.OnnxMessages;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>The operators that cells and layers consist of.</summary>
public sealed partial class OnnxGraph
{
    private const float NormalizationEpsilon = 1e-5f;

    /// <summary>left + right</summary>
    public OnnxValue Add(OnnxValue left, OnnxValue right) => Node("Add", [left, right]);

    /// <summary>left - right</summary>
    public OnnxValue Subtract(OnnxValue left, OnnxValue right) => Node("Sub", [left, right]);

    /// <summary>left ⊙ right</summary>
    public OnnxValue Multiply(OnnxValue left, OnnxValue right) => Node("Mul", [left, right]);

    /// <summary>left / right, elementwise.</summary>
    public OnnxValue Divide(OnnxValue left, OnnxValue right) => Node("Div", [left, right]);

    /// <summary>The larger of two, elementwise.</summary>
    public OnnxValue Max(OnnxValue left, OnnxValue right) => Node("Max", [left, right]);

    /// <summary>The smaller of two, elementwise.</summary>
    public OnnxValue Min(OnnxValue left, OnnxValue right) => Node("Min", [left, right]);

    /// <summary>The larger of a value and a number, elementwise.</summary>
    public OnnxValue Max(OnnxValue left, double right) => Max(left, Number(right));

    /// <summary>The smaller of a value and a number, elementwise.</summary>
    public OnnxValue Min(OnnxValue left, double right) => Min(left, Number(right));

    /// <summary>scale × value + shift</summary>
    public OnnxValue Affine(OnnxValue value, double scale, double shift)
    {
        var scaled = scale == 1 ? value : scale == -1 ? Node("Neg", [value]) : Multiply(value, Number(scale));
        return shift == 0 ? scaled : Add(scaled, Number(shift));
    }

    /// <summary>(1 - weight) ⊙ start + weight ⊙ end, computed as start + weight ⊙ (end - start).</summary>
    public OnnxValue Lerp(OnnxValue start, OnnxValue end, OnnxValue weight) => Add(start, Multiply(weight, Subtract(end, start)));

    /// <summary>σ(x)</summary>
    public OnnxValue Sigmoid(OnnxValue value) => Node("Sigmoid", [value]);

    /// <summary>tanh(x)</summary>
    public OnnxValue Tanh(OnnxValue value) => Node("Tanh", [value]);

    /// <summary>max(x, 0)</summary>
    public OnnxValue Relu(OnnxValue value) => Node("Relu", [value]);

    /// <summary>exp(x)</summary>
    public OnnxValue Exp(OnnxValue value) => Node("Exp", [value]);

    /// <summary>The natural logarithm.</summary>
    public OnnxValue Log(OnnxValue value) => Node("Log", [value]);

    /// <summary>√x</summary>
    public OnnxValue Sqrt(OnnxValue value) => Node("Sqrt", [value]);

    /// <summary>log(1 + exp(x))</summary>
    public OnnxValue Softplus(OnnxValue value) => Node("Softplus", [value]);

    /// <summary>1 / x</summary>
    public OnnxValue Reciprocal(OnnxValue value) => Node("Reciprocal", [value]);

    /// <summary>sin(x)</summary>
    public OnnxValue Sin(OnnxValue value) => Node("Sin", [value]);

    /// <summary>cos(x)</summary>
    public OnnxValue Cos(OnnxValue value) => Node("Cos", [value]);

    /// <summary>The error function.</summary>
    public OnnxValue Erf(OnnxValue value) => Node("Erf", [value]);

    /// <summary>-1, 0 or 1</summary>
    public OnnxValue Sign(OnnxValue value) => Node("Sign", [value]);

    /// <summary>The largest integers that are not larger.</summary>
    public OnnxValue Floor(OnnxValue value) => Node("Floor", [value]);

    /// <summary>One value where left &gt; right, another one elsewhere, elementwise.</summary>
    /// <param name="left">What is compared.</param>
    /// <param name="right">What it is compared with.</param>
    /// <param name="then">The value where the left is larger.</param>
    /// <param name="otherwise">The value elsewhere.</param>
    public OnnxValue SelectLarger(OnnxValue left, OnnxValue right, OnnxValue then, OnnxValue otherwise) => Where(Node("Greater", [left, right]), then, otherwise);

    /// <summary>One value where left ≥ right, another one elsewhere, elementwise.</summary>
    /// <param name="left">What is compared.</param>
    /// <param name="right">What it is compared with.</param>
    /// <param name="then">The value where the left operand is not smaller.</param>
    /// <param name="otherwise">The value elsewhere.</param>
    public OnnxValue SelectAtLeast(OnnxValue left, OnnxValue right, OnnxValue then, OnnxValue otherwise) => Where(Node("GreaterOrEqual", [left, right]), then, otherwise);

    /// <summary>One value where left = right, another one elsewhere, elementwise.</summary>
    /// <param name="left">What is compared.</param>
    /// <param name="right">What it is compared with.</param>
    /// <param name="then">The value where both are equal.</param>
    /// <param name="otherwise">The value elsewhere.</param>
    public OnnxValue SelectEqual(OnnxValue left, OnnxValue right, OnnxValue then, OnnxValue otherwise) => Where(Node("Equal", [left, right]), then, otherwise);

    /// <summary>The remainder with the sign of the modulus.</summary>
    /// <param name="value">The value.</param>
    /// <param name="modulus">The modulus.</param>
    public OnnxValue Remainder(OnnxValue value, OnnxValue modulus)
    {
        // Mod of floating-point numbers has the sign of the value.
        return Mod(Add(Mod(value), modulus));

        OnnxValue Mod(OnnxValue of) => Node("Mod", [of, modulus], Attribute("fmod", 1));
    }

    /// <summary>x where x is positive, else exp(x) - 1.</summary>
    public OnnxValue Elu(OnnxValue value) => Node("Elu", [value]);

    /// <summary>x Φ(x), with the distribution function Φ of the normal distribution.</summary>
    public OnnxValue Gelu(OnnxValue value) => Multiply(Multiply(value, Number(0.5)), Add(Erf(Multiply(value, Number(Math.Sqrt(0.5)))), Number(1)));

    /// <summary>x σ(x)</summary>
    public OnnxValue Silu(OnnxValue value) => Multiply(value, Sigmoid(value));

    /// <summary>A softmax over the features.</summary>
    public OnnxValue Softmax(OnnxValue value) => Node("Softmax", [value], Attribute("axis", -1));

    /// <summary>The logarithm of a softmax over the features.</summary>
    public OnnxValue LogSoftmax(OnnxValue value) => Node("LogSoftmax", [value], Attribute("axis", -1));

    /// <summary>Features of a value, side by side.</summary>
    public OnnxValue Concat(params OnnxValue[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Concat(-1, values);
    }

    /// <summary>Matrices one below the other.</summary>
    public OnnxValue ConcatRows(params OnnxValue[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Concat(0, values);
    }

    /// <summary>Some features of a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="first">The number of features before them.</param>
    /// <param name="count">The number of features.</param>
    public OnnxValue Slice(OnnxValue value, long first, long count) => Node("Slice", [value, Integers(first), Integers(first + count), Integers(-1)]);

    /// <summary>A matrix with rows and columns exchanged.</summary>
    public OnnxValue Transpose(OnnxValue matrix) => Transpose(matrix, 1, 0);

    /// <summary>W · x for every step.</summary>
    /// <param name="operand">x, [..., inputs].</param>
    /// <param name="transposed">Wᵀ, [inputs, outputs].</param>
    public OnnxValue Product(OnnxValue operand, OnnxValue transposed) => Node("MatMul", [operand, transposed]);

    /// <summary>W · x + b for every step.</summary>
    /// <param name="operand">x, [..., inputs].</param>
    /// <param name="transposed">Wᵀ, [inputs, outputs].</param>
    /// <param name="bias">b, [outputs].</param>
    public OnnxValue Product(OnnxValue operand, OnnxValue transposed, OnnxValue bias) => Add(Product(operand, transposed), bias);

    /// <summary>Layer normalisation over the features.</summary>
    /// <param name="value">The value.</param>
    /// <param name="gain">The gain.</param>
    /// <param name="bias">The bias; <c>null</c> for none.</param>
    public OnnxValue Normalise(OnnxValue value, OnnxValue gain, OnnxValue? bias = null) =>
        Node("LayerNormalization", [value, gain, bias], Attribute("axis", -1), Attribute("epsilon", NormalizationEpsilon));

    /// <summary>Layer normalisation of each of several parts of the features, equally wide.</summary>
    /// <param name="value">The value.</param>
    /// <param name="gain">The gain, of all parts.</param>
    /// <param name="bias">The bias, of all parts; <c>null</c> for none.</param>
    /// <param name="parts">The number of parts.</param>
    /// <param name="size">The size of a part.</param>
    public OnnxValue NormaliseParts(OnnxValue value, OnnxValue gain, OnnxValue? bias, int parts, long size) => Concat([.. Enumerable.Range(0, parts).Select(part =>
        Normalise(Slice(value, part * size, size), Slice(gain, part * size, size), bias is { } shift ? Slice(shift, part * size, size) : null))]);

    /// <summary>The outer product of two vectors, row after row.</summary>
    /// <param name="left">[..., rows]</param>
    /// <param name="right">[..., columns]</param>
    /// <param name="size">rows × columns</param>
    /// <param name="ofWeights">Whether both are vectors of weights, [rows] and [columns].</param>
    public OnnxValue Outer(OnnxValue left, OnnxValue right, long size, bool ofWeights = false)
    {
        var product = Multiply(Unsqueeze(left, -1), Unsqueeze(right, -2));
        return Node("Reshape", [product, ofWeights ? Integers(size) : Concat(0, Node("Shape", [product], Attribute("end", -2)), Integers(size))]);
    }

    /// <summary>The inner product of two vectors: [..., 1].</summary>
    /// <param name="left">[..., size]</param>
    /// <param name="right">[..., size]</param>
    public OnnxValue Inner(OnnxValue left, OnnxValue right) => Node("ReduceSum", [Multiply(left, right), Integers(-1)], Attribute("keepdims", 1));

    /// <summary>The product of a matrix, row after row, or of its transpose, with a vector.</summary>
    /// <param name="matrix">[..., rows × columns]</param>
    /// <param name="vector">[..., columns], for the transpose [..., rows]</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="transposed">Whether the matrix is transposed.</param>
    /// <param name="ofWeights">Whether the matrix is made of weights, [rows × columns].</param>
    public OnnxValue MatrixTimes(OnnxValue matrix, OnnxValue vector, long rows, long columns, bool transposed, bool ofWeights = false)
    {
        var whole = Node("Reshape", [matrix, ofWeights ? Integers(rows, columns) : Concat(0, Node("Shape", [matrix], Attribute("end", -1)), Integers(rows, columns))]);
        return transposed ? Squeeze(Node("MatMul", [Unsqueeze(vector, -2), whole]), -2) : Squeeze(Node("MatMul", [whole, Unsqueeze(vector, -1)]), -1);
    }

    /// <summary>A vector, the same for every row of another value.</summary>
    /// <param name="vector">[size]</param>
    /// <param name="like">[..., features]</param>
    /// <param name="size">The length of the vector.</param>
    public OnnxValue Repeat(OnnxValue vector, OnnxValue like, long size) =>
        Node("Expand", [vector, Concat(0, Node("Shape", [like], Attribute("end", -1)), Integers(size))]);

    private OnnxValue Concat(long axis, params OnnxValue[] values) => values.Length == 1 ? values[0] : Node("Concat", [.. values.Select(value => (OnnxValue?)value)], Attribute("axis", axis));

    private OnnxValue Transpose(OnnxValue value, params long[] order) => Node("Transpose", [value], Attribute("perm", order));

    private OnnxValue Reshape(OnnxValue value, params long[] shape) => Node("Reshape", [value, Integers(shape)]);

    private OnnxValue Squeeze(OnnxValue value, long axis) => Node("Squeeze", [value, Integers(axis)]);

    private OnnxValue Unsqueeze(OnnxValue value, params long[] axes) => Node("Unsqueeze", [value, Integers(axes)]);

    /// <summary>The size of a dimension: int64 [1].</summary>
    private OnnxValue Size(OnnxValue value, long axis) => Node("Shape", [value], Attribute("start", axis), Attribute("end", axis + 1));

    /// <summary>One index of a dimension, which disappears.</summary>
    private OnnxValue Select(OnnxValue value, long axis, long index) => Node("Gather", [value, Integer(index)], Attribute("axis", axis));

    private OnnxValue Cast(OnnxValue value, int type) => Node("Cast", [value], Attribute("to", type));

    private OnnxValue Where(OnnxValue condition, OnnxValue yes, OnnxValue no) => Node("Where", [condition, yes, no]);
}
