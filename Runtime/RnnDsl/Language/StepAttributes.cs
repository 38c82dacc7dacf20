namespace RnnDsl;

/// <summary>Linear layer with bias, at every step or on a pooled vector: [..., features] to [..., size].</summary>
public sealed class LinearAttribute : LayerAttribute
{
    /// <summary>An output of <paramref name="size"/> features.</summary>
    /// <param name="size">The length of the output.</param>
    public LinearAttribute(int size) => Size = size;

    /// <inheritdoc cref="LinearAttribute(int)"/>
    public LinearAttribute(string size) => Size = size;

    /// <summary>The length of the output: an integer, or the text of a constructor parameter.</summary>
    public object Size { get; }

    /// <summary>
    /// The name of an embedding whose table is the weight; the bias is separate. Weight tying of input and output embedding
    /// (Press and Wolf 2017; Inan et al. 2017).
    /// </summary>
    public string? TiedTo { get; set; }
}

/// <summary>Dropout: zeros elements with a probability and scales up the others, in training only (Srivastava et al. 2014).</summary>
public sealed class DropoutAttribute : LayerAttribute
{
    /// <summary>Dropout with the given probability.</summary>
    /// <param name="probability">In [0, 1).</param>
    public DropoutAttribute(double probability) => Probability = probability;

    /// <summary>The probability of a zero, in [0, 1).</summary>
    public double Probability { get; }

    /// <summary>
    /// Locked dropout: one mask for all steps of a sequence (Gal and Ghahramani 2016). In training each call
    /// of <c>forward</c> or <c>Step</c> samples a new mask.
    /// </summary>
    public bool Locked { get; set; }
}

/// <summary>
/// Layer normalisation (Ba et al. 2016) over the features of each step or of a pooled vector:
/// (x - mean) / √(variance + 1e-5) ⊙ weight + bias.
/// </summary>
public sealed class LayerNormAttribute : LayerAttribute;

/// <summary>An activation function, elementwise or over the features of a step.</summary>
public sealed class ActivationAttribute : LayerAttribute
{
    /// <summary>The given function.</summary>
    /// <param name="function">The function.</param>
    public ActivationAttribute(Activation function) => Function = function;

    /// <summary>The function.</summary>
    public Activation Function { get; }
}

/// <summary>The functions of <see cref="ActivationAttribute"/>.</summary>
public enum Activation
{
    /// <summary>(eˣ - e⁻ˣ) / (eˣ + e⁻ˣ)</summary>
    Tanh,

    /// <summary>1 / (1 + e⁻ˣ)</summary>
    Sigmoid,

    /// <summary>max(0, x)</summary>
    Relu,

    /// <summary>x for x above 0, else eˣ - 1 (Clevert et al. 2015)</summary>
    Elu,

    /// <summary>x Φ(x) (Hendrycks and Gimpel 2016)</summary>
    Gelu,

    /// <summary>x / (1 + e⁻ˣ) (Elfwing et al. 2017)</summary>
    Silu,

    /// <summary>log(1 + eˣ)</summary>
    Softplus,

    /// <summary>exp(x) / Σ exp(x), over the features of the step</summary>
    Softmax,

    /// <summary>log(<see cref="Softmax"/>)</summary>
    LogSoftmax,

    /// <summary>The maximum of two linear projections (Goodfellow et al. 2013); for <see cref="ReadoutAttribute"/>.</summary>
    Maxout,
}
