namespace RnnDsl.Generator.Equations;

/// <summary>Functions of programming languages that equations do not have, with their replacement: a similar spelling would be the wrong suggestion.</summary>
internal static class OtherFunctions
{
    private const string None = "";

    private const string Matrix = "Write · for a product with a matrix, as in W · x_t.";

    private const string Concatenation = "Write [a, b] to join vectors.";

    private static readonly Dictionary<string, string> All = new(StringComparer.Ordinal)
    {
        ["mish"] = "Write a ⊙ tanh(softplus(a)).",
        ["celu"] = "Write max(a, 0) + min(exp(a) - 1, 0).",
        ["selu"] = "Write 1.0507 ⊙ max(a, 0) + 1.7581 ⊙ min(exp(a) - 1, 0).",
        ["prelu"] = "Write max(a, p ⊙ a) with a learned p.",
        ["relu6"] = "Write min(relu(a), 6).",
        ["log_softmax"] = "Write log(softmax(a)).",
        ["logsoftmax"] = "Write log(softmax(a)).",
        ["square"] = "Write a ⊙ a.",
        ["rsqrt"] = "Write 1 / sqrt(a).",
        ["maximum"] = "Write max(a, b).",
        ["minimum"] = "Write min(a, b).",
        ["add"] = "Write a + b.",
        ["sub"] = "Write a - b.",
        ["mul"] = "Write a ⊙ b.",
        ["multiply"] = "Write a ⊙ b.",
        ["hadamard"] = "Write a ⊙ b.",
        ["div"] = "Write a / b.",
        ["matmul"] = Matrix,
        ["mm"] = Matrix,
        ["bmm"] = Matrix,
        ["dot"] = Matrix,
        ["einsum"] = Matrix,
        ["linear"] = "Write W · a + b.",
        ["dense"] = "Write W · a + b.",
        ["cat"] = Concatenation,
        ["concat"] = Concatenation,
        ["concatenate"] = Concatenation,
        ["hstack"] = Concatenation,
        ["dropout"] = "The layer that has the cell drops: write RecurrentDropout or WeightDrop in [Recurrent].",
        ["hardswish"] = "Write a ⊙ hard_sigmoid(a).",
        ["logsigmoid"] = "Write -softplus(-a).",
        ["expm1"] = "Write exp(a) - 1.",
        ["log1p"] = "Write log(1 + a).",
        ["exp2"] = "Write 2^{a}.",
        ["log2"] = "Write log(a) / log(2).",
        ["log_2"] = "Write log(a) / log(2).",
        ["log_10"] = "Write log(a) / log(10).",
        ["log10"] = "Write log(a) / log(10).",
        ["pow"] = "Write a^2, or a^{b}.",
        ["relu2"] = "Write relu(a) ⊙ relu(a).",
        ["clip"] = "Write max(min(a, 1), -1), with its own bounds.",
        ["clamp"] = "Write max(min(a, 1), -1), with its own bounds.",
        ["erfc"] = "Write 1 - erf(a).",
        ["sinc"] = "Write sin(a) / a.",
        ["glu"] = "Write a ⊙ σ(b) with a name for each half.",
        ["logit"] = "Write log(a / (1 - a)).",
        ["norm"] = "Write layernorm(a) to normalise over the features.",
        ["rmsnorm"] = "Write layernorm(a) to normalise over the features.",
        ["batchnorm"] = "Write layernorm(a) to normalise over the features.",
        ["softmin"] = "Write softmax(-a).",
        ["ceil"] = "Write -floor(-a).",
        ["round"] = "Write floor(a + 0.5).",
        ["remainder"] = "Write a mod b.",
        ["fmod"] = "Write a mod b, which has the sign of b.",
        ["where"] = "Write a selection, as in a_t if b_t > 0 else c_t.",
        ["sec"] = None,
        ["cot"] = None,
        ["asin"] = None,
        ["acos"] = None,
        ["arcsin"] = None,
        ["arccos"] = None,
        ["arctanh"] = None,
        ["atanh"] = None,
        ["softshrink"] = None,
        ["tanhshrink"] = "Write a - tanh(a).",
        ["sparsemax"] = None,
        ["argmax"] = None,
        ["tan"] = None,
        ["sinh"] = None,
        ["cosh"] = None,
        ["arctan"] = None,
        ["atan"] = None,
        ["sum"] = "A sum over an index is a product with a matrix here, as in W · x_t.",
        ["mean"] = None,
    };

    /// <param name="name">The function's name, case-insensitive.</param>
    /// <returns>The replacement, or empty if there is none; null for an unknown name.</returns>
    public static string? Advice(string name) => All.TryGetValue(name.ToLowerInvariant(), out var advice) ? advice : null;
}
