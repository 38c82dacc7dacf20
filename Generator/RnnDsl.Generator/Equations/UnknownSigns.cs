namespace RnnDsl.Generator.Equations;

/// <summary>The advice for a character that equations do not have.</summary>
internal static class UnknownSigns
{
    public const string Power = "a power directly follows its value, and is a number or in braces; write h_t^2, or (a + b)^{0.5}";

    public const string Stacked = "an equation defines one value by one function; in place of values and functions one below the other write an equation for each, with matrices of its own, as in i_t = σ(W_i · x_t + U_i · h_{t-1})";

    public const string Transposed = "⊤ stands directly behind what is transposed, which is a matrix, as in W^⊤ x_t, or a factor of a product of two vectors, as in n_t^⊤ q_t and v_t k_t^⊤";

    public const string Comparison = "a comparison is the condition of a selection; write a_t if b_t > 0 else c_t, or 1 if b_t > 0 else 0 for a comparison as a number";

    /// <param name="sign">The character.</param>
    /// <param name="next">The next character.</param>
    public static string Advice(string sign, char next) => sign switch
    {
        "^" or "²" or "³" => Power,
        "?" => "a selection is written in words; write a_t if b_t > 0 else c_t",
        "}" => "this '}' closes nothing",
        "|" or "‖" or "∥" or "∣" or "\\|" or "\\Vert" or "\\lVert" or "\\vert" or "\\lvert" or "\\mid" or "\\parallel" or "\\norm" => "there are no norms or bars; write [a, b] to join vectors, layernorm(a) to normalise one",
        "⊕" or "\\oplus" or "\\binom" => "write [a, b] to join vectors, + for a sum",
        "_" when next is >= '0' and <= '9' => "digits stand without signs between them; write 1000",
        "_" => "a subscript directly follows its name, as in h_t",
        "×" or "\\times" => "write · for a product with a matrix and ⊙ for an elementwise product",
        "√" or "\\surd" => "write sqrt(a)",
        "∑" or "∏" or "\\sum" or "\\prod" => "there are no sums over an index; a product with a matrix, W · x_t, is one",
        "∞" => "there is no infinity",
        ":" or "→" => "an equation is a name, '=', and what it is, as in h_t = tanh(W · x_t)",
        "⊤" or "ᵀ" => Transposed,
        "†" => "nothing is conjugated here",
        "\\in" or "∈" => "sets are not part of an equation; sizes are inferred, and States gives those of states",
        "\\over" => "write \\frac{a}{b} or a / b for a quotient",
        "." => "a full stop ends a line, and a number has a digit behind it; write · for a product with a matrix, as in W · x_t, and ⊙ for an elementwise product",
        "₋" or "₊" => "a step sees this step, ₜ, and the one before it, ₜ₋₁",
        "~" or "'" or "′" or "’" => "an accent directly follows its letter, as in h~_t",
        "\\" when next == '\0' => "this is no sign of an equation",
        _ when sign[0] == '\\' => $"there is no sign '{sign}' here; write the functions and signs of docs/cells.md",
        _ when char.IsControl(sign[0]) || char.IsSurrogate(sign[0]) || char.IsWhiteSpace(sign[0]) => $"the character U+{(sign.Length == 2 ? char.ConvertToUtf32(sign, 0) : sign[0]):X4} means nothing here",
        _ => $"'{sign}' means nothing here",
    };
}
