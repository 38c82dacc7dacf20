namespace RnnDsl;

/// <summary>
/// Makes a class a recurrent cell: its equations, as a paper prints them. <see cref="RecurrentAttribute"/> puts it into a model.
/// </summary>
/// <remarks>
/// <c>x_t</c> is the input, <c>h_t</c> the output, and what is read as <c>c_{t-1}</c> is a state. A name that no equation defines is learned: a
/// matrix left of <c>·</c>, else a vector. <c>·</c> or <c>@</c> is a product with a matrix, <c>⊙</c> or <c>*</c> one of number by number, <c>[a, b]</c>
/// one vector after the other. docs/cells.md has all of the notation.
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
    /// <summary>A cell of these equations.</summary>
    /// <param name="equations">One to a line.</param>
    public CellAttribute(string equations) => Equations = equations;

    /// <summary>The equations, one to a line.</summary>
    public string Equations { get; }

    /// <summary>
    /// The sizes of states that have another than the cell's, as in <c>"s: 40"</c>, or by a name that the layer gives a number:
    /// <c>"s: context"</c> and <c>[Recurrent(typeof(MyCell), 256, Sizes = "context: 40")]</c>. Several stand apart by commas.
    /// </summary>
    public string? States { get; set; }
}

/// <summary>How a parameter of a <see cref="CellAttribute"/> begins. Without it, it is uniform in ±1/√size, and 1 where it scales what is normalised.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CellParameterAttribute : Attribute
{
    /// <summary>A parameter and how it begins.</summary>
    /// <param name="parameter">Its name in the equations.</param>
    /// <param name="initialization">How it is drawn.</param>
    public CellParameterAttribute(string parameter, ParameterInitialization initialization) => (Parameter, Initialization) = (parameter, initialization);

    /// <summary>Its name in the equations.</summary>
    public string Parameter { get; }

    /// <summary>How it is drawn.</summary>
    public ParameterInitialization Initialization { get; }

    /// <summary>The number of <see cref="ParameterInitialization.Constant"/>, or the deviation of <see cref="ParameterInitialization.Normal"/>.</summary>
    public double Value { get; set; }
}

/// <summary>How a parameter of a cell is drawn.</summary>
public enum ParameterInitialization
{
    /// <summary>Uniform in ±1/√size, as in PyTorch's recurrent layers.</summary>
    Uniform,

    /// <summary>All 0.</summary>
    Zeros,

    /// <summary>All 1.</summary>
    Ones,

    /// <summary>All <see cref="CellParameterAttribute.Value"/>.</summary>
    Constant,

    /// <summary>Normal with mean 0 and the deviation <see cref="CellParameterAttribute.Value"/>.</summary>
    Normal,

    /// <summary>Uniform in ±√(6 / (rows + columns)) (Glorot and Bengio 2010); of a matrix.</summary>
    Xavier,

    /// <summary>A random orthogonal matrix (Saxe et al. 2014).</summary>
    Orthogonal,

    /// <summary>1 on the diagonal, else 0 (Le et al. 2015); of a matrix.</summary>
    Identity,
}

/// <summary>A recurrent layer of one's own cell: [batch, time, features] to [batch, time, hidden].</summary>
/// <remarks>
/// Equations that are an LSTM, a GRU with the reset after the product or an Elman network run on the fused kernel; any other runs as an emitted loop
/// with its own derivative. The remarks of the model say which.
/// </remarks>
public sealed class RecurrentAttribute : RecurrentLayerAttribute
{
    /// <summary>A cell whose output has <paramref name="hiddenSize"/> numbers.</summary>
    /// <param name="cell">A class with <see cref="CellAttribute"/>.</param>
    /// <param name="hiddenSize">The cell's size.</param>
    public RecurrentAttribute(Type cell, int hiddenSize) : base(hiddenSize) => Cell = cell;

    /// <inheritdoc cref="RecurrentAttribute(Type, int)"/>
    public RecurrentAttribute(Type cell, string hiddenSize) : base(hiddenSize) => Cell = cell;

    /// <summary>A class with <see cref="CellAttribute"/>.</summary>
    public Type Cell { get; }

    /// <summary>
    /// The sizes that the cell's <see cref="CellAttribute.States"/> names: <c>"context: 40"</c>, or a constructor parameter, as in
    /// <c>"context: contextSize"</c> or <c>"context: contextSize = 40"</c>. Several stand apart by commas.
    /// </summary>
    public string? Sizes { get; set; }

    /// <summary>The states that <see cref="RecurrentLayerAttribute.Zoneout"/> acts on, as in <c>"c"</c> or <c>"h, c"</c>; all by default.</summary>
    public string? ZoneoutStates { get; set; }
}
