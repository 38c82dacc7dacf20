using static RnnDsl.Generator.Tests.Equations.Papers.Functions;

namespace RnnDsl.Generator.Tests.Equations.Papers;

/// <summary>Cells with one gate or two.</summary>
internal static class MinimalGates
{
    public static readonly IReadOnlyList<PaperCell> All =
    [
        new("MGU (Zhou et al. 2016)",
            """
            \begin{aligned}
            f_t &= \sigma\left(W_f \left[h_{t-1}, x_t\right] + b_f\right) \\
            \tilde{h}_t &= \tanh\left(W_h \left[f_t \odot h_{t-1}, x_t\right] + b_h\right) \\
            h_t &= (1 - f_t) \odot h_{t-1} + f_t \odot \tilde{h}_t
            \end{aligned}
            """,
            static p =>
            {
                var f = Sigmoid((p.M("W_f") * Join(p.H, p.X)) + p.V("b_f"));
                p.Set("h", ((1 - f) * p.H) + (f * Tanh((p.M("W_h") * Join(f * p.H, p.X)) + p.V("b_h"))));
            }),

        new("MGU1 (Heck and Salem 2017)",
            """
            f_t = \sigma\left(U_f h_{t-1} + b_f\right)
            \tilde{h}_t = \tanh\left(W_h x_t + U_h \left(f_t \odot h_{t-1}\right) + b_h\right)
            h_t = \left(1 - f_t\right) \odot h_{t-1} + f_t \odot \tilde{h}_t
            """,
            static p =>
            {
                var f = Sigmoid((p.M("U_f") * p.H) + p.V("b_f"));
                p.Set("h", ((1 - f) * p.H) + (f * Tanh((p.M("W_h") * p.X) + (p.M("U_h") * (f * p.H)) + p.V("b_h"))));
            }),

        new("MGU2 (Heck and Salem 2017)",
            """
            f_t = \sigma\big(U_f h_{t-1}\big)
            \tilde{h}_t = \tanh\Big(W_h x_t + U_h \big(f_t \odot h_{t-1}\big) + b_h\Big)
            h_t = \big(1 - f_t\big) \odot h_{t-1} + f_t \odot \tilde{h}_t
            """,
            static p =>
            {
                var f = Sigmoid(p.M("U_f") * p.H);
                p.Set("h", ((1 - f) * p.H) + (f * Tanh((p.M("W_h") * p.X) + (p.M("U_h") * (f * p.H)) + p.V("b_h"))));
            }),

        new("MGU3 (Heck and Salem 2017)",
            """
            f_t = \sigma\!(b_f)
            \tilde{h}_t = \tanh\!\left(W_h x_t + U_h (f_t \odot h_{t-1}) + b_h\right)
            h_t = (1 - f_t) \odot h_{t-1} + f_t \odot \tilde{h}_t
            """,
            static p =>
            {
                var f = Sigmoid(p.V("b_f"));
                p.Set("h", ((1 - f) * p.H) + (f * Tanh((p.M("W_h") * p.X) + (p.M("U_h") * (f * p.H)) + p.V("b_h"))));
            }),

        new("UGRNN (Collins et al. 2017)",
            """
            {\bf c}_t = \tanh\left({\bf W}^{ch} {\bf h}_{t-1} + {\bf W}^{cx} {\bf x}_t + {\bf b}^{c}\right)
            {\bf g}_t = \sigma\left({\bf W}^{gh} {\bf h}_{t-1} + {\bf W}^{gx} {\bf x}_t + {\bf b}^{g} + 1\right)
            {\bf h}_t = {\bf g}_t \odot {\bf h}_{t-1} + (1 - {\bf g}_t) \odot {\bf c}_t
            """,
            static p =>
            {
                var c = Tanh((p.M("W_ch") * p.H) + (p.M("W_cx") * p.X) + p.V("b_c"));
                var g = Sigmoid((p.M("W_gh") * p.H) + (p.M("W_gx") * p.X) + p.V("b_g") + 1);
                p.Set("h", (g * p.H) + ((1 - g) * c));
            }),

        new("LiGRU (Ravanelli et al. 2018)",
            """
            \begin{aligned}
            z_t &= \sigma(\mathrm{LN}(W_z x_t) + U_z h_{t-1}) \\
            \widetilde{h}_t &= \mathrm{ReLU}(\mathrm{LN}(W_h x_t) + U_h h_{t-1}) \\
            h_t &= z_t \odot h_{t-1} + (1 - z_t) \odot \widetilde{h}_t
            \end{aligned}
            """,
            static p =>
            {
                var z = Sigmoid(LayerNorm(p.M("W_z") * p.X) + (p.M("U_z") * p.H));
                var n = Relu(LayerNorm(p.M("W_h") * p.X) + (p.M("U_h") * p.H));
                p.Set("h", (z * p.H) + ((1 - z) * n));
            }),

        new("FastRNN (Kusupati et al. 2018)",
            """
            \tilde{\mathbf{h}}_t = \tanh(\mathbf{W}\mathbf{x}_t + \mathbf{U}\mathbf{h}_{t-1} + \mathbf{b}),
            \mathbf{h}_t = \alpha \tilde{\mathbf{h}}_t + \beta \mathbf{h}_{t-1},
            """,
            static p =>
            {
                p.Set("h", (p.V("alpha") * Tanh((p.M("W") * p.X) + (p.M("U") * p.H) + p.V("b"))) + (p.V("beta") * p.H));
            }),

        new("FastGRNN (Kusupati et al. 2018), its scalars before signs",
            """
            \mathbf{z}_t = \sigma(\mathbf{W}\mathbf{x}_t + \mathbf{U}\mathbf{h}_{t-1} + \mathbf{b}_z),
            \tilde{\mathbf{h}}_t = \tanh(\mathbf{W}\mathbf{x}_t + \mathbf{U}\mathbf{h}_{t-1} + \mathbf{b}_h),
            \mathbf{h}_t = (\zeta \odot (\mathbf{1} - \mathbf{z}_t) + \nu) \odot \tilde{\mathbf{h}}_t + \mathbf{z}_t \odot \mathbf{h}_{t-1},
            """,
            static p =>
            {
                var a = (p.M("W") * p.X) + (p.M("U") * p.H);
                var z = Sigmoid(a + p.V("b_z"));
                p.Set("h", (((p.V("zeta") * (1 - z)) + p.V("nu")) * Tanh(a + p.V("b_h"))) + (z * p.H));
            }),

        new("FastGRNN of low rank (Kusupati et al. 2018)",
            """
            \begin{aligned}
            \mathbf{p}_t &= \mathbf{W}^2 \mathbf{x}_t \\
            \mathbf{q}_t &= \mathbf{U}^2 \mathbf{h}_{t-1} \\
            \mathbf{z}_t &= \sigma(\mathbf{W}^1 \mathbf{p}_t + \mathbf{U}^1 \mathbf{q}_t + \mathbf{b}_z) \\
            \tilde{\mathbf{h}}_t &= \tanh(\mathbf{W}^1 \mathbf{p}_t + \mathbf{U}^1 \mathbf{q}_t + \mathbf{b}_h) \\
            \mathbf{h}_t &= (\zeta (\mathbf{1} - \mathbf{z}_t) + \nu) \odot \tilde{\mathbf{h}}_t + \mathbf{z}_t \odot \mathbf{h}_{t-1}
            \end{aligned}
            """,
            static p =>
            {
                var sum = (p.M("W_1") * (p.M("W_2") * p.X)) + (p.M("U_1") * (p.M("U_2") * p.H));
                var z = Sigmoid(sum + p.V("b_z"));
                p.Set("h", (((p.V("zeta") * (1 - z)) + p.V("nu")) * Tanh(sum + p.V("b_h"))) + (z * p.H));
            }) { Values = "p: rank, q: 16", Scalars = ["ζ", "ν"] },

        new("RAN (Lee et al. 2017)",
            """
            \begin{aligned}
            \tilde{c}_t &= W_{cx} x_t \\
            i_t &= \sigma(W_{ih} h_{t-1} + W_{ix} x_t + b_i) \\
            f_t &= \sigma(W_{fh} h_{t-1} + W_{fx} x_t + b_f) \\
            c_t &= i_t \circ \tilde{c}_t + f_t \circ c_{t-1} \\
            h_t &= \tanh(c_t)
            \end{aligned}
            """,
            static p =>
            {
                var i = Sigmoid((p.M("W_ih") * p.H) + (p.M("W_ix") * p.X) + p.V("b_i"));
                var f = Sigmoid((p.M("W_fh") * p.H) + (p.M("W_fx") * p.X) + p.V("b_f"));
                var c = (i * (p.M("W_cx") * p.X)) + (f * p.Previous("c"));
                p.Set("c", c);
                p.Set("h", Tanh(c));
            }),

        new("CFN (Laurent and von Brecht 2017)",
            """
            h_t = \theta_t \odot \tanh(h_{t-1}) + \eta_t \odot \tanh(W x_t)
            \theta_t = \sigma(U_\theta h_{t-1} + V_\theta x_t + b_\theta)
            \eta_t = \sigma(U_\eta h_{t-1} + V_\eta x_t + b_\eta)
            """,
            static p =>
            {
                var theta = Sigmoid((p.M("U_theta") * p.H) + (p.M("V_theta") * p.X) + p.V("b_theta"));
                var eta = Sigmoid((p.M("U_eta") * p.H) + (p.M("V_eta") * p.X) + p.V("b_eta"));
                p.Set("h", (theta * Tanh(p.H)) + (eta * Tanh(p.M("W") * p.X)));
            }),

        new("ATR (Zhang et al. 2018)",
            """
            \begin{aligned}
            p_t &= W x_t, \qquad \\
            q_t &= U h_{t-1}, \\
            i_t &= \sigma(p_t + q_t), \\
            f_t &= \sigma(p_t - q_t), \\
            h_t &= i_t \odot p_t + f_t \odot h_{t-1}
            \end{aligned}
            """,
            static p =>
            {
                var (a, q) = (p.M("W") * p.X, p.M("U") * p.H);
                p.Set("h", (Sigmoid(a + q) * a) + (Sigmoid(a - q) * p.H));
            }),

        new("STAR (Turkoglu et al. 2021)",
            """
            \mathbf{k}_t = \sigma(\mathbf{W}_x^{k} \mathbf{x}_t + \mathbf{W}_h \mathbf{h}_{t-1} + \mathbf{b}_k)
            \mathbf{z}_t = \tanh(\mathbf{W}_z \mathbf{x}_t + \mathbf{b}_z)
            \mathbf{h}_t = \tanh\left((1 - \mathbf{k}_t) \circ \mathbf{h}_{t-1} + \mathbf{k}_t \circ \mathbf{z}_t\right)
            """,
            static p =>
            {
                var k = Sigmoid((p.M("W_x_k") * p.X) + (p.M("W_h") * p.H) + p.V("b_k"));
                var z = Tanh((p.M("W_z") * p.X) + p.V("b_z"));
                p.Set("h", Tanh(((1 - k) * p.H) + (k * z)));
            }),
    ];
}
