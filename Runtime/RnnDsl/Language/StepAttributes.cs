namespace RnnDsl;

/// <summary>A product with a weight and a bias, at every step or on the vector a sequence came to: [..., features] to [..., size].</summary>
public sealed class LinearAttribute : LayerAttribute
{
    /// <summary>An output of <paramref name="size"/> numbers.</summary>
    /// <param name="size">The length of the output.</param>
    public LinearAttribute(int size) => Size = size;

    /// <inheritdoc cref="LinearAttribute(int)"/>
    public LinearAttribute(string size) => Size = size;

    /// <summary>The length of the output: a number, or the text of a constructor parameter.</summary>
    public object Size { get; }

    /// <summary>
    /// The name of an embedding whose table is the weight, with a bias of its own: one table for the words that go in and those that come
    /// out (Press and Wolf 2017; Inan et al. 2017).
    /// </summary>
    public string? TiedTo { get; set; }
}

/// <summary>Sets each number to zero with a probability, in training only, and scales the rest up (Srivastava et al. 2014).</summary>
public sealed class DropoutAttribute : LayerAttribute
{
    /// <summary>Dropout with the given probability.</summary>
    /// <param name="probability">In [0, 1).</param>
    public DropoutAttribute(double probability) => Probability = probability;

    /// <summary>The probability of a zero, in [0, 1).</summary>
    public double Probability { get; }

    /// <summary>
    /// One mask for all steps of a sequence, so that a feature is there or not throughout (Gal and Ghahramani 2016). In training each call
    /// of <c>forward</c> or <c>Step</c> draws anew.
    /// </summary>
    public bool Locked { get; set; }
}

/// <summary>
/// Layer normalization (Ba et al. 2016) over the features of each step, or of the vector a sequence came to:
/// (x - mean) / √(variance + 1e-5) ⊙ weight + bias.
/// </summary>
public sealed class LayerNormAttribute : LayerAttribute;

/// <summary>A function applied to each number, or over the features of a step.</summary>
public sealed class ActivationAttribute : LayerAttribute
{
    /// <summary>The given function.</summary>
    /// <param name="function">Which one.</param>
    public ActivationAttribute(Activation function) => Function = function;

    /// <summary>Which function.</summary>
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

    /// <summary>eˣ over the sum of eˣ of the step's features</summary>
    Softmax,

    /// <summary>The logarithm of <see cref="Softmax"/></summary>
    LogSoftmax,

    /// <summary>The larger of each two numbers (Goodfellow et al. 2013): of <see cref="ReadoutAttribute"/>, which computes two for each it gives.</summary>
    Maxout,
}
