using static RnnDsl.Generator.Tests.Equations.Papers.Functions;

namespace RnnDsl.Generator.Tests.Equations.Papers;

/// <summary>Cells with several gates or states of their own.</summary>
internal static class OtherGates
{
    public static readonly IReadOnlyList<PaperCell> All =
    [
        new("IndRNN (Li et al. 2018)",
            """
            \mathbf{h}_t = \mathrm{ReLU}(\mathbf{W}\mathbf{x}_t + \mathbf{u} \odot \mathbf{h}_{t-1} + \mathbf{b})
            """,
            static p =>
            {
                p.Set("h", Relu((p.M("W") * p.X) + (p.V("u") * p.H) + p.V("b")));
            }),

        new("Elman network (Elman 1990)",
            """
            h_t = \tanh(W_{xh} x_t + W_{hh} h_{t-1} + b_h) \tag{3.1}
            """,
            static p =>
            {
                p.Set("h", Tanh((p.M("W_xh") * p.X) + (p.M("W_hh") * p.H) + p.V("b_h")));
            }),

        new("Elman network with transposes",
            """
            \mathbf{h}_t = \tanh\left(\mathbf{W}^\top \mathbf{x}_t + \mathbf{U}^{\mathsf{T}} \mathbf{h}_{t-1} + \mathbf{b}\right)
            """,
            static p =>
            {
                p.Set("h", Tanh((p.M("W") * p.X) + (p.M("U") * p.H) + p.V("b")));
            }),

        new("Multiplicative RNN (Sutskever et al. 2011)",
            """
            f_t = (W_{fx} x_t) \odot (W_{fh} h_{t-1})
            h_t = \tanh(W_{hf} f_t + W_{hx} x_t)
            """,
            static p =>
            {
                var f = (p.M("W_fx") * p.X) * (p.M("W_fh") * p.H);
                p.Set("h", Tanh((p.M("W_hf") * f) + (p.M("W_hx") * p.X)));
            }),

        new("Multiplicative integration (Wu et al. 2016)",
            """
            \mathbf{h}_t = \tanh\left(\boldsymbol{\alpha} \odot \mathbf{W}\mathbf{x}_t \odot \mathbf{U}\mathbf{h}_{t-1} + \boldsymbol{\beta}_1 \odot \mathbf{U}\mathbf{h}_{t-1} + \boldsymbol{\beta}_2 \odot \mathbf{W}\mathbf{x}_t + \mathbf{b}\right)
            """,
            static p =>
            {
                var (w, u) = (p.M("W") * p.X, p.M("U") * p.H);
                p.Set("h", Tanh((p.V("alpha") * w * u) + (p.V("beta_1") * u) + (p.V("beta_2") * w) + p.V("b")));
            }),

        new("SCRN (Mikolov et al. 2015)",
            """
            \begin{aligned}
            s_t &= (1 - \alpha) B x_t + \alpha s_{t-1}, \\
            h_t &= \sigma(P s_t + A x_t + R h_{t-1})
            \end{aligned}
            """,
            static p =>
            {
                var s = ((1 - p.V("alpha")) * (p.M("B") * p.X)) + (p.V("alpha") * p.Previous("s"));
                p.Set("s", s);
                p.Set("h", Sigmoid((p.M("P") * s) + (p.M("A") * p.X) + (p.M("R") * p.H)));
            }) { States = "s: 2" },

        new("nBRC (Vecoven et al. 2021)",
            """
            \begin{aligned}
            h_t &= c_t \circ h_{t-1} + (1 - c_t) \circ \tanh(U x_t + a_t \circ h_{t-1}) \\
            a_t &= 1 + \tanh(U_a x_t + W_a h_{t-1}) \\
            c_t &= \sigma(U_c x_t + W_c h_{t-1})
            \end{aligned}
            """,
            static p =>
            {
                var a = 1 + Tanh((p.M("U_a") * p.X) + (p.M("W_a") * p.H));
                var c = Sigmoid((p.M("U_c") * p.X) + (p.M("W_c") * p.H));
                p.Set("h", (c * p.H) + ((1 - c) * Tanh((p.M("U") * p.X) + (a * p.H))));
            }),

        new("BRC (Vecoven et al. 2021)",
            """
            \begin{aligned}
            h_t &= c_t \circ h_{t-1} + (1 - c_t) \circ \tanh(U x_t + a_t \circ h_{t-1}) \\
            a_t &= 1 + \tanh(U_a x_t + w_a \circ h_{t-1}) \\
            c_t &= \sigma(U_c x_t + w_c \circ h_{t-1})
            \end{aligned}
            """,
            static p =>
            {
                var a = 1 + Tanh((p.M("U_a") * p.X) + (p.V("w_a") * p.H));
                var c = Sigmoid((p.M("U_c") * p.X) + (p.V("w_c") * p.H));
                p.Set("h", (c * p.H) + ((1 - c) * Tanh((p.M("U") * p.X) + (a * p.H))));
            }),

        new("Highway step (Zilly et al. 2017, depth 1)",
            """
            \mathbf{h}_{t} = \tanh(\mathbf{W}_H \mathbf{x}_t + \mathbf{R}_H \mathbf{s}_{t-1} + \mathbf{b}_H)
            \mathbf{g}_t = \sigma(\mathbf{W}_T \mathbf{x}_t + \mathbf{R}_T \mathbf{s}_{t-1} + \mathbf{b}_T)
            \mathbf{s}_{t} = \mathbf{h}_{t} \mathbf{g}_t + \mathbf{s}_{t-1} (1 - \mathbf{g}_t)
            """,
            static p =>
            {
                var s = p.Previous("s");
                var n = Tanh((p.M("W_H") * p.X) + (p.M("R_H") * s) + p.V("b_H"));
                var g = Sigmoid((p.M("W_T") * p.X) + (p.M("R_T") * s) + p.V("b_T"));
                p.Set("s", (n * g) + (s * (1 - g)));
            }) { Output = "s" },

        new("sLSTM (Beck et al. 2024) without its stabiliser",
            """
            \begin{align}
            c_t &= f_t c_{t-1} + i_t z_t \\
            n_t &= f_t n_{t-1} + i_t \\
            h_t &= o_t \tilde{h}_t, & \\
            \tilde{h}_t &= c_t / n_t \\
            z_t &= \tanh(\tilde{z}_t), & \\
            \tilde{z}_t &= W_z x_t + R_z h_{t-1} + b_z \\
            i_t &= \exp(\tilde{i}_t), & \\
            \tilde{i}_t &= W_i x_t + R_i h_{t-1} + b_i \\
            f_t &= \sigma(\tilde{f}_t), & \\
            \tilde{f}_t &= W_f x_t + R_f h_{t-1} + b_f \\
            o_t &= \sigma(\tilde{o}_t), & \\
            \tilde{o}_t &= W_o x_t + R_o h_{t-1} + b_o
            \end{align}
            """,
            static p =>
            {
                Vector Sum(string gate) => (p.M("W_" + gate) * p.X) + (p.M("R_" + gate) * p.H) + p.V("b_" + gate);
                var (z, i, f, o) = (Tanh(Sum("z")), Exp(Sum("i")), Sigmoid(Sum("f")), Sigmoid(Sum("o")));
                var c = (f * p.Previous("c")) + (i * z);
                var n = (f * p.Previous("n")) + i;
                p.Set("c", c);
                p.Set("n", n);
                p.Set("h", o * (c / n));
            }),

        new("TG-LSTM (transition gates)",
            """
            f_t = \sigma(W_f x_t + b_f + \mathbf{V}_f c_{t-1})
            o_t = \sigma(W_o x_t + b_o + \mathbf{V}_o c_{t-1})
            c_t = f_t \odot c_{t-1} + (1 - f_t) \odot \tanh(W_c x_t + b_c)
            h_t = o_t \odot \tanh(c_t)
            """,
            static p =>
            {
                var before = p.Previous("c");
                var f = Sigmoid((p.M("W_f") * p.X) + p.V("b_f") + (p.M("V_f") * before));
                var o = Sigmoid((p.M("W_o") * p.X) + p.V("b_o") + (p.M("V_o") * before));
                var c = (f * before) + ((1 - f) * Tanh((p.M("W_c") * p.X) + p.V("b_c")));
                p.Set("c", c);
                p.Set("h", o * Tanh(c));
            }),

        new("IRNN with a squared state",
            """
            q_t = h_{t-1}^2 + \tfrac{1}{2} h_{t-1}
            h_t = \text{ReLU}(W x_t + U q_t + b)
            """,
            static p =>
            {
                p.Set("h", Relu((p.M("W") * p.X) + (p.M("U") * ((p.H * p.H) + (0.5 * p.H))) + p.V("b")));
            }),
    ];
}
