using static RnnDsl.Generator.Tests.Equations.Papers.Functions;

namespace RnnDsl.Generator.Tests.Equations.Papers;

/// <summary>Cells of 2023 and later whose states are vectors.</summary>
internal static class ModernGates
{
    public static IReadOnlyList<PaperCell> All { get; } =
    [
        new("sLSTM with exponential gates and a stabiliser (Beck et al. 2024)",
            """
            c_t &= f'_t \, c_{t-1} + i'_t \, z_t \\
            n_t &= f'_t \, n_{t-1} + i'_t \\
            h_t &= o_t \, \tilde{h}_t, \qquad \tilde{h}_t = c_t / n_t \\
            z_t &= \tanh(\tilde{z}_t), \qquad \tilde{z}_t = W_z x_t + R_z h_{t-1} + b_z \\
            i'_t &= \exp\left(\tilde{i}_t - m_t\right), \qquad \tilde{i}_t = W_i x_t + R_i h_{t-1} + b_i \\
            f'_t &= \exp\left(\log(\sigma(\tilde{f}_t)) + m_{t-1} - m_t\right), \qquad \tilde{f}_t = W_f x_t + R_f h_{t-1} + b_f \\
            o_t &= \sigma\left(\tilde{o}_t\right), \qquad \tilde{o}_t = W_o x_t + R_o h_{t-1} + b_o \\
            m_t &= \max\left(\log(\sigma(\tilde{f}_t)) + m_{t-1}, \tilde{i}_t\right)
            """,
            static p =>
            {
                var (i, f) = (Gate(p, "i"), Sigmoid(Gate(p, "f")).Map(Math.Log));
                var m = Vector.Zip(f + p.Previous("m"), i, Math.Max);
                var (forget, input) = (Exp(f + p.Previous("m") - m), Exp(i - m));
                var c = (forget * p.Previous("c")) + (input * Tanh(Gate(p, "z")));
                var n = (forget * p.Previous("n")) + input;
                p.Set("m", m);
                p.Set("c", c);
                p.Set("n", n);
                p.Set("h", Sigmoid(Gate(p, "o")) * (c / n));
            }),

        new("HGRN (Qin et al. 2023), its gate above a learned lower bound",
            """
            h_t = \lambda_t \odot h_{t-1} + (1 - \lambda_t) \odot c_t
            \lambda_t = \gamma + (1 - \gamma) \odot \mu_t
            \mu_t = \mathrm{Sigmoid}(x_t W_\mu + b_\mu)
            c_t = \mathrm{SiLU}(x_t W_c + b_c)
            """,
            static p =>
            {
                var gate = p.V("gamma") + ((1 - p.V("gamma")) * Sigmoid((p.M("W_mu") * p.X) + p.V("b_mu")));
                var c = (p.M("W_c") * p.X) + p.V("b_c");
                p.Set("h", (gate * p.H) + ((1 - gate) * (c * Sigmoid(c))));
            }),

        new("RWKV-4 (Peng et al. 2023), time mixing as a recurrence of two sums",
            """
            r_t = W_r (\mu_r \odot x_t + (1 - \mu_r) \odot x_{t-1})
            k_t = W_k (\mu_k \odot x_t + (1 - \mu_k) \odot x_{t-1})
            v_t = W_v (\mu_v \odot x_t + (1 - \mu_v) \odot x_{t-1})
            wkv_t = \frac{a_{t-1} + e^{u + k_t} \odot v_t}{b_{t-1} + e^{u + k_t}}
            a_t = e^{-w} \odot a_{t-1} + e^{k_t} \odot v_t
            b_t = e^{-w} \odot b_{t-1} + e^{k_t}
            h_t = W_o (\sigma(r_t) \odot wkv_t)
            """,
            static p =>
            {
                Vector Mixed(string key) => p.M("W_" + key) * ((p.V("mu_" + key) * p.X) + ((1 - p.V("mu_" + key)) * p.Previous("x_lag1")));
                var (r, k, v) = (Mixed("r"), Mixed("k"), Mixed("v"));
                var now = Exp(p.V("u") + k);
                var wkv = (p.Previous("a") + (now * v)) / (p.Previous("b") + now);
                var decay = Exp(-p.V("w"));
                p.Set("x_lag1", p.X);
                p.Set("a", (decay * p.Previous("a")) + (Exp(k) * v));
                p.Set("b", (decay * p.Previous("b")) + Exp(k));
                p.Set("h", p.M("W_o") * (Sigmoid(r) * wkv));
            }),

        new("S6 (Gu and Dao 2023) with one element of state for each channel",
            """
            \Delta_t = \mathrm{softplus}(W_\Delta x_t + b_\Delta)
            \bar{A}_t = \exp(-\Delta_t \odot \exp(a))
            s_t = \bar{A}_t \odot s_{t-1} + \Delta_t \odot (w_B^\top x_t) \, u_t
            h_t = (w_C^\top x_t) \, s_t + d \odot u_t
            u_t = \mathrm{silu}(W_u x_t)
            """,
            static p =>
            {
                var u = p.M("W_u") * p.X;
                u *= Sigmoid(u);
                var delta = Softplus((p.M("W_Delta") * p.X) + p.V("b_Delta"));
                var s = (Exp(-(delta * Exp(p.V("a")))) * p.Previous("s")) + (delta * ((p.M("w_B") * p.X) * u));
                p.Set("s", s);
                p.Set("h", ((p.M("w_C") * p.X) * s) + (p.V("d") * u));
            }),

        new("S6 (Gu and Dao 2023) with the rates of S4D-real, one for each column",
            """
            S_t = \exp(-\Delta_t a^\top) \odot S_{t-1} + (\Delta_t \odot x_t) B_t^\top
            h_t = S_t C_t + d \odot x_t
            \Delta_t = \mathrm{softplus}(W_\Delta x_t + b_\Delta), \quad B_t = W_B x_t, \quad C_t = W_C x_t
            """,
            static p =>
            {
                var delta = Softplus((p.M("W_Delta") * p.X) + p.V("b_Delta"));
                var s = (Exp(-Outer(delta, p.V("a"))) * p.Previous("S")) + Outer(delta * p.X, p.M("W_B") * p.X);
                p.Set("S", s);
                p.Set("h", Times(s, p.M("W_C") * p.X) + (p.V("d") * p.X));
            })
        {
            States = "S: size × 3",
        },

        new("A layer with its weights in a Greek letter, which is read elementwise and reported",
            """
            h_t = \tanh(\theta_K x_t + U h_{t-1} + b)
            """,
            static p => p.Set("h", Tanh((p.V("theta_K") * p.X) + (p.M("U") * p.H) + p.V("b"))))
        {
            Warnings = ["RNN338 «\\theta_K»"],
        },

        new("Griffin's RG-LRU (De et al. 2024) with a constant rate",
            """
            r_t = \sigma(W_a x_t + b_a), \quad i_t = \sigma(W_x x_t + b_x)
            a_t = \exp(-c \, \mathrm{softplus}(\Lambda) \odot r_t)
            h_t = a_t \odot h_{t-1} + \sqrt{1 - a_t^2} \odot (i_t \odot x_t)
            """,
            static p =>
            {
                var r = Sigmoid((p.M("W_a") * p.X) + p.V("b_a"));
                var a = Exp(-(8 * (Softplus(p.V("Lambda")) * r)));
                p.Set("h", (a * p.H) + (Sqrt(1 - (a * a)) * (Sigmoid((p.M("W_x") * p.X) + p.V("b_x")) * p.X)));
            })
        {
            Constants = "c = 8",
        },

        new("minGRU (Feng et al. 2024) with the positive candidate of its log form",
            """
            h_t = (1 - z_t) \odot h_{t-1} + z_t \odot \tilde{h}_t
            z_t = \sigma(W_z x_t)
            \tilde{h}_t = \begin{cases} v_t + 0.5 & \text{if } v_t \geq 0 \\ \sigma(v_t) & \text{otherwise} \end{cases}
            v_t = W_h x_t
            """,
            static p =>
            {
                var (z, v) = (Sigmoid(p.M("W_z") * p.X), p.M("W_h") * p.X);
                p.Set("h", ((1 - z) * p.H) + (z * v.Map(static x => x >= 0 ? x + 0.5 : 1 / (1 + Math.Exp(-x)))));
            }),

        new("GateLoop (Katsch 2023) with real transitions, one head for each channel",
            """
            h_t = o_t \odot (q_t \odot s_t)
            s_t = a_t \odot s_{t-1} + k_t \odot v_t
            [q_t; k_t; v_t] = W_{qkv} x_t
            a_t = \sigma(W_a x_t), \quad o_t = \mathrm{SiLU}(W_o x_t)
            """,
            static p =>
            {
                var (all, o) = (p.M("W_qkv") * p.X, p.M("W_o") * p.X);
                var size = all.Elements.Length / 3;
                Vector Part(int i) => new(all.Elements[(i * size)..((i + 1) * size)]);
                var s = (Sigmoid(p.M("W_a") * p.X) * p.Previous("s")) + (Part(1) * Part(2));
                p.Set("s", s);
                p.Set("h", o * Sigmoid(o) * (Part(0) * s));
            }),
    ];

    private static Vector Gate(PaperStep p, string gate) => (p.M("W_" + gate) * p.X) + (p.M("R_" + gate) * p.H) + p.V("b_" + gate);
}
