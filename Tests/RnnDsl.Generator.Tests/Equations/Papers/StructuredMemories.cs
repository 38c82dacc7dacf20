using static RnnDsl.Generator.Tests.Equations.Papers.Functions;

namespace RnnDsl.Generator.Tests.Equations.Papers;

/// <summary>Cells whose states are matrices that a diagonal matrix, or the identity less an outer product, multiplies.</summary>
internal static class StructuredMemories
{
    public static IReadOnlyList<PaperCell> All { get; } =
    [
        new("GLA (Yang et al. 2024), with a diagonal matrix",
            """
            \mathbf{S}_t = \mathrm{Diag}(\boldsymbol{\alpha}_t) \mathbf{S}_{t-1} + \mathbf{k}_t \mathbf{v}_t^{\top}
            \mathbf{h}_t = \mathbf{S}_t^{\top} \mathbf{q}_t
            \boldsymbol{\alpha}_t = \sigma(\mathbf{W}_\alpha^2 \mathbf{W}_\alpha^1 \mathbf{x}_t + \mathbf{b}_\alpha)^{1/2}
            \mathbf{q}_t = \mathbf{W}_Q \mathbf{x}_t, \quad \mathbf{k}_t = \mathbf{W}_K \mathbf{x}_t, \quad \mathbf{v}_t = \mathbf{W}_V \mathbf{x}_t
            """,
            static p =>
            {
                var gate = Sqrt(Sigmoid((p.M("W_alpha_2") * (p.M("W_alpha_1") * p.X)) + p.V("b_alpha")));
                Read(p, Rows(gate, p.Previous("S")) + Outer(p.M("W_K") * p.X, p.M("W_V") * p.X));
            })
        {
            States = "S: 3 × size",
        },

        new("HGRN2 (Qin et al. 2024), its gate and the rest of it as a key",
            """
            H_t = \mathrm{diag}\{f_t\} H_{t-1} + (1 - f_t) v_t^\top
            h_t = H_t^\top o_t
            f_t = \gamma + (1 - \gamma) \odot \sigma(W_f x_t + b_f)
            v_t = \mathrm{SiLU}(W_v x_t + b_v), \quad o_t = \sigma(W_o x_t + b_o)
            """,
            static p =>
            {
                var f = p.V("gamma") + ((1 - p.V("gamma")) * Sigmoid((p.M("W_f") * p.X) + p.V("b_f")));
                var v = (p.M("W_v") * p.X) + p.V("b_v");
                var state = Rows(f, p.Previous("H")) + Outer(1 - f, v * Sigmoid(v));
                p.Set("H", state);
                p.Set("h", TransposedTimes(state, Sigmoid((p.M("W_o") * p.X) + p.V("b_o"))));
            })
        {
            States = "H: 3 × size",
        },

        new("Mamba-2 (Dao and Gu 2024), a number for each step",
            """
            a_t = \exp(-\Delta_t \exp(A)), \quad \Delta_t = \mathrm{softplus}(w^\top x_t + b)
            S_t = a_t S_{t-1} + \Delta_t \, B_t (W_x x_t)^\top
            h_t = S_t^\top C_t + D \odot (W_x x_t)
            B_t = W_B x_t, \quad C_t = W_C x_t
            """,
            static p =>
            {
                var delta = Softplus((p.M("w") * p.X) + p.V("b"));
                var (a, x) = (Exp(-(delta * Exp(p.V("A")))), p.M("W_x") * p.X);
                var s = (a * p.Previous("S")) + (delta * Outer(p.M("W_B") * p.X, x));
                p.Set("S", s);
                p.Set("h", TransposedTimes(s, p.M("W_C") * p.X) + (p.V("D") * x));
            })
        {
            States = "S: 3 × size", Scalars = ["A"],
        },

        new("RWKV-6 (Peng et al. 2024), a decay of each row and a bonus for this step",
            """
            h_t = (S_{t-1} + \mathrm{diag}(u) k_t v_t^\top)^\top r_t
            S_t = \mathrm{diag}(w_t) S_{t-1} + k_t v_t^\top
            w_t = \exp(-\exp(d + W_w x_t))
            r_t = W_r x_t, k_t = W_k x_t, v_t = W_v x_t
            """,
            static p =>
            {
                var (k, v, before) = (p.M("W_k") * p.X, p.M("W_v") * p.X, p.Previous("S"));
                p.Set("h", TransposedTimes(before + Outer(p.V("u") * k, v), p.M("W_r") * p.X));
                p.Set("S", Rows(Exp(-Exp(p.V("d") + (p.M("W_w") * p.X))), before) + Outer(k, v));
            })
        {
            States = "S: 3 × size",
        },

        new("RWKV-7 in rows (Peng et al. 2025)",
            """
            S_t = S_{t-1} \left(\mathrm{diag}(w_t) - \hat{\kappa}_t^\top (a_t \odot \hat{\kappa}_t)\right) + v_t^\top \tilde{k}_t
            h_t = r_t S_t^\top
            \hat{\kappa}_t = \kappa_t / \sqrt{\kappa_t \kappa_t^\top}, \quad \kappa_t = x_t W_\kappa
            \tilde{k}_t = k_t \odot (1 + (a_t - 1) \odot \alpha), \quad k_t = x_t W_k
            w_t = \sigma(x_t W_w + b_w), \quad a_t = \sigma(x_t W_a + b_a), \quad v_t = x_t W_v, \quad r_t = x_t W_r
            """,
            static p =>
            {
                var kappa = p.M("W_kappa") * p.X;
                var unit = kappa / Sqrt(Dot(kappa, kappa));
                var (w, a) = (Sigmoid((p.M("W_w") * p.X) + p.V("b_w")), Sigmoid((p.M("W_a") * p.X) + p.V("b_a")));
                var key = (p.M("W_k") * p.X) * (1 + ((a - 1) * p.V("alpha")));
                var before = p.Previous("S");
                var s = Columns(before, w) - Outer(Times(before, unit), a * unit) + Outer(p.M("W_v") * p.X, key);
                p.Set("S", s);
                p.Set("h", Times(s, p.M("W_r") * p.X));
            })
        {
            States = "S: size × 3",
        },

        new("DeltaNet (Yang et al. 2024)",
            """
            \mathbf{S}_t = \mathbf{S}_{t-1} \left(\mathbf{I} - \beta_t \mathbf{k}_t \mathbf{k}_t^{\top}\right) + \beta_t \mathbf{v}_t \mathbf{k}_t^{\top}, \qquad
            \mathbf{h}_t = \mathbf{S}_t \mathbf{q}_t
            \mathbf{q}_t = \mathbf{W}_Q \mathbf{x}_t, \mathbf{k}_t = \mathbf{W}_K \mathbf{x}_t, \mathbf{v}_t = \mathbf{W}_V \mathbf{x}_t, \beta_t = \sigma(\mathbf{w}_\beta^\top \mathbf{x}_t)
            """,
            static p =>
            {
                var (before, k, beta) = (p.Previous("S"), p.M("W_K") * p.X, Sigmoid(p.M("w_beta") * p.X));
                var s = before - (beta * Outer(Times(before, k), k)) + (beta * Outer(p.M("W_V") * p.X, k));
                p.Set("S", s);
                p.Set("h", Times(s, p.M("W_Q") * p.X));
            })
        {
            States = "S: size × 3",
        },

        new("Gated DeltaNet (Yang et al. 2025)",
            """
            S_t = S_{t-1} \left(\alpha_t (I - \beta_t k_t k_t^\top)\right) + \beta_t v_t k_t^\top
            h_t = S_t q_t
            q_t = W_Q x_t, k_t = W_K x_t, v_t = W_V x_t, \beta_t = \sigma(w_\beta^\top x_t), \alpha_t = \sigma(w_\alpha^\top x_t)
            """,
            static p =>
            {
                var (before, k) = (p.Previous("S"), p.M("W_K") * p.X);
                var (alpha, beta) = (Sigmoid(p.M("w_alpha") * p.X), Sigmoid(p.M("w_beta") * p.X));
                var s = (alpha * (before - (beta * Outer(Times(before, k), k)))) + (beta * Outer(p.M("W_V") * p.X, k));
                p.Set("S", s);
                p.Set("h", Times(s, p.M("W_Q") * p.X));
            })
        {
            States = "S: size × 3",
        },

        new("KDA (Kimi Linear, 2025), the identity less an outer product behind a gate of each row",
            """
            \mathbf{S}_t = \left(\mathbf{I} - \beta_t \mathbf{k}_t \mathbf{k}_t^\top\right) \mathrm{Diag}(\boldsymbol{\alpha}_t) \mathbf{S}_{t-1} + \beta_t \mathbf{k}_t \mathbf{v}_t^\top
            \mathbf{h}_t = \mathbf{S}_t^\top \mathbf{q}_t
            \mathbf{q}_t = W_Q \mathbf{x}_t, \mathbf{k}_t = W_K \mathbf{x}_t, \mathbf{v}_t = W_V \mathbf{x}_t, \beta_t = \sigma(w_\beta^\top \mathbf{x}_t), \boldsymbol{\alpha}_t = \sigma(W_\alpha \mathbf{x}_t)
            """,
            static p =>
            {
                var (k, beta) = (p.M("W_K") * p.X, Sigmoid(p.M("w_beta") * p.X));
                var gated = Rows(Sigmoid(p.M("W_alpha") * p.X), p.Previous("S"));
                Read(p, gated - (beta * Outer(k, TransposedTimes(gated, k))) + (beta * Outer(k, p.M("W_V") * p.X)));
            })
        {
            States = "S: 3 × size",
        },

        new("A transition with a name (Comba-like), and a decay of each column",
            """
            \mathbf{A}_t = \mathrm{diag}(\boldsymbol{\alpha}_t) - \beta_t \mathbf{k}_t \mathbf{k}_t^\top
            S_t = S_{t-1} \mathbf{A}_t + v_t k_t^\top
            h_t = S_t q_t
            q_t = W_Q x_t, k_t = W_K x_t, v_t = W_V x_t, \beta_t = \sigma(w^\top x_t), \alpha_t = \sigma(W_\alpha x_t)
            """,
            static p =>
            {
                var (before, k) = (p.Previous("S"), p.M("W_K") * p.X);
                var s = Columns(before, Sigmoid(p.M("W_alpha") * p.X)) - (Sigmoid(p.M("w") * p.X) * Outer(Times(before, k), k)) + Outer(p.M("W_V") * p.X, k);
                p.Set("S", s);
                p.Set("h", Times(s, p.M("W_Q") * p.X));
            })
        {
            States = "S: size × 3",
        },

        new("Householder reflection of a vector state (DeltaProduct-like)",
            """
            h_t = \left(I - 2 \frac{k_t k_t^\top}{k_t^\top k_t}\right) \mathrm{diag}(a) h_{t-1} + B x_t
            k_t = W_k x_t + b
            """,
            static p =>
            {
                var (k, scaled) = ((p.M("W_k") * p.X) + p.V("b"), p.V("a") * p.H);
                p.Set("h", scaled - (2 * Dot(k, scaled) / Dot(k, k) * k) + (p.M("B") * p.X));
            }),

        new("Two outer products, one behind the other",
            """
            S_t = \gamma S_{t-1} + (u_t k_t^\top)(k_t v_t^\top)
            h_t = S_t (v_t q_t^\top) u_t
            u_t = W_u x_t, k_t = W_k x_t, v_t = W_v x_t, q_t = W_q x_t
            """,
            static p =>
            {
                var (u, k, v, q) = (p.M("W_u") * p.X, p.M("W_k") * p.X, p.M("W_v") * p.X, p.M("W_q") * p.X);
                var s = (0.9 * p.Previous("S")) + (Dot(k, k) * Outer(u, v));
                p.Set("S", s);
                p.Set("h", Dot(q, u) * Times(s, v));
            })
        {
            Constants = "γ = 0.9",
        },

        new("A gate beside a matrix whose sizes leave one reading",
            """
            S_t = f_t \odot S_{t-1} + v_t k_t^\top
            h_t = g_t \odot (S_t q_t)
            f_t = \sigma(W_f x_t), g_t = \sigma(W_g x_t)
            q_t = W_q x_t, k_t = W_k x_t, v_t = W_v x_t
            """,
            static p =>
            {
                var s = Columns(p.Previous("S"), Sigmoid(p.M("W_f") * p.X)) + Outer(p.M("W_v") * p.X, p.M("W_k") * p.X);
                p.Set("S", s);
                p.Set("h", Sigmoid(p.M("W_g") * p.X) * Times(s, p.M("W_q") * p.X));
            })
        {
            States = "S: size × keys", Values = "f: keys",
        },

        new("Learned decays of rows and of columns",
            """
            S_t = \mathrm{diag}(\lambda) S_{t-1} \mathrm{diag}(\mu) + v_t k_t^\top
            h_t = S_t q_t
            q_t = W_q x_t, k_t = W_k x_t, v_t = W_v x_t
            """,
            static p =>
            {
                var s = Rows(p.V("lambda"), Columns(p.Previous("S"), p.V("mu"))) + Outer(p.M("W_v") * p.X, p.M("W_k") * p.X);
                p.Set("S", s);
                p.Set("h", Times(s, p.M("W_q") * p.X));
            })
        {
            States = "S: size × 3",
        },

        new("TTT-Linear (Sun et al. 2024), one step of gradient descent on its inner loss",
            """
            W_t = W_{t-1} - \eta_t \left(W_{t-1} k_t - v_t\right) k_t^\top
            h_t = W_t q_t
            \eta_t = \sigma(\theta_{lr}^\top x_t)
            q_t = \Theta_Q x_t, \quad k_t = \Theta_K x_t, \quad v_t = \Theta_V x_t
            """,
            static p =>
            {
                var (before, k) = (p.Previous("W"), p.M("Theta_K") * p.X);
                var w = before - (Sigmoid(p.M("theta_lr") * p.X) * Outer(Times(before, k) - (p.M("Theta_V") * p.X), k));
                p.Set("W", w);
                p.Set("h", Times(w, p.M("Theta_Q") * p.X));
            })
        {
            States = "W: size × 3",
        },
    ];

    private static void Read(PaperStep p, Vector state)
    {
        p.Set("S", state);
        p.Set("h", TransposedTimes(state, p.M("W_Q") * p.X));
    }

    /// <summary>diag(gate) matrix</summary>
    private static Vector Rows(Vector gate, Vector matrix)
    {
        var width = matrix.Elements.Length / gate.Elements.Length;
        return new Vector([.. matrix.Elements.Select((element, i) => gate.Elements[i / width] * element)]);
    }

    /// <summary>matrix diag(gate)</summary>
    private static Vector Columns(Vector matrix, Vector gate) => new([.. matrix.Elements.Select((element, i) => gate.Elements[i % gate.Elements.Length] * element)]);
}
