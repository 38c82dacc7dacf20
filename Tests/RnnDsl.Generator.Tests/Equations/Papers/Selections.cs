using static RnnDsl.Generator.Tests.Equations.Papers.Functions;

namespace RnnDsl.Generator.Tests.Equations.Papers;

/// <summary>Cells with cases, conditions and remainders, as papers lay them out.</summary>
internal static class Selections
{
    public static readonly IReadOnlyList<PaperCell> All =
    [
        new("Hard sigmoid by cases (Courbariaux et al. 2015)",
            """
            \begin{align}
            a_t &= W x_t + U h_{t-1} + b \\
            z_t &= \begin{cases}
                0, & \text{if } a_t < -1, \\
                1, & \text{if } a_t > 1, \\
                \frac{a_t + 1}{2}, & \text{otherwise}.
            \end{cases} \\
            h_t &= (1 - z_t) \odot h_{t-1} + z_t \odot \tanh(V x_t)
            \end{align}
            """,
            static p =>
            {
                var z = ((p.M("W") * p.X) + (p.M("U") * p.H) + p.V("b")).Map(static a => a < -1 ? 0 : a > 1 ? 1 : (a + 1) / 2);
                p.Set("h", ((1 - z) * p.H) + (z * Tanh(p.M("V") * p.X)));
            }),

        new("Leaky units by an array of two rows",
            """
            a_t = W x_t + U h_{t-1}
            h_t = \left\{ \begin{array}{ll}
                a_t & \mbox{for } a_t \geq 0 \\
                0.1 \, a_t & \mbox{for } a_t < 0
            \end{array} \right.
            """,
            static p => p.Set("h", ((p.M("W") * p.X) + (p.M("U") * p.H)).Map(static a => a >= 0 ? a : 0.1 * a))),

        new("Spiking unit with a refractory state (Bellec et al. 2018)",
            """
            v_t = \alpha v_{t-1} + W x_t + U h_{t-1} - 0.5 h_{t-1}
            h_t = 1 if v_t > 0.2 and r_{t-1} ≤ 0 else 0
            r_t = 2 if h_t = 1 else max(r_{t-1} - 1, 0)
            """,
            static p =>
            {
                var v = (p.V("alpha") * p.Previous("v")) + (p.M("W") * p.X) + (p.M("U") * p.H) - (0.5 * p.H);
                p.Set("v", v);
                var h = Vector.Zip(v, p.Previous("r"), static (a, r) => a > 0.2 && r <= 0 ? 1 : 0);
                p.Set("h", h);
                p.Set("r", Vector.Zip(h, p.Previous("r"), static (spike, r) => spike == 1 ? 2 : Math.Max(r - 1, 0)));
            }),

        new("Sawtooth gate in words",
            """
            φ_t = (φ_{t-1} + σ(W x_t)) mod τ
            k_t = φ_t / τ if 0.1 < φ_t < 0.5
                else (b if φ_t ≥ 0.5 or h_{t-1} ≠ 0 else 1)
            h_t = k_t ⊙ tanh(V x_t) + (1 - k_t) ⊙ h_{t-1}
            """,
            static p =>
            {
                var tau = p.V("tau");
                var phi = Vector.Zip(p.Previous("phi") + Sigmoid(p.M("W") * p.X), tau, static (a, m) => a - (m * Math.Floor(a / m)));
                p.Set("phi", phi);
                var (at, share, b) = (phi.Elements, (phi / tau).Elements, p.V("b").Elements);
                var k = new Vector([.. p.H.Elements.Select((h, i) => at[i] > 0.1 && at[i] < 0.5 ? share[i] : at[i] >= 0.5 || h != 0 ? b[i] : 1)]);
                p.Set("h", (k * Tanh(p.M("V") * p.X)) + ((1 - k) * p.H));
            }),

        new("GRU-D (Che et al. 2018)",
            """
            \begin{align}
            \mathbf{x}'_t &= \mathbf{m}_t \odot \mathbf{x}_t + (1 - \mathbf{m}_t) \odot \mathbf{x}'_{t-1} \\
            \boldsymbol{\alpha}_t &= \exp\left\{-\max(\mathbf{0}, \mathbf{w}_\alpha \odot \boldsymbol{\delta}_t + \mathbf{b}_\alpha)\right\} \\
            \boldsymbol{\gamma}_t &= \exp\left\{-\max(\mathbf{0}, \mathbf{W}_\gamma \boldsymbol{\delta}_t + \mathbf{b}_\gamma)\right\} \\
            \hat{\mathbf{x}}_t &= \mathbf{m}_t \odot \mathbf{x}_t + (1 - \mathbf{m}_t) \odot (\boldsymbol{\alpha}_t \odot \mathbf{x}'_{t-1} + (1 - \boldsymbol{\alpha}_t) \odot \tilde{\mathbf{x}}) \\
            \hat{\mathbf{h}}_t &= \boldsymbol{\gamma}_t \odot \mathbf{h}_{t-1} \\
            \mathbf{z}_t &= \sigma(\mathbf{W}_z \hat{\mathbf{x}}_t + \mathbf{U}_z \hat{\mathbf{h}}_t + \mathbf{V}_z \mathbf{m}_t + \mathbf{b}_z) \\
            \mathbf{r}_t &= \sigma(\mathbf{W}_r \hat{\mathbf{x}}_t + \mathbf{U}_r \hat{\mathbf{h}}_t + \mathbf{V}_r \mathbf{m}_t + \mathbf{b}_r) \\
            \tilde{\mathbf{h}}_t &= \tanh(\mathbf{W} \hat{\mathbf{x}}_t + \mathbf{U} (\mathbf{r}_t \odot \hat{\mathbf{h}}_t) + \mathbf{V} \mathbf{m}_t + \mathbf{b}) \\
            \mathbf{h}_t &= (1 - \mathbf{z}_t) \odot \hat{\mathbf{h}}_t + \mathbf{z}_t \odot \tilde{\mathbf{h}}_t
            \end{align}
            """,
            static p =>
            {
                var (x, m, delta, last) = (p.Inputs["x"], p.Inputs["m"], p.Inputs["delta"], p.Previous("x_prime"));
                p.Set("x_prime", (m * x) + ((1 - m) * last));
                var alpha = Exp(-Relu((p.V("w_alpha") * delta) + p.V("b_alpha")));
                var gamma = Exp(-Relu((p.M("W_gamma") * delta) + p.V("b_gamma")));
                var seen = (m * x) + ((1 - m) * ((alpha * last) + ((1 - alpha) * p.V("x_tilde"))));
                var h = gamma * p.H;
                var z = Sigmoid((p.M("W_z") * seen) + (p.M("U_z") * h) + (p.M("V_z") * m) + p.V("b_z"));
                var r = Sigmoid((p.M("W_r") * seen) + (p.M("U_r") * h) + (p.M("V_r") * m) + p.V("b_r"));
                p.Set("h", ((1 - z) * h) + (z * Tanh((p.M("W") * seen) + (p.M("U") * (r * h)) + (p.M("V") * m) + p.V("b"))));
            }) { Inputs = "x: variables, m: variables, δ: variables", States = "x': variables" },

        new("Time gate of the Phased LSTM (Neil et al. 2016)",
            """
            \phi_n = \frac{(t_n - s) \bmod \tau}{\tau}
            k_n = \begin{cases}
                \frac{2 \phi_n}{r_{on}}, & \text{if } \phi_n < \frac{1}{2} r_{on} \\
                2 - \frac{2 \phi_n}{r_{on}}, & \text{if } \frac{1}{2} r_{on} < \phi_n < r_{on} \\
                \alpha \phi_n, & \text{otherwise}
            \end{cases}
            \tilde{h}_n = \tanh(W x_n + U h_{n-1} + b)
            h_n = k_n \odot \tilde{h}_n + (1 - k_n) \odot h_{n-1}
            """,
            static p =>
            {
                var tau = p.V("tau");
                var phi = Vector.Zip(p.Inputs["t"] - p.V("s"), tau, static (a, m) => a - (m * Math.Floor(a / m))) / tau;
                var k = phi.Map(static phase => phase < 0.2 ? 2 * phase / 0.4 : phase > 0.2 && phase < 0.4 ? 2 - (2 * phase / 0.4) : 0.001 * phase);
                p.Set("h", (k * Tanh((p.M("W") * p.Inputs["x"]) + (p.M("U") * p.H) + p.V("b"))) + ((1 - k) * p.H));
            }) { Inputs = "x: 5, t", Time = "n", Constants = "r_{on} = 0.4, α = 0.001" },
    ];
}
