namespace RnnDsl;

/// <summary>
/// Makes a class a recurrent cell, defined by its equations in the notation of papers. <see cref="RecurrentAttribute"/> adds it to a model.
/// </summary>
/// <remarks>
/// <c>x_t</c> is the input, <c>h_t</c> the output, and a variable that is read as <c>c_{t-1}</c> is a state. A name that no equation defines is a
/// parameter: a matrix left of <c>·</c>, otherwise a vector. <c>·</c> and <c>@</c> are the matrix product, <c>⊙</c> and <c>*</c> the elementwise
/// product, <c>[a, b]</c> the concatenation. docs/cells.md describes the notation.
/// </remarks>
/// <example>
/// <code>
/// [Cell("""
///     z_t = σ(W_z · [h_{t-1}, x_t])
///     r_t = σ(W_r · [h_{t-1}, x_t])
///     h̃_t = tanh(W · [r_t ⊙ h_{t-1}, x_t])
///     h_t = (1 - z_t) ⊙ h_{t-1} + z_t ⊙ h̃_t
///     """)]
/// public partial class ChoGru;
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CellAttribute : Attribute
{
    /// <summary>A cell with the given equations.</summary>
    /// <param name="equations">The equations, one per line.</param>
    public CellAttribute(string equations) => Equations = equations;

    /// <summary>The equations, one per line.</summary>
    public string Equations { get; }

    /// <summary>
    /// The sizes of the states whose size differs from that of the cell, as in <c>"s: 40"</c>, or a name whose value the layer sets:
    /// <c>"s: context"</c> and <c>[Recurrent(typeof(MyCell), 256, Sizes = "context: 40")]</c>. A matrix has two sizes, rows and columns, which may be the cell's own: <c>"S: size × keys"</c>. Separate several entries by commas.
    /// </summary>
    public string? States { get; set; }

    /// <summary>
    /// The sizes of values that are not states, as in <c>"p: 16"</c> for a product of two matrices over a smaller vector, or a name whose value the layer sets, as in
    /// <see cref="States"/>. Separate several entries by commas.
    /// </summary>
    public string? Values { get; set; }

    /// <summary>The name of the input in the equations, as in <c>Input = "u"</c> for <c>u_t</c>. Default: <c>x</c>.</summary>
    public string? Input { get; set; }

    /// <summary>
    /// The inputs of a step and their sizes, for a cell with several, as in <c>"x: 3, m: 3, δ: 3"</c>, or names whose values the layer sets, as in <see cref="States"/>: the features of the
    /// layer's input in this order. An input without a size, as <c>τ</c> in <c>"x: 3, τ"</c>, is one number, which is repeated beside a vector.
    /// </summary>
    public string? Inputs { get; set; }

    /// <summary>The name of the output in the equations, as in <c>Output = "y"</c> for <c>y_t</c>. Default: <c>h</c>.</summary>
    public string? Output { get; set; }

    /// <summary>The letter for the time in the equations, as in <c>Time = "n"</c> for <c>h_{n-1}</c>. Default: <c>t</c>.</summary>
    public string? Time { get; set; }

    /// <summary>
    /// Whether the values of the equations are columns, as in <c>W x_t</c>, or rows, as in <c>x_t W</c>. Default: rows where every matrix is on the right, columns elsewhere. Parameters have the same shapes
    /// with both: a matrix has one row per output feature.
    /// </summary>
    public VectorConvention Vectors { get; set; }

    /// <summary>
    /// Constants of the equations, as in <c>"Δt = 0.1, γ = 2"</c>. A layer may set others: <c>[Recurrent(typeof(MyCell), 256, Constants = "Δt = 0.05")]</c>.
    /// </summary>
    public string? Constants { get; set; }
}

/// <summary>
/// A parameter of a <see cref="CellAttribute"/>: its initialisation, whether it is one number, and whether it is trained. Default: uniform in ±1/√size, and 1 for the gain
/// of a normalisation; a matrix or a vector; trained.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CellParameterAttribute : Attribute
{
    /// <summary>A parameter with the default initialisation.</summary>
    /// <param name="parameter">The name of the parameter in the equations.</param>
    public CellParameterAttribute(string parameter) => Parameter = parameter;

    /// <summary>The initialisation of one parameter.</summary>
    /// <param name="parameter">The name of the parameter in the equations.</param>
    /// <param name="initialization">The initialisation.</param>
    public CellParameterAttribute(string parameter, ParameterInitialization initialization) => (Parameter, Initialization) = (parameter, initialization);

    /// <summary>The name of the parameter in the equations.</summary>
    public string Parameter { get; }

    /// <summary>The initialisation.</summary>
    public ParameterInitialization Initialization { get; }

    /// <summary>The value of <see cref="ParameterInitialization.Constant"/>, or the standard deviation of <see cref="ParameterInitialization.Normal"/>.</summary>
    public double Value { get; set; }

    /// <summary>Whether it is one number, [1], which all units share, instead of a vector.</summary>
    public bool Scalar { get; set; }

    /// <summary>Whether it is trained; true by default. A fixed parameter keeps its initial value, has no gradient, and is saved with the others.</summary>
    public bool Trainable { get; set; } = true;
}

/// <summary>How the equations of a cell write vectors.</summary>
public enum VectorConvention
{
    /// <summary>Rows where every matrix is on the right, as in <c>x_t W</c>; columns elsewhere.</summary>
    Inferred,

    /// <summary>Columns: <c>W x_t</c>, the outer product <c>v_t k_t^⊤</c>, the inner product <c>k_t^⊤ q_t</c>.</summary>
    Columns,

    /// <summary>Rows: <c>x_t W</c>, the outer product <c>k_t^⊤ v_t</c>, the inner product <c>q_t k_t^⊤</c>.</summary>
    Rows,
}

/// <summary>The initialisations of cell parameters.</summary>
public enum ParameterInitialization
{
    /// <summary>Uniform in ±1/√size, as in PyTorch's recurrent layers.</summary>
    Uniform,

    /// <summary>Zeros.</summary>
    Zeros,

    /// <summary>Ones.</summary>
    Ones,

    /// <summary>The constant <see cref="CellParameterAttribute.Value"/>.</summary>
    Constant,

    /// <summary>Normal with mean 0 and standard deviation <see cref="CellParameterAttribute.Value"/>.</summary>
    Normal,

    /// <summary>Uniform in ±√(6 / (rows + columns)) (Glorot and Bengio 2010); for matrices.</summary>
    Xavier,

    /// <summary>A random orthogonal matrix (Saxe et al. 2014).</summary>
    Orthogonal,

    /// <summary>The identity matrix (Le et al. 2015); for matrices.</summary>
    Identity,
}

/// <summary>A recurrent layer of a user-defined cell: [batch, time, features] to [batch, time, hidden].</summary>
/// <remarks>
/// Equations that equal an LSTM, a GRU with the reset gate after the product or an Elman network run on the fused kernel; others run as an emitted
/// time loop with its own backward pass. The remarks of the generated model name the path.
/// </remarks>
public sealed class RecurrentAttribute : RecurrentLayerAttribute
{
    /// <summary>A cell with hidden size <paramref name="hiddenSize"/>.</summary>
    /// <param name="cell">A class with <see cref="CellAttribute"/>.</param>
    /// <param name="hiddenSize">The hidden size of the cell.</param>
    public RecurrentAttribute(Type cell, int hiddenSize) : base(hiddenSize) => Cell = cell;

    /// <inheritdoc cref="RecurrentAttribute(Type, int)"/>
    public RecurrentAttribute(Type cell, string hiddenSize) : base(hiddenSize) => Cell = cell;

    /// <summary>A class with <see cref="CellAttribute"/>.</summary>
    public Type Cell { get; }

    /// <summary>
    /// The sizes that <see cref="CellAttribute.States"/>, <see cref="CellAttribute.Values"/> and <see cref="CellAttribute.Inputs"/> of the cell name: <c>"context: 40"</c>, or a constructor parameter, as in
    /// <c>"context: contextSize"</c> or <c>"context: contextSize = 40"</c>. Separate several entries by commas.
    /// </summary>
    public string? Sizes { get; set; }

    /// <summary>Other values of the cell's <see cref="CellAttribute.Constants"/>, as in <c>"Δt = 0.05"</c>. Separate several entries by commas.</summary>
    public string? Constants { get; set; }

    /// <summary>The states that <see cref="RecurrentLayerAttribute.Zoneout"/> acts on, as in <c>"c"</c> or <c>"h, c"</c>; all by default.</summary>
    public string? ZoneoutStates { get; set; }
}
