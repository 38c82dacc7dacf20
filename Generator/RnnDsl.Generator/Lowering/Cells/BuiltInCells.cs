using System.Collections.Concurrent;
using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Lowering.Cells;

/// <summary>
/// The equations of the built-in cells, in the notation of user-defined cells, with one form more: <c>a_t = [a_r, a_z] = ...</c> names the parts of a vector. Each parameter is a stored
/// tensor, or rows of it, in PyTorch's layout. Each text is typed once.
/// </summary>
internal static class BuiltInCells
{
    /// <summary>The names of values in code.</summary>
    private static readonly Dictionary<string, string> Locals = new(StringComparer.Ordinal)
    {
        ["h"] = "hidden",
        ["c"] = "cell",
        ["a"] = "gates",
        ["a_bar"] = "normed",
        ["u"] = "product",
        ["u_bar"] = "normed",
        ["u_g"] = "productOfGates",
        ["u_n"] = "candidateProjection",
        ["u_bar_n"] = "normedProjection",
        ["v"] = "candidateProjection",
        ["v_bar"] = "normedProjection",
        ["i"] = "inputGate",
        ["f"] = "forgetGate",
        ["o"] = "outputGate",
        ["g"] = "candidate",
        ["c_bar"] = "normedCell",
        ["s"] = "squashedCell",
        ["r"] = "resetGate",
        ["z"] = "updateGate",
        ["k"] = "resetHidden",
        ["n"] = "candidate",
    };

    private static readonly (string, StoredParameter)[] Biases = [("b", new(StoredTensor.InputBias, "bias")), ("d", new(StoredTensor.HiddenBias, "bias"))];

    private static readonly (string, StoredParameter)[] Matrices =
    [
        ("W", new(StoredTensor.Input, "input")), ("U", new(StoredTensor.Hidden, "recurrent")), ("P", new(StoredTensor.Projection, "projection")),
    ];

    private static readonly ConcurrentDictionary<(CellKind Cell, bool Relu, bool LayerNorm, bool Peepholes, bool ResetsBefore), BuiltInCell> Cells = new();

    /// <summary>The cell of a layer, without the options that are rewrites of its equations.</summary>
    public static BuiltInCell Of(RecurrenceOperation layer) =>
        Cells.GetOrAdd((layer.Cell, layer.Options.Relu, layer.Options.LayerNorm, layer.Options.Peepholes, layer.ResetsBefore), key => key switch
        {
            { Cell: CellKind.Lstm } => Lstm(key.LayerNorm, key.Peepholes),
            { Cell: CellKind.Gru, ResetsBefore: true } => GruResetBefore(key.LayerNorm),
            { Cell: CellKind.Gru } => GruResetAfter(key.LayerNorm),
            _ => Elman(key.Relu ? "relu" : "tanh", key.LayerNorm),
        });

    /// <summary>Elman 1990; the layer normalisation is that of Ba et al. 2016.</summary>
    private static BuiltInCell Elman(string function, bool layerNorm) => layerNorm
        ? BuiltInCell.Read(
            $$"""
            a_t = W · x_t + U · h_{t-1}
            ā_t = layernorm(a_t) ⊙ γ + b
            h_t = {{function}}(ā_t)
            """,
            Locals,
            [.. Matrices, .. Biases, ("gamma", new(StoredTensor.HiddenGain, "gain"))])
        : BuiltInCell.Read(
            $$"""
            a_t = W · x_t + b + d + U · h_{t-1}
            h_t = {{function}}(a_t)
            """,
            Locals,
            [.. Matrices, .. Biases]);

    /// <summary>Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000 and the peepholes of Gers et al. 2002; one normalisation of all four gates (Ba et al. 2016).</summary>
    private static BuiltInCell Lstm(bool layerNorm, bool peepholes) => BuiltInCell.Read(
        (layerNorm
            ? """
            u_t = U · h_{t-1}
            ū_t = layernorm(u_t) ⊙ γ
            a_t = [a_i, a_f, a_g, a_o] = layernorm(W · x_t) ⊙ γ_x + b + ū_t
            """
            : """
            a_t = [a_i, a_f, a_g, a_o] = W · x_t + b + d + U · h_{t-1}
            """)
        + $$"""

            i_t = σ(a_i{{(peepholes ? " + p_i ⊙ c_{t-1}" : "")}})
            f_t = σ(a_f{{(peepholes ? " + p_f ⊙ c_{t-1}" : "")}})
            g_t = tanh(a_g)
            c_t = f_t ⊙ c_{t-1} + i_t ⊙ g_t
            o_t = σ(a_o{{(peepholes ? " + p_o ⊙ c_t" : "")}})

            """
        + (layerNorm
            ? """
            c̄_t = layernorm(c_t) ⊙ γ_c + β_c
            s_t = tanh(c̄_t)
            """
            : """
            s_t = tanh(c_t)
            """)
        + """

            h_t = o_t ⊙ s_t
            """,
        Locals,
        [
            .. Matrices, .. Biases,
            ("gamma_x", new(StoredTensor.InputGain, "inputGain")),
            ("gamma", new(StoredTensor.HiddenGain, "gain")),
            ("gamma_c", new(StoredTensor.CellGain, "cellGain")),
            ("beta_c", new(StoredTensor.CellBias, "cellBias")),
            ("p_i", new(StoredTensor.Peepholes, "inputGatePeephole", new(CellExtent.Of(0), null))),
            ("p_f", new(StoredTensor.Peepholes, "forgetGatePeephole", new(CellExtent.Of(1), null))),
            ("p_o", new(StoredTensor.Peepholes, "outputGatePeephole", new(CellExtent.Of(2), null))),
        ]);

    /// <summary>Cho et al. 2014 as PyTorch and cuDNN compute it: the reset gate acts on the recurrent projection with its bias.</summary>
    private static BuiltInCell GruResetAfter(bool layerNorm) => BuiltInCell.Read(
        (layerNorm
            ? """
            y_t = [y_g, y_n] = W · x_t
            w_t = [w_g, w_n] = [layernorm(y_g) ⊙ γ_x, layernorm(y_n) ⊙ γ_{xn}] + b
            u_t = [u_g, u_n] = U · h_{t-1}
            ū_t = layernorm(u_g) ⊙ γ
            a_t = [a_r, a_z] = w_g + ū_t
            """
            : """
            w_t = [w_g, w_n] = W · x_t + b
            u_t = [u_g, u_n] = U · h_{t-1} + d
            a_t = [a_r, a_z] = w_g + u_g
            """)
        + """

            r_t = σ(a_r)
            z_t = σ(a_z)

            """
        + (layerNorm
            ? """
            ū_n = layernorm(u_n) ⊙ γ_n + β_n
            n_t = tanh(w_n + r_t ⊙ ū_n)
            """
            : """
            n_t = tanh(w_n + r_t ⊙ u_n)
            """)
        + """

            h_t = (1 - z_t) ⊙ n_t + z_t ⊙ h_{t-1}
            """,
        Locals,
        [.. Matrices, .. Biases, .. Gains, ("beta_n", new(StoredTensor.CandidateBias, "candidateBias"))]);

    /// <summary>Cho et al. 2014 as printed: the reset gate acts on the previous state.</summary>
    private static BuiltInCell GruResetBefore(bool layerNorm) => BuiltInCell.Read(
        (layerNorm
            ? """
            y_t = [y_g, y_n] = W · x_t
            w_t = [w_g, w_n] = [layernorm(y_g) ⊙ γ_x, layernorm(y_n) ⊙ γ_{xn}] + b
            u_t = U_g · h_{t-1}
            ū_t = layernorm(u_t) ⊙ γ
            a_t = [a_r, a_z] = w_g + ū_t
            """
            : """
            w_t = [w_g, w_n] = W · x_t + b
            a_t = [a_r, a_z] = w_g + U_g · h_{t-1}
            """)
        + """

            r_t = σ(a_r)
            z_t = σ(a_z)
            k_t = r_t ⊙ h_{t-1}

            """
        + (layerNorm
            ? """
            v_t = U_n · k_t
            v̄_t = layernorm(v_t) ⊙ γ_n
            n_t = tanh(w_n + v̄_t)
            """
            : """
            n_t = tanh(w_n + U_n · k_t)
            """)
        + """

            h_t = (1 - z_t) ⊙ n_t + z_t ⊙ h_{t-1}
            """,
        Locals,
        [
            .. Matrices, .. Biases, .. Gains,
            ("U_g", new(StoredTensor.Hidden, "gateWeight", new(CellExtent.Zero, 2 * CellExtent.Size))),
            ("U_n", new(StoredTensor.Hidden, "candidateWeight", new(2 * CellExtent.Size, CellExtent.Size))),
        ]);

    /// <summary>The gains of a GRU: one for both gates, one for the candidate.</summary>
    private static (string, StoredParameter)[] Gains =>
    [
        ("gamma_x", new(StoredTensor.InputGain, "inputGain")),
        ("gamma_xn", new(StoredTensor.InputCandidateGain, "inputCandidateGain")),
        ("gamma", new(StoredTensor.HiddenGain, "gain")),
        ("gamma_n", new(StoredTensor.CandidateGain, "candidateGain")),
    ];
}
