namespace RnnDsl.Generator.Equations;

/// <summary>Functions of programming languages that equations do not have, with their replacement: a similar spelling would be the wrong suggestion.</summary>
internal static class OtherFunctions
{
    private const string None = "";

    private const string Matrix = "Write · for a product with a matrix, as in W · x_t.";

    private const string Concatenation = "Write [a, b] to join vectors.";

    private static readonly Dictionary<string, string> All = new(StringComparer.Ordinal)
    {
        ["gelu"] = "Write a ⊙ σ(1.702 ⊙ a), which is close to it.",
        ["silu"] = "Write a ⊙ σ(a).",
        ["swish"] = "Write a ⊙ σ(a).",
        ["mish"] = "Write a ⊙ tanh(softplus(a)).",
        ["elu"] = "Write max(a, 0) + min(exp(a) - 1, 0).",
        ["celu"] = "Write max(a, 0) + min(exp(a) - 1, 0).",
        ["selu"] = "Write 1.0507 ⊙ max(a, 0) + 1.7581 ⊙ min(exp(a) - 1, 0).",
        ["leaky_relu"] = "Write max(a, 0.01 ⊙ a).",
        ["leakyrelu"] = "Write max(a, 0.01 ⊙ a).",
        ["prelu"] = "Write max(a, p ⊙ a) with a learned p.",
        ["relu6"] = "Write min(relu(a), 6).",
        ["softsign"] = "Write a / (1 + max(a, -a)).",
        ["hardtanh"] = "Write max(min(a, 1), -1).",
        ["hard_sigmoid"] = "Write max(min(0.2 ⊙ a + 0.5, 1), 0).",
        ["hardsigmoid"] = "Write max(min(0.2 ⊙ a + 0.5, 1), 0).",
        ["log_softmax"] = "Write log(softmax(a)).",
        ["logsoftmax"] = "Write log(softmax(a)).",
        ["abs"] = "Write max(a, -a).",
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
        ["sin"] = None,
        ["cos"] = None,
        ["tan"] = None,
        ["sinh"] = None,
        ["cosh"] = None,
        ["arctan"] = None,
        ["atan"] = None,
        ["erf"] = None,
        ["sign"] = None,
        ["sum"] = "A sum over an index is a product with a matrix here, as in W · x_t.",
        ["mean"] = None,
    };

    /// <param name="name">The function's name, case-insensitive.</param>
    /// <returns>The replacement, or empty if there is none; null for an unknown name.</returns>
    public static string? Advice(string name) => All.TryGetValue(name.ToLowerInvariant(), out var advice) ? advice : null;
}
