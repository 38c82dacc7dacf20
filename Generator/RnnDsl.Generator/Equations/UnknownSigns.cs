using System.Globalization;
using System.Text;

namespace RnnDsl.Generator.Equations;

/// <summary>The advice for a character that equations do not have.</summary>
internal static class UnknownSigns
{
    public const string Power = "a power directly follows its value, and is a number or in braces; write h_t^2, or (a + b)^{0.5}";

    public const string Stacked = "an equation defines one value by one function, or several values by as many functions, as in [i_t; g_t] = [σ; tanh] (W · x_t + U · h_{t-1})";

    public const string Transposed = "⊤ stands directly behind what is transposed, which is a matrix, as in W^⊤ x_t, or a factor of a product of two vectors, as in n_t^⊤ q_t and v_t k_t^⊤";

    public const string Inverse = "nothing is inverted here; write 1 / a for the reciprocal of a value, and a matrix of another name for an inverse";

    public const string PositivePart = "write relu(a) for the positive part";

    public const string Indicator = "an indicator is a selection; write 1 if a_t > 0 else 0";

    public const string Text = "text beside an equation is a comment; write it behind #";

    public const string Comparison = "a comparison is the condition of a selection; write a_t if b_t > 0 else c_t, or 1 if b_t > 0 else 0 for a comparison as a number";

    /// <param name="sign">The character.</param>
    /// <param name="next">The next character.</param>
    public static string Advice(string sign, char next) => sign switch
    {
        "^" or "²" or "³" => Power,
        "?" => "a selection is written in words; write a_t if b_t > 0 else c_t",
        "}" => "this '}' closes nothing",
        "|" or "∣" or "\\vert" or "\\lvert" or "\\rvert" or "\\mid" or "\\abs" => "bars are no brackets here; write abs(a) for the absolute value of each element, sqrt(a^⊤ a) for the norm of a vector, [a, b] to join vectors",
        "‖" or "∥" or "\\|" or "\\Vert" or "\\lVert" or "\\rVert" or "\\parallel" or "\\norm" => "double bars are no brackets here; write sqrt(a^⊤ a) for the norm of a vector, layernorm(a) to normalise one, [a, b] to join vectors",
        "⟨" or "⟩" or "\\langle" or "\\rangle" => "angle brackets are none here; write a^⊤ b for the inner product of two vectors",
        "⌊" or "⌋" or "\\lfloor" or "\\rfloor" => "write floor(a)",
        "⌈" or "⌉" or "\\lceil" or "\\rceil" => "write -floor(-a) for the smallest integer that is not smaller",
        "⊕" or "\\oplus" or "\\binom" => "write [a, b] to join vectors, + for a sum",
        "_" when next is >= '0' and <= '9' => "digits stand without signs between them; write 1000",
        "_" => "a subscript directly follows its name, as in h_t",
        "×" or "\\times" => "write · for a product with a matrix and ⊙ for an elementwise product",
        "√" or "\\surd" => "write sqrt(a)",
        "∑" or "\\sum" => "there are no sums over an index; a product with a matrix, W · x_t, is one, and a sum over earlier steps is a state, as in s_t = s_{t-1} + x_t",
        "∏" or "\\prod" => "there are no products over an index; one over earlier steps is a state, as in p_t = p_{t-1} ⊙ (1 + a_t)",
        "∫" or "\\int" or "∂" or "\\partial" or "∇" or "\\nabla" => "an equation gives the value of a step, as in h_t = h_{t-1} + Δt ⊙ a_t; there are no integrals and derivatives",
        "±" or "\\pm" or "∓" or "\\mp" => "an equation gives one value; write + or -",
        "÷" or "⊘" or "\\oslash" => "write a / b for an elementwise quotient",
        "⋆" or "★" or "⊛" or "\\star" or "\\circledast" or "\\bigstar" => "there are no convolutions; write W · x_t for a product with a matrix, and [Conv1d] above the layer for a convolution over time",
        "●" or "⨂" or "\\bigotimes" => "write · for a product with a matrix and ⊙ for an elementwise product",
        "≈" or "\\approx" or "∼" or "\\sim" or "∝" or "\\propto" or "≡" => "an equation has '='; nothing is random or approximate here",
        "∀" or "\\forall" or "\\dots" or "\\ldots" or "\\cdots" or "…" => "an equation is for every step, and needs no range; leave it out",
        "!" => "there are no factorials; write 'not' as the opposite comparison",
        "½" or "¼" or "¾" => "write a number with digits, as in 0.5",
        "⁻" => Inverse,
        "⁺" => PositivePart,
        "⁰" or "¹" or "⁴" or "⁵" or "⁶" or "⁷" or "⁸" or "⁹" => Power,
        "∞" => "there is no infinity",
        ":" or "→" => "an equation is a name, '=', and what it is, as in h_t = tanh(W · x_t)",
        "⊤" or "ᵀ" => Transposed,
        "†" => "nothing is conjugated here",
        "\\in" or "∈" => "sets are not part of an equation; sizes are inferred, and States gives those of states",
        "\\over" => "write \\frac{a}{b} or a / b for a quotient",
        "." => "a full stop ends a line, and a number has a digit behind it; write · for a product with a matrix, as in W · x_t, and ⊙ for an elementwise product",
        "₋" or "₊" => "a step sees this step, ₜ, and the one before it, ₜ₋₁",
        "~" or "'" or "′" or "’" => "an accent directly follows its letter, as in h~_t",
        "\\" when next == '_' => "write _ for \\_",
        "\\" when next == '\0' => "this is no sign of an equation",
        _ when sign[0] == '\\' => $"there is no sign '{sign}' here; write the functions and signs of docs/cells.md",
        _ when char.IsControl(sign[0]) || char.IsSurrogate(sign[0]) || char.IsWhiteSpace(sign[0]) || CharUnicodeInfo.GetUnicodeCategory(sign[0]) == UnicodeCategory.OtherNotAssigned => $"the character U+{(sign.Length == 2 ? char.ConvertToUtf32(sign, 0) : sign[0]):X4} means nothing here",
        _ when Plain(sign) is { } plain => $"write {plain} for '{sign}'",
        _ => $"'{sign}' means nothing here",
    };

    /// <summary>The sign of equations that a wider one is a form of: = for ＝.</summary>
    private static string? Plain(string sign) => sign.Normalize(NormalizationForm.FormKC) is { Length: 1 } plain && plain != sign && plain[0] is > ' ' and < (char)127 ? plain : null;
}
