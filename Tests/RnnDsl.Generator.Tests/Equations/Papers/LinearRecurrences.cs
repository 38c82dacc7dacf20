using static RnnDsl.Generator.Tests.Equations.Papers.Functions;

namespace RnnDsl.Generator.Tests.Equations.Papers;

/// <summary>Cells whose states are linear in their previous values.</summary>
internal static class LinearRecurrences
{
    public static readonly IReadOnlyList<PaperCell> All =
    [
        new("minGRU (Feng et al. 2024)",
            """
            \begin{aligned}
            \boldsymbol{h}_t &= (\boldsymbol{1} - \boldsymbol{z}_t) \odot \boldsymbol{h}_{t-1} + \boldsymbol{z}_t \odot \tilde{\boldsymbol{h}}_t \\
            \boldsymbol{z}_t &= \sigma(W_z \boldsymbol{x}_t) \\
            \tilde{\boldsymbol{h}}_t &= W_h \boldsymbol{x}_t
            \end{aligned}
            """,
            static p =>
            {
                var z = Sigmoid(p.M("W_z") * p.X);
                p.Set("h", ((1 - z) * p.H) + (z * (p.M("W_h") * p.X)));
            }),

        new("minLSTM (Feng et al. 2024)",
            """
            \begin{align}
            h_t &= f'_t \odot h_{t-1} + i'_t \odot \tilde{h}_t \\
            f_t &= \sigma(W_f x_t) \\
            i_t &= \sigma(W_i x_t) \\
            \tilde{h}_t &= W_h x_t \\
            f'_t &= \frac{f_t}{f_t + i_t} \\
            i'_t &= \frac{i_t}{f_t + i_t}
            \end{align}
            """,
            static p =>
            {
                var (f, i) = (Sigmoid(p.M("W_f") * p.X), Sigmoid(p.M("W_i") * p.X));
                p.Set("h", (f / (f + i) * p.H) + (i / (f + i) * (p.M("W_h") * p.X)));
            }),

        new("QRNN with fo-pooling (Bradbury et al. 2017)",
            """
            \begin{aligned}
            \mathbf{z}_t &= \tanh(\mathbf{W}_z^1 \mathbf{x}_{t-1} + \mathbf{W}_z^2 \mathbf{x}_t) \\
            \mathbf{f}_t &= \sigma(\mathbf{W}_f^1 \mathbf{x}_{t-1} + \mathbf{W}_f^2 \mathbf{x}_t) \\
            \mathbf{o}_t &= \sigma(\mathbf{W}_o^1 \mathbf{x}_{t-1} + \mathbf{W}_o^2 \mathbf{x}_t) \\
            \mathbf{c}_t &= \mathbf{f}_t \odot \mathbf{c}_{t-1} + (1 - \mathbf{f}_t) \odot \mathbf{z}_t \\
            \mathbf{h}_t &= \mathbf{o}_t \odot \mathbf{c}_t
            \end{aligned}
            """,
            static p =>
            {
                var before = p.Previous("x_lag1");
                var z = Tanh((p.M("W_z_1") * before) + (p.M("W_z_2") * p.X));
                var f = Sigmoid((p.M("W_f_1") * before) + (p.M("W_f_2") * p.X));
                var o = Sigmoid((p.M("W_o_1") * before) + (p.M("W_o_2") * p.X));
                var c = (f * p.Previous("c")) + ((1 - f) * z);
                p.Set("x_lag1", p.X);
                p.Set("c", c);
                p.Set("h", o * c);
            }),

        new("SRU (Lei et al. 2018, first version)",
            """
            \begin{aligned}
            \tilde{x}_t &= W x_t \\
            f_t &= \sigma(W_f x_t + b_f) \\
            r_t &= \sigma(W_r x_t + b_r) \\
            c_t &= f_t \odot c_{t-1} + (1 - f_t) \odot \tilde{x}_t \\
            h_t &= r_t \odot \tanh(c_t) + (1 - r_t) \odot x_t
            \end{aligned}
            """,
            static p =>
            {
                var f = Sigmoid((p.M("W_f") * p.X) + p.V("b_f"));
                var r = Sigmoid((p.M("W_r") * p.X) + p.V("b_r"));
                var c = (f * p.Previous("c")) + ((1 - f) * (p.M("W") * p.X));
                p.Set("c", c);
                p.Set("h", (r * Tanh(c)) + ((1 - r) * p.X));
            }),

        new("SRU (Lei et al. 2018, second version)",
            """
            \begin{aligned}
            \mathbf{f}_t &= \sigma(\mathbf{W}_f \mathbf{x}_t + \mathbf{v}_f \odot \mathbf{c}_{t-1} + \mathbf{b}_f) \\
            \mathbf{c}_t &= \mathbf{f}_t \odot \mathbf{c}_{t-1} + (1-\mathbf{f}_t) \odot (\mathbf{W}\mathbf{x}_t) \\
            \mathbf{r}_t &= \sigma(\mathbf{W}_r \mathbf{x}_t + \mathbf{v}_r \odot \mathbf{c}_{t-1} + \mathbf{b}_r) \\
            \mathbf{h}_t &= \mathbf{r}_t \odot \mathbf{c}_t + (1-\mathbf{r}_t) \odot \mathbf{x}_t
            \end{aligned}
            """,
            static p =>
            {
                var before = p.Previous("c");
                var f = Sigmoid((p.M("W_f") * p.X) + (p.V("v_f") * before) + p.V("b_f"));
                var c = (f * before) + ((1 - f) * (p.M("W") * p.X));
                var r = Sigmoid((p.M("W_r") * p.X) + (p.V("v_r") * before) + p.V("b_r"));
                p.Set("c", c);
                p.Set("h", (r * c) + ((1 - r) * p.X));
            }),

        new("RG-LRU (De et al. 2024)",
            """
            \begin{aligned}
            r_t &= \sigma(W_a x_t + b_a), & \\
            i_t &= \sigma(W_x x_t + b_x), & \\
            a_t &= \sigma(\Lambda)^{8 r_t}, & \\
            h_t &= a_t \odot h_{t-1} + \sqrt{1 - a_t^2} \odot (i_t \odot x_t) &
            \end{aligned}
            """,
            static p =>
            {
                var r = Sigmoid((p.M("W_a") * p.X) + p.V("b_a"));
                var i = Sigmoid((p.M("W_x") * p.X) + p.V("b_x"));
                var a = Vector.Zip(Sigmoid(p.V("Lambda")), 8 * r, Math.Pow);
                p.Set("h", (a * p.H) + (Sqrt(1 - (a * a)) * (i * p.X)));
            }),

        new("Exponential moving average with a Greek factor",
            """
            h_t = \alpha \odot x_t + (1 - \alpha) h_{t-1}
            """,
            static p =>
            {
                p.Set("h", (p.V("alpha") * p.X) + ((1 - p.V("alpha")) * p.H));
            }),

        new("Diagonal state space (S4D style), discretised in the cell",
            """
            \bar{a} = \exp(-\Delta \odot \exp(a))
            \bar{B}_t = \Delta \odot (B x_t)
            h_t = \bar{a} \odot h_{t-1} + \bar{B}_t
            """,
            static p =>
            {
                p.Set("h", (Exp(-p.V("Delta") * Exp(p.V("a"))) * p.H) + (p.V("Delta") * (p.M("B") * p.X)));
            }),

        new("HGRN-like gate with a lower bound",
            """
            \mu_t = \sigma(W_\mu x_t + b_\mu)
            \lambda_t = \gamma + (1 - \gamma) \odot \mu_t
            h_t = \lambda_t \odot h_{t-1} + (1 - \lambda_t) \odot \text{SiLU}(W_c x_t + b_c)
            """,
            static p =>
            {
                var mu = Sigmoid((p.M("W_mu") * p.X) + p.V("b_mu"));
                var lambda = p.V("gamma") + ((1 - p.V("gamma")) * mu);
                var s = (p.M("W_c") * p.X) + p.V("b_c");
                p.Set("h", (lambda * p.H) + ((1 - lambda) * (s * Sigmoid(s))));
            }),
    ];
}
