namespace RnnDsl.Generator.Tests.Equations;

/// <summary>Every kind of operation, over every kind of operand, in every place that an equation has for it.</summary>
internal static class NodePlaces
{
    /// <summary>What an operation reads, with the equations that define it.</summary>
    public static readonly string[] Operands =
    [
        "h_{t-1}", "U · h_{t-1}", "(V · x_t + U · h_{t-1})", "(V · x_t)", "b", "(u ⊙ h_{t-1})", "m_t", "0.5", "x'_t",
    ];

    /// <summary>Operations, none of which leaves the numbers it is defined for: {0} is the operand.</summary>
    public static readonly string[] Operations =
    [
        "{0}", "-{0}", "2 ⊙ {0}", "{0} / 2", "{0} + 0.5", "0.5 - {0}", "1 / (4 + tanh({0}))", "0.5 / σ({0})",
        "σ({0})", "tanh({0})", "relu({0})", "softplus({0})", "exp({0})", "log(σ({0}))", "log(4 + tanh({0}))", "sqrt(σ({0}))", "sqrt(4 + tanh({0}))", "softmax({0})", "layernorm({0})",
        "max({0}, 0.1)", "min({0}, 0.1)", "max(-0.1, {0})", "min(-0.1, {0})", "max(min({0}, 0.2), -0.2)", "max({0}, b)", "min(c_{t-1}, {0})", "max({0}, {0} ⊙ {0})", "min({0}, x'_t)",
        "{0} + c_{t-1}", "c_{t-1} - {0}", "{0} ⊙ c_{t-1}", "b ⊙ {0}", "{0} ⊙ {0}", "{0} / (4 + c_{t-1})", "c_{t-1} / (4 + tanh({0}))", "(1 - σ(c_{t-1})) ⊙ {0} + σ(c_{t-1}) ⊙ b", "W · [{0}, c_{t-1}]", "W · ({0})",
        "sin({0})", "cos({0})", "erf({0})", "sign({0})", "abs({0})", "silu({0})", "gelu({0})", "elu({0})", "leaky_relu({0})", "softsign({0})", "hard_sigmoid({0})", "hard_tanh({0})",
        "({0})^2", "(4 + tanh({0}))^{-1.5}", "σ({0})^{σ(c_{t-1})}", "2^{tanh({0})}", "\\frac{{0}}{2}", "({0}) c_{t-1}", "x_{t-1} ⊙ ({0})", "h_{t-2} - ({0})",
        "({0} if c_{t-1} > 0.4 else b)", "(c_{t-1} if {0} < x'_t else {0})", "({0} ⊙ (1 if {0} ≥ 0.1 else 0.2))", "(0.5 if b ≤ {0} < 0.6 or {0} = c_{t-1} else c_{t-1})", "({0} mod 0.3)", "(c_{t-1} mod (0.3 + σ({0})))", "({0} + floor({0}))",
        "ρ ⊙ {0}", "{0} - ρ", "{0} / (1.5 + tanh(ρ))", "max({0}, ρ)", "(1 - ρ) ⊙ {0} + ρ ⊙ b", "ρ ⊙ layernorm({0})", "σ({0})^{σ(ρ)}", "Δt ⊙ {0}", "Δt ρ ({0})",
    ];

    /// <summary>Where an operation stands: {0} is the operation.</summary>
    public static readonly string[] Places =
    [
        "h_t = {0}", "v_t = {0}\nh_t = tanh(v_t)", "v_t = {0}\nh_t = tanh(v_t ⊙ v_t + R · h_{t-1})", "v_t = {0}\nh_t = tanh(R · v_t)",
        "h_t = tanh({0})", "h_t = σ({0})", "h_t = relu(tanh({0}))", "h_t = tanh(relu({0}))", "h_t = tanh(softplus({0}))", "h_t = tanh(exp(tanh({0})))", "h_t = softmax({0})", "h_t = tanh(layernorm({0}))", "h_t = tanh(softmax({0}))",
        "h_t = tanh(max({0}, 0.1))", "h_t = tanh(min({0}, 0.1))", "h_t = tanh(max({0}, c_{t-1}))", "h_t = tanh(min(c_{t-1}, {0}))",
        "h_t = tanh(R · ({0}))", "h_t = tanh(R · [{0}, c_{t-1}])", "h_t = tanh(V' · x_t + R · ({0}))",
        "h_t = tanh(V' · x_t + ({0}))", "h_t = tanh(({0}) + V' · x_t)", "h_t = tanh(({0}) - V' · x_t)", "h_t = tanh(({0}) - c_{t-1})", "h_t = tanh(c_{t-1} - ({0}))", "h_t = tanh(V' · x_t + R · h_{t-1} + ({0}))",
        "h_t = tanh(({0}) ⊙ c_{t-1})", "h_t = tanh(c_{t-1} ⊙ ({0}))", "h_t = tanh(b' ⊙ ({0}))", "h_t = tanh(({0}) / (4 + c_{t-1}))", "h_t = tanh(c_{t-1} / (4 + tanh({0})))", "h_t = tanh(2 ⊙ ({0}))", "h_t = tanh(-({0}))", "h_t = tanh(1 - ({0}))",
        "h_t = (1 - σ(c_{t-1})) ⊙ tanh({0}) + σ(c_{t-1}) ⊙ c_{t-1}", "h_t = (1 - σ({0})) ⊙ h_{t-1} + σ({0}) ⊙ c_{t-1}", "z_t = σ({0})\nh_t = (1 - z_t) ⊙ h_{t-1} + z_t ⊙ c_{t-1}",
    ];

    /// <summary>A cell with one operation in one place.</summary>
    public static RandomCell Cell(string place, string operation, string operand)
    {
        var text = place.Replace("{0}", operation.Replace("{0}", operand, StringComparison.Ordinal), StringComparison.Ordinal);
        return new RandomCell(
            string.Concat(
                operand == "m_t" ? "m_t = tanh(M · h_{t-1})\n" : "",
                text.Contains("x'_t", StringComparison.Ordinal) ? "x'_t = tanh(X · x_t)\n" : "",
                text,
                text.Contains("c_{t-1}", StringComparison.Ordinal) ? "\nc_t = σ(c_{t-1} + S · h_t)" : ""),
            null)
        {
            Constants = text.Contains("Δt", StringComparison.Ordinal) ? "Δt = 0.4" : null,
            Scalars = text.Contains('ρ', StringComparison.Ordinal) ? ["ρ"] : [],
        };
    }
}
