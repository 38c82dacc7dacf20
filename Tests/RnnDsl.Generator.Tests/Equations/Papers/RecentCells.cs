using static RnnDsl.Generator.Tests.Equations.Papers.Functions;

namespace RnnDsl.Generator.Tests.Equations.Papers;

/// <summary>Cells of papers of 2022 to 2025, in several conventions.</summary>
internal static class RecentCells
{
    public static IReadOnlyList<PaperCell> All { get; } =
    [
        new("CfC (Hasani et al. 2022), closed-form continuous time",
            """
            \mathbf{x}(t) = \sigma(-f_t \, \Delta t) \odot g_t + \left[1 - \sigma\left(-f_t \, \Delta t\right)\right] \odot k_t,
            f_t = W_f [\mathbf{I}(t); \mathbf{x}(t-1)] + b_f
            g_t = \tanh(W_g [\mathbf{I}(t); \mathbf{x}(t-1)] + b_g)
            k_t = \tanh(W_k [\mathbf{I}(t); \mathbf{x}(t-1)] + b_k)
            """,
            static p =>
            {
                var both = Join(p.X, p.Previous("x"));
                var f = (p.M("W_f") * both) + p.V("b_f");
                var gate = Sigmoid(-(0.5 * f));
                p.Set("x", (gate * Tanh((p.M("W_g") * both) + p.V("b_g"))) + ((1 - gate) * Tanh((p.M("W_k") * both) + p.V("b_k"))));
            })
        {
            Input = "I",
            Output = "x",
            Constants = "Δt = 0.5",
        },

        new("Moving average with damping (Mega, Ma et al. 2023), one dimension for each channel",
            """
            \begin{align}
            u_t &= \beta \odot x_t \\
            s_t &= \alpha \odot u_t + (1 - \alpha \odot \delta) \odot s_{t-1} \\
            h_t &= \eta \odot s_t
            \end{align}
            """,
            static p =>
            {
                var s = (p.V("alpha") * (p.V("beta") * p.X)) + ((1 - (p.V("alpha") * p.V("delta"))) * p.Previous("s"));
                p.Set("s", s);
                p.Set("h", p.V("eta") * s);
            }),

        new("Longhorn (Liu et al. 2024), an implicit step of online learning",
            """
            S_t = (1 - \Delta_t (k_t \odot k_t)^\top) \odot S_{t-1} + (\Delta_t \odot u_t) k_t^\top
            h_t = S_t q_t
            u_t = W_u x_t
            \Delta_t = \sigma(W_\Delta x_t)
            k_t = W_k x_t, \quad q_t = W_q x_t
            """,
            static p =>
            {
                var (k, delta) = (p.M("W_k") * p.X, Sigmoid(p.M("W_Delta") * p.X));
                var s = ((1 - Outer(delta, k * k)) * p.Previous("S")) + Outer(delta * (p.M("W_u") * p.X), k);
                p.Set("S", s);
                p.Set("h", Times(s, p.M("W_q") * p.X));
            })
        {
            States = "S: size × 3",
        },

        new("DeltaProduct (Siems et al. 2025), two reflections a step",
            """
            S_t = S_{t-1} (I - \beta_t k_t k_t^\top) (I - \gamma_t n_t n_t^\top) + \gamma_t v_t n_t^\top
            h_t = S_t q_t
            \beta_t = 2 \sigma(w_\beta^\top x_t), \quad \gamma_t = 2 \sigma(w_\gamma^\top x_t)
            k_t = W_k x_t, \quad n_t = W_n x_t, \quad q_t = W_q x_t, \quad v_t = W_v x_t
            """,
            static p =>
            {
                var (k, n, v) = (p.M("W_k") * p.X, p.M("W_n") * p.X, p.M("W_v") * p.X);
                var (beta, gamma) = (2 * Sigmoid(p.M("w_beta") * p.X), 2 * Sigmoid(p.M("w_gamma") * p.X));
                var once = p.Previous("S") - (beta * Outer(Times(p.Previous("S"), k), k));
                var s = once - (gamma * Outer(Times(once, n), n)) + (gamma * Outer(v, n));
                p.Set("S", s);
                p.Set("h", Times(s, p.M("W_q") * p.X));
            })
        {
            States = "S: size × 3",
        },

        new("Titans (Behrouz et al. 2025), a linear memory with momentum and forgetting",
            """
            M_t = (1 - \alpha_t) M_{t-1} + S_t
            S_t = \eta_t S_{t-1} - \theta_t (M_{t-1} k_t - v_t) k_t^\top
            h_t = M_t q_t
            \alpha_t = \sigma(w_\alpha^\top x_t), \quad \eta_t = \sigma(w_\eta^\top x_t), \quad \theta_t = \mathrm{softplus}(w_\theta^\top x_t)
            k_t = W_K x_t, \quad v_t = W_V x_t, \quad q_t = W_Q x_t
            """,
            static p =>
            {
                var (k, v) = (p.M("W_K") * p.X, p.M("W_V") * p.X);
                var surprise = Outer(Times(p.Previous("M"), k) - v, k);
                var s = (Sigmoid(p.M("w_eta") * p.X) * p.Previous("S")) - (Softplus(p.M("w_theta") * p.X) * surprise);
                var m = ((1 - Sigmoid(p.M("w_alpha") * p.X)) * p.Previous("M")) + s;
                p.Set("S", s);
                p.Set("M", m);
                p.Set("h", Times(m, p.M("W_Q") * p.X));
            })
        {
            States = "M: size × 3, S: size × 3",
        },

        new("Comba (Hu et al. 2025), a multiple of the identity less an outer product",
            """
            S_t = S_{t-1} (\alpha_t I - \beta_t k_t k_t^\top) + \gamma_t v_t k_t^\top
            h_t = S_t q_t
            q_t = W_Q x_t, k_t = W_K x_t, v_t = W_V x_t
            \alpha_t = \sigma(w_\alpha^\top x_t), \beta_t = \sigma(w_\beta^\top x_t), \gamma_t = \sigma(w_\gamma^\top x_t)
            """,
            static p =>
            {
                var (before, k) = (p.Previous("S"), p.M("W_K") * p.X);
                var (alpha, beta, gamma) = (Sigmoid(p.M("w_alpha") * p.X), Sigmoid(p.M("w_beta") * p.X), Sigmoid(p.M("w_gamma") * p.X));
                var s = (alpha * before) - (beta * Outer(Times(before, k), k)) + (gamma * Outer(p.M("W_V") * p.X, k));
                p.Set("S", s);
                p.Set("h", Times(s, p.M("W_Q") * p.X));
            })
        {
            States = "S: size × 3",
        },

        new("MinConvGRU-like step in rows with a momentum of the candidate (row vectors)",
            """
            z_t = \sigma(x_t W_z + b_z)
            m_t = \mu \odot m_{t-1} + x_t W_m
            h_t = (1 - z_t) \odot h_{t-1} + z_t \odot m_t
            """,
            static p =>
            {
                var z = Sigmoid((p.M("W_z") * p.X) + p.V("b_z"));
                var m = (p.V("mu") * p.Previous("m")) + (p.M("W_m") * p.X);
                p.Set("m", m);
                p.Set("h", ((1 - z) * p.H) + (z * m));
            }),
    ];
}
