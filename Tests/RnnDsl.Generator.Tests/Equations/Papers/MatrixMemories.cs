using static RnnDsl.Generator.Tests.Equations.Papers.Functions;

namespace RnnDsl.Generator.Tests.Equations.Papers;

/// <summary>Cells whose states are matrices.</summary>
internal static class MatrixMemories
{
    public static IReadOnlyList<PaperCell> All { get; } =
    [
        new("Linear attention in rows, with its normaliser (Katharopoulos et al. 2020)",
            """
            S_t = S_{t-1} + k_t^\top v_t, \quad n_t = n_{t-1} + k_t
            h_t = \frac{q_t S_t}{q_t n_t^\top}
            q_t = \exp(x_t W_Q), \quad k_t = \exp(x_t W_K), \quad v_t = x_t W_V
            """,
            static p =>
            {
                var (k, q) = (Exp(p.M("W_K") * p.X), Exp(p.M("W_Q") * p.X));
                var s = p.Previous("S") + Outer(k, p.M("W_V") * p.X);
                var n = p.Previous("n") + k;
                p.Set("S", s);
                p.Set("n", n);
                p.Set("h", TransposedTimes(s, q) / Dot(n, q));
            })
        {
            States = "S: 3 × size, n: 3",
        },

        new("Gated linear attention, with a gate of each row (Yang et al. 2024)",
            """
            S_t = (\alpha_t e_t^\top) \odot S_{t-1} + k_t v_t^\top
            e_t = 1 + 0 \odot v_t
            h_t = S_t^\top q_t
            \alpha_t = \sigma(W_\alpha x_t + b_\alpha)
            q_t = W_Q x_t, k_t = W_K x_t, v_t = W_V x_t
            """,
            static p =>
            {
                var (k, v) = (p.M("W_K") * p.X, p.M("W_V") * p.X);
                var gate = Sigmoid((p.M("W_alpha") * p.X) + p.V("b_alpha"));
                var s = (Outer(gate, new Vector([.. v.Elements.Select(static _ => 1.0)])) * p.Previous("S")) + Outer(k, v);
                p.Set("S", s);
                p.Set("h", TransposedTimes(s, p.M("W_Q") * p.X));
            })
        {
            States = "S: 3 × size",
        },

        new("Fast weights in rows, transposed, with a matrix behind them (Schlag et al. 2021)",
            """
            S_t = (x_t w^\top) S_{t-1} + v_t^\top k_t
            h_t = (q_t S_t^\top) W_o
            q_t = x_t W_Q
            k_t = x_t W_K
            v_t = x_t W_V
            """,
            static p =>
            {
                var (k, q) = (p.M("W_K") * p.X, p.M("W_Q") * p.X);
                var s = ((p.M("w") * p.X) * p.Previous("S")) + Outer(p.M("W_V") * p.X, k);
                p.Set("S", s);
                p.Set("h", p.M("W_o") * Times(s, q));
            })
        {
            Vectors = VectorConvention.Rows,
        },

        new("mLSTM (Beck et al. 2024)",
            """
            C_t = f_t C_{t-1} + i_t v_t k_t^\top
            n_t = f_t n_{t-1} + i_t k_t
            h_t = o_t \odot \tilde{h}_t, \quad \tilde{h}_t = C_t q_t / \max\left\{\mathrm{abs}(n_t^\top q_t), 1\right\}
            q_t = W_q x_t + b_q
            k_t = \frac{1}{2} W_k x_t + b_k
            v_t = W_v x_t + b_v
            i_t = \exp(\tilde{i}_t), \quad \tilde{i}_t = w_i^\top x_t + b_i
            f_t = \sigma(\tilde{f}_t), \quad \tilde{f}_t = w_f^\top x_t + b_f
            o_t = \sigma(\tilde{o}_t), \quad \tilde{o}_t = W_o x_t + b_o
            """,
            static p =>
            {
                var (q, k, v) = Projections(p, 0.5);
                var i = Exp((p.M("w_i") * p.X) + p.V("b_i"));
                var f = Sigmoid((p.M("w_f") * p.X) + p.V("b_f"));
                Remember(p, f, i, q, k, v);
            }),

        new("mLSTM with a stabiliser (Beck et al. 2024)",
            """
            \mathbf{C}_t &= f'_t \, \mathbf{C}_{t-1} + i'_t \, \mathbf{v}_t \mathbf{k}_t^{\top} \\
            \mathbf{n}_t &= f'_t \, \mathbf{n}_{t-1} + i'_t \, \mathbf{k}_t \\
            \mathbf{h}_t &= \mathbf{o}_t \odot \frac{\mathbf{C}_t \mathbf{q}_t}{\max\left(\text{abs}\left(\mathbf{n}_t^{\top} \mathbf{q}_t\right), 1\right)} \\
            \mathbf{q}_t &= \mathbf{W}_q \mathbf{x}_t + \mathbf{b}_q, \quad \mathbf{k}_t = \frac{1}{\sqrt{4}} \mathbf{W}_k \mathbf{x}_t + \mathbf{b}_k, \quad \mathbf{v}_t = \mathbf{W}_v \mathbf{x}_t + \mathbf{b}_v \\
            \tilde{i}_t &= \mathbf{w}_i^{\top} \mathbf{x}_t + b_i, \quad \tilde{f}_t = \mathbf{w}_f^{\top} \mathbf{x}_t + b_f \\
            m_t &= \max\left(\tilde{f}_t + m_{t-1}, \tilde{i}_t\right) \\
            i'_t &= \exp\left(\tilde{i}_t - m_t\right) \\
            f'_t &= \exp\left(\tilde{f}_t + m_{t-1} - m_t\right) \\
            \mathbf{o}_t &= \sigma\left(\mathbf{W}_o \mathbf{x}_t + \mathbf{b}_o\right)
            """,
            static p =>
            {
                var (q, k, v) = Projections(p, 0.5);
                var i = (p.M("w_i") * p.X) + p.V("b_i");
                var f = (p.M("w_f") * p.X) + p.V("b_f");
                var m = Vector.Zip(f + p.Previous("m"), i, Math.Max);
                p.Set("m", m);
                Remember(p, Exp(f + p.Previous("m") - m), Exp(i - m), q, k, v);
            }),

        new("Linear attention as a recurrence (Katharopoulos et al. 2020)",
            """
            k'_t = \mathrm{elu}(W_K x_t) + 1
            q'_t = \mathrm{elu}(W_Q x_t) + 1
            S_t = S_{t-1} + k'_t (W_V x_t)^\top
            z_t = z_{t-1} + k'_t
            h_t = \frac{S_t^\top q'_t}{z_t^\top q'_t}
            """,
            static p =>
            {
                var k = (p.M("W_K") * p.X).Map(Feature);
                var q = (p.M("W_Q") * p.X).Map(Feature);
                var s = p.Previous("S") + Outer(k, p.M("W_V") * p.X);
                var z = p.Previous("z") + k;
                p.Set("S", s);
                p.Set("z", z);
                p.Set("h", TransposedTimes(s, q) / Dot(z, q));
            }),

        new("Fast weights with the delta rule (Schlag et al. 2021)",
            """
            \bar{v}_t = W_{t-1} k_t
            W_t = W_{t-1} + \beta_t (v_t - \bar{v}_t) k_t^\top
            h_t = W_t q_t
            k_t = \mathrm{softmax}(A_k x_t), v_t = A_v x_t, q_t = \mathrm{softmax}(A_q x_t)
            \beta_t = \sigma(a_\beta^\top x_t)
            """,
            static p =>
            {
                var (k, v, q) = (Softmax(p.M("A_k") * p.X), p.M("A_v") * p.X, Softmax(p.M("A_q") * p.X));
                var before = p.Previous("W");
                var w = before + (Sigmoid(p.M("a_beta") * p.X) * Outer(v - Times(before, k), k));
                p.Set("W", w);
                p.Set("h", Times(w, q));
            }),

        new("Retention as a recurrence (Sun et al. 2023)",
            """
            S_n = \gamma S_{n-1} + K_n V_n^\top
            H_n = S_n^\top Q_n
            Q_n = W_Q X_n, \quad K_n = W_K X_n, \quad V_n = W_V X_n
            """,
            static p =>
            {
                var s = (0.9 * p.Previous("S")) + Outer(p.M("W_K") * p.X, p.M("W_V") * p.X);
                p.Set("S", s);
                p.Set("H", TransposedTimes(s, p.M("W_Q") * p.X));
            })
        {
            Input = "X", Output = "H", Time = "n", Constants = "γ = 0.9",
        },

        new("Associative memory of keys and values of two sizes, read through a matrix",
            """
            M_t = \lambda M_{t-1} + v_t k_t^T
            k_t = W_k x_t
            v_t = \tanh(W_v x_t + U h_{t-1})
            h_t = \tanh(W_o (M_t k_t) + b)
            """,
            static p =>
            {
                var (k, v) = (p.M("W_k") * p.X, Tanh((p.M("W_v") * p.X) + (p.M("U") * p.H)));
                var m = (p.V("lambda") * p.Previous("M")) + Outer(v, k);
                p.Set("M", m);
                p.Set("h", Tanh((p.M("W_o") * Times(m, k)) + p.V("b")));
            })
        {
            States = "M: 5 × keys", Scalars = ["λ"],
        },
    ];

    private static (Vector Query, Vector Key, Vector Value) Projections(PaperStep p, double scale) =>
        ((p.M("W_q") * p.X) + p.V("b_q"), (scale * (p.M("W_k") * p.X)) + p.V("b_k"), (p.M("W_v") * p.X) + p.V("b_v"));

    private static void Remember(PaperStep p, Vector forget, Vector input, Vector query, Vector key, Vector value)
    {
        var c = (forget * p.Previous("C")) + (input * Outer(value, key));
        var n = (forget * p.Previous("n")) + (input * key);
        p.Set("C", c);
        p.Set("n", n);
        p.Set("h", Sigmoid((p.M("W_o") * p.X) + p.V("b_o")) * (Times(c, query) / Dot(n, query).Map(static x => Math.Max(Math.Abs(x), 1))));
    }

    private static double Feature(double x) => (x > 0 ? x : Math.Exp(x) - 1) + 1;
}
