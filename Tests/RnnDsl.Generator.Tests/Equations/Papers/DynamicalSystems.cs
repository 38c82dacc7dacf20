using static RnnDsl.Generator.Tests.Equations.Papers.Functions;

namespace RnnDsl.Generator.Tests.Equations.Papers;

/// <summary>Cells from differential equations.</summary>
internal static class DynamicalSystems
{
    public static readonly IReadOnlyList<PaperCell> All =
    [
        new("CT-RNN (Funahashi and Nakamura 1993), Euler step",
            """
            \Delta t = 0.1
            h_t = h_{t-1} + \frac{\Delta t}{\tau} \left(-h_{t-1} + \tanh(W x_t + U h_{t-1} + b)\right)
            """,
            static p =>
            {
                p.Set("h", p.H + (0.1 / p.V("tau") * (-p.H + Tanh((p.M("W") * p.X) + (p.M("U") * p.H) + p.V("b")))));
            }),

        new("CT-RNN with constants of the cell",
            """
            h_t = h_{t-1} + \frac{\Delta t}{\tau} \left(-h_{t-1} + \tanh(W x_t + U h_{t-1} + b)\right)
            """,
            static p =>
            {
                p.Set("h", p.H + (0.1 / 2 * (-p.H + Tanh((p.M("W") * p.X) + (p.M("U") * p.H) + p.V("b")))));
            }) { Constants = "\\Delta t = 0.1, τ = 2" },

        new("Leaky integrator with one learned rate (Jaeger et al. 2007)",
            """
            x(n+1) = (1 - a) x(n) + a \tanh(W_{in} u(n+1) + \rho W x(n))
            """,
            static p =>
            {
                p.Set("x", ((1 - p.V("a")) * p.Previous("x")) + (p.V("a") * Tanh((p.M("W_in") * p.X) + (p.V("rho") * (p.M("W") * p.Previous("x"))))));
            }) { Input = "u", Output = "x", Time = "n", Scalars = ["a", "\\rho"] },

        new("Learned numbers in every place",
            """
            \kappa = \text{softplus}(\beta) - 1
            z_t = \max(\beta (W x_t), \kappa^2)
            h_t = (\kappa - z_t)^2 / (3 + \kappa) \odot h_{t-1} + \kappa (\beta - \gamma)
            """,
            static p =>
            {
                var beta = p.V("beta");
                var kappa = Softplus(beta) - 1;
                var z = Vector.Zip(beta * (p.M("W") * p.X), kappa * kappa, Math.Max);
                p.Set("h", ((kappa - z) * (kappa - z) / (3 + kappa) * p.H) + (kappa * (beta - p.V("gamma"))));
            }) { Scalars = ["β"] },

        new("AntisymmetricRNN (Chang et al. 2019), equation 11",
            """
            h_t = h_{t-1} + \epsilon \tanh\left(\left(W_h - W_h^\top - \gamma I\right) h_{t-1} + V_h x_t + b_h\right)
            """,
            static p =>
            {
                var w = p.M("W_h") - p.M("W_h").Transpose() - (0.1 * Matrix.Identity(p.M("W_h")));
                p.Set("h", p.H + (0.05 * Tanh((w * p.H) + (p.M("V_h") * p.X) + p.V("b_h"))));
            }) { Constants = "ε = 0.05, γ = 0.1" },

        new("AntisymmetricRNN with gates and a named matrix",
            """
            \begin{aligned}
            A &= \mathbf{W} - \mathbf{W}^\top - \gamma \mathbf{I}, \\
            z_t &= \sigma(A h_{t-1} + V_z x_t + b_z), \\
            h_t &= h_{t-1} + \epsilon z_t \circ \tanh(A h_{t-1} + V_h x_t + b_h).
            \end{aligned}
            """,
            static p =>
            {
                var gamma = p.V("gamma").Elements[0];
                var a = p.M("W") - p.M("W").Transpose() - (gamma * Matrix.Identity(p.M("W")));
                var z = Sigmoid((a * p.H) + (p.M("V_z") * p.X) + p.V("b_z"));
                p.Set("h", p.H + (p.V("epsilon") * z * Tanh((a * p.H) + (p.M("V_h") * p.X) + p.V("b_h"))));
            }) { Scalars = ["γ"] },

        new("Tied projection and back (a matrix and its transpose)",
            """
            z_t = \sigma(W x_t + U h_{t-1})
            h_t = z_t \odot h_{t-1} + \tanh(U^\top z_t + 0.5 W x_t)
            """,
            static p =>
            {
                var z = Sigmoid((p.M("W") * p.X) + (p.M("U") * p.H));
                p.Set("h", (z * p.H) + Tanh((p.M("U").Transpose() * z) + (0.5 * (p.M("W") * p.X))));
            }),

        new("A difference of matrices",
            """
            h_t = \tanh((A - 2 B) h_{t-1} + V x_t)
            """,
            static p => p.Set("h", Tanh(((p.M("A") - (2 * p.M("B"))) * p.H) + (p.M("V") * p.X)))),

        new("CT-RNN with a slash",
            """
            h_t = h_{t-1} + \Delta t/\tau \left(-h_{t-1} + \tanh(W x_t + U h_{t-1} + b)\right)
            """,
            static p =>
            {
                p.Set("h", p.H + (p.V("Deltat") / p.V("tau") * (-p.H + Tanh((p.M("W") * p.X) + (p.M("U") * p.H) + p.V("b")))));
            }) { Warnings = ["RNN337 «\\Delta t/\\tau \\left(-h_{t-1} + \\tanh(W x_t + U h_{t-1} + b)\\right)»"] },

        new("Leaky integrator (Jaeger et al. 2007)",
            """
            x(n+1) = (1 - a) \odot x(n) + a \odot \tanh(W_{in} u(n+1) + W x(n))
            """,
            static p =>
            {
                var x = ((1 - p.V("a")) * p.Previous("x")) + (p.V("a") * Tanh((p.M("W_in") * p.X) + (p.M("W") * p.Previous("x"))));
                p.Set("x", x);
            }) { Input = "u", Output = "x", Time = "n" },

        new("Echo state network with an output (Jaeger 2001)",
            """
            \mathbf{x}(n) = \tanh(\mathbf{W}^{in} \mathbf{u}(n) + \mathbf{W} \mathbf{x}(n-1) + \mathbf{W}^{fb} \mathbf{y}(n-1))
            \mathbf{y}(n) = \mathbf{W}^{out} [\mathbf{u}(n); \mathbf{x}(n)]
            """,
            static p =>
            {
                var x = Tanh((p.M("W_in") * p.X) + (p.M("W") * p.Previous("x")) + (p.M("W_fb") * p.Previous("y")));
                p.Set("x", x);
                p.Set("y", p.M("W_out") * Join(p.X, x));
            }) { Input = "u", Output = "y", Time = "n" },

        new("coRNN (Rusch and Mishra 2021)",
            """
            \begin{aligned}
            \mathbf{z}_n &= \mathbf{z}_{n-1} + \Delta t \left( \tanh(\mathbf{W} \mathbf{y}_{n-1} + \mathcal{W} \mathbf{z}_{n-1} + \mathbf{V} \mathbf{u}_n + \mathbf{b}) - \gamma \mathbf{y}_{n-1} - \epsilon \mathbf{z}_{n-1} \right), \\
            \mathbf{y}_n &= \mathbf{y}_{n-1} + \Delta t \mathbf{z}_n.
            \end{aligned}
            """,
            static p =>
            {
                var (y, z) = (p.Previous("y"), p.Previous("z"));
                z += p.V("Deltat") * (Tanh((p.M("W") * y) + (p.M("W_cal") * z) + (p.M("V") * p.X) + p.V("b")) - (p.V("gamma") * y) - (p.V("epsilon") * z));
                p.Set("z", z);
                p.Set("y", y + (p.V("Deltat") * z));
            }) { Input = "u", Output = "y", Time = "n" },

        new("LEM (Rusch et al. 2022)",
            """
            \begin{aligned}
            \mathbf{a}_n &= \Delta t \odot \sigma(\mathbf{W}_1 \mathbf{y}_{n-1} + \mathbf{V}_1 \mathbf{u}_n + \mathbf{b}_1), \\
            \mathbf{\bar{a}}_n &= \Delta t \odot \sigma(\mathbf{W}_2 \mathbf{y}_{n-1} + \mathbf{V}_2 \mathbf{u}_n + \mathbf{b}_2), \\
            \mathbf{z}_n &= (1 - \mathbf{a}_n) \odot \mathbf{z}_{n-1} + \mathbf{a}_n \odot \tanh(\mathbf{W}_z \mathbf{y}_{n-1} + \mathbf{V}_z \mathbf{u}_n + \mathbf{b}_z), \\
            \mathbf{y}_n &= (1 - \mathbf{\bar{a}}_n) \odot \mathbf{y}_{n-1} + \mathbf{\bar{a}}_n \odot \tanh(\mathbf{W}_y \mathbf{z}_n + \mathbf{V}_y \mathbf{u}_n + \mathbf{b}_y).
            \end{aligned}
            """,
            static p =>
            {
                var y = p.Previous("y");
                var a = p.V("Deltat") * Sigmoid((p.M("W_1") * y) + (p.M("V_1") * p.X) + p.V("b_1"));
                var b = p.V("Deltat") * Sigmoid((p.M("W_2") * y) + (p.M("V_2") * p.X) + p.V("b_2"));
                var z = ((1 - a) * p.Previous("z")) + (a * Tanh((p.M("W_z") * y) + (p.M("V_z") * p.X) + p.V("b_z")));
                p.Set("z", z);
                p.Set("y", ((1 - b) * y) + (b * Tanh((p.M("W_y") * z) + (p.M("V_y") * p.X) + p.V("b_y"))));
            }) { Input = "u", Output = "y", Time = "n" },

        new("UnICORNN-like second order",
            """
            z_t = z_{t-1} - \Delta t \odot \sigma(c) \odot (\tanh(w \odot y_{t-1} + V x_t + b) + \alpha y_{t-1})
            y_t = y_{t-1} + \Delta t \odot \sigma(c) \odot z_t
            h_t = y_t
            """,
            static p =>
            {
                var step = p.V("Deltat") * Sigmoid(p.V("c"));
                var y = p.Previous("y");
                var z = p.Previous("z") - (step * (Tanh((p.V("w") * y) + (p.M("V") * p.X) + p.V("b")) + (p.V("alpha") * y)));
                p.Set("z", z);
                p.Set("y", y + (step * z));
                p.Set("h", y + (step * z));
            }),

        new("Difference of the input (second order in time)",
            """
            v_t = x_t - 2 x_{t-1} + x_{t-2}
            h_t = \tanh(W v_t + U h_{t-1} + V h_{t-2} + b)
            """,
            static p =>
            {
                var v = p.X - (2 * p.Previous("x_lag1")) + p.Previous("x_lag2");
                p.Set("x_lag1", p.X);
                p.Set("x_lag2", p.Previous("x_lag1"));
                p.Set("h_lag2", p.H);
                p.Set("h", Tanh((p.M("W") * v) + (p.M("U") * p.H) + (p.M("V") * p.Previous("h_lag2")) + p.V("b")));
            }),

        new("Oscillator with sine and cosine",
            """
            \phi_t = \omega + W x_t
            h_t = \cos(\phi_t) \odot h_{t-1} + \sin(\phi_t) \odot \operatorname{sgn}(V x_t)
            """,
            static p =>
            {
                var phi = p.V("omega") + (p.M("W") * p.X);
                p.Set("h", (phi.Map(Math.Cos) * p.H) + (phi.Map(Math.Sin) * (p.M("V") * p.X).Map(static v => Math.Sign(v))));
            }),
    ];
}
