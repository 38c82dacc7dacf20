using static RnnDsl.Generator.Tests.Equations.Papers.Functions;

namespace RnnDsl.Generator.Tests.Equations.Papers;

/// <summary>The GRU as several papers print it, and its variants.</summary>
internal static class GatedRecurrentUnits
{
    public static readonly IReadOnlyList<PaperCell> All =
    [
        new("GRU (Cho et al. 2014)",
            """
            r_t = \sigma\left( \mathbf{W}_r \mathbf{x}_t + \mathbf{U}_r \mathbf{h}_{t-1} \right)
            z_t = \sigma\left( \mathbf{W}_z \mathbf{x}_t + \mathbf{U}_z \mathbf{h}_{t-1} \right)
            \tilde{\mathbf{h}}_t = \tanh\left( \mathbf{W} \mathbf{x}_t + \mathbf{U} \left( r_t \odot \mathbf{h}_{t-1} \right) \right)
            \mathbf{h}_t = z_t \mathbf{h}_{t-1} + (1 - z_t) \tilde{\mathbf{h}}_t
            """,
            static p =>
            {
                var r = Sigmoid((p.M("W_r") * p.X) + (p.M("U_r") * p.H));
                var z = Sigmoid((p.M("W_z") * p.X) + (p.M("U_z") * p.H));
                p.Set("h", (z * p.H) + ((1 - z) * Tanh((p.M("W") * p.X) + (p.M("U") * (r * p.H)))));
            }),

        new("GRU with line breaks inside its equations",
            """
            \begin{align}
            z_t &= \sigma\big( W_z x_t + U_z h_{t-1}
                  + b_z \big), \\[1ex]
            r_t &= \sigma\big( W_r x_t + U_r h_{t-1}
                  + b_r \big), \\[1ex]
            \hat{h}_t &= \tanh\big( W_h x_t
                  + U_h (r_t \odot h_{t-1}) + b_h \big), \\[1ex]
            h_t &= (1 - z_t) \odot h_{t-1}
                  + z_t \odot \hat{h}_t. \label{eq:gru}
            \end{align}
            """,
            static p =>
            {
                var z = Sigmoid((p.M("W_z") * p.X) + (p.M("U_z") * p.H) + p.V("b_z"));
                var r = Sigmoid((p.M("W_r") * p.X) + (p.M("U_r") * p.H) + p.V("b_r"));
                var n = Tanh((p.M("W_h") * p.X) + (p.M("U_h") * (r * p.H)) + p.V("b_h"));
                p.Set("h", ((1 - z) * p.H) + (z * n));
            }),

        new("GRU of an encyclopaedia, with bold one",
            """
            \mathbf{z}_t = \sigma(\mathbf{W}_z \mathbf{x}_t + \mathbf{U}_z \mathbf{h}_{t-1} + \mathbf{b}_z) \quad (1)
            \mathbf{r}_t = \sigma(\mathbf{W}_r \mathbf{x}_t + \mathbf{U}_r \mathbf{h}_{t-1} + \mathbf{b}_r) \quad (2)
            \hat{\mathbf{h}}_t = \tanh(\mathbf{W}_h \mathbf{x}_t + \mathbf{U}_h (\mathbf{r}_t \odot \mathbf{h}_{t-1}) + \mathbf{b}_h) \quad (3)
            \mathbf{h}_t = (\mathbf{1} - \mathbf{z}_t) \odot \mathbf{h}_{t-1} + \mathbf{z}_t \odot \hat{\mathbf{h}}_t \quad (4)
            """,
            static p =>
            {
                var z = Sigmoid((p.M("W_z") * p.X) + (p.M("U_z") * p.H) + p.V("b_z"));
                var r = Sigmoid((p.M("W_r") * p.X) + (p.M("U_r") * p.H) + p.V("b_r"));
                var n = Tanh((p.M("W_h") * p.X) + (p.M("U_h") * (r * p.H)) + p.V("b_h"));
                p.Set("h", ((1 - z) * p.H) + (z * n));
            }),

        new("GRU with row vectors",
            """
            \begin{aligned}
            \mathbf{R}_t &= \sigma(\mathbf{x}_t \mathbf{W}_{xr} + \mathbf{h}_{t-1} \mathbf{W}_{hr} + \mathbf{b}_r), \\
            \mathbf{Z}_t &= \sigma(\mathbf{x}_t \mathbf{W}_{xz} + \mathbf{h}_{t-1} \mathbf{W}_{hz} + \mathbf{b}_z), \\
            \tilde{\mathbf{h}}_t &= \tanh(\mathbf{x}_t \mathbf{W}_{xh} + (\mathbf{R}_t \odot \mathbf{h}_{t-1}) \mathbf{W}_{hh} + \mathbf{b}_h), \\
            \mathbf{h}_t &= \mathbf{Z}_t \odot \mathbf{h}_{t-1} + (1 - \mathbf{Z}_t) \odot \tilde{\mathbf{h}}_t.
            \end{aligned}
            """,
            static p =>
            {
                var r = Sigmoid((p.M("W_xr") * p.X) + (p.M("W_hr") * p.H) + p.V("b_r"));
                var z = Sigmoid((p.M("W_xz") * p.X) + (p.M("W_hz") * p.H) + p.V("b_z"));
                var n = Tanh((p.M("W_xh") * p.X) + (p.M("W_hh") * (r * p.H)) + p.V("b_h"));
                p.Set("h", (z * p.H) + ((1 - z) * n));
            }),

        new("GRU with reset after the product, superscript angles",
            """
            z^{\langle t \rangle} = \sigma\left(W_{iz} x^{\langle t \rangle} + W_{hz} h^{\langle t-1 \rangle} + b_z\right)
            r^{\langle t \rangle} = \sigma\left(W_{ir} x^{\langle t \rangle} + W_{hr} h^{\langle t-1 \rangle} + b_r\right)
            n^{\langle t \rangle} = \tanh\left(W_{in} x^{\langle t \rangle} + b_{in} + r^{\langle t \rangle} \circ (W_{hn} h^{\langle t-1 \rangle} + b_{hn})\right)
            h^{\langle t \rangle} = (1 - z^{\langle t \rangle}) \circ n^{\langle t \rangle} + z^{\langle t \rangle} \circ h^{\langle t-1 \rangle}
            """,
            static p =>
            {
                var z = Sigmoid((p.M("W_iz") * p.X) + (p.M("W_hz") * p.H) + p.V("b_z"));
                var r = Sigmoid((p.M("W_ir") * p.X) + (p.M("W_hr") * p.H) + p.V("b_r"));
                var n = Tanh((p.M("W_in") * p.X) + p.V("b_in") + (r * ((p.M("W_hn") * p.H) + p.V("b_hn"))));
                p.Set("h", ((1 - z) * n) + (z * p.H));
            }),

        new("GRU variant 1 (Dey and Salem 2017)",
            """
            \begin{eqnarray}
            z_t &=& \sigma(U_z h_{t-1} + b_z) \\
            r_t &=& \sigma(U_r h_{t-1} + b_r) \\
            \tilde{h}_t &=& \tanh(W_h x_t + U_h (r_t \odot h_{t-1}) + b_h) \\
            h_t &=& (1 - z_t) \odot h_{t-1} + z_t \odot \tilde{h}_t
            \end{eqnarray}
            """,
            static p =>
            {
                var z = Sigmoid((p.M("U_z") * p.H) + p.V("b_z"));
                var r = Sigmoid((p.M("U_r") * p.H) + p.V("b_r"));
                var n = Tanh((p.M("W_h") * p.X) + (p.M("U_h") * (r * p.H)) + p.V("b_h"));
                p.Set("h", ((1 - z) * p.H) + (z * n));
            }),

        new("GRU variant 2 (Dey and Salem 2017)",
            """
            \begin{gathered}
            z_t = \sigma(U_z h_{t-1}), \quad r_t = \sigma(U_r h_{t-1})
            \end{gathered}
            h_t = (1 - z_t) \odot h_{t-1} + z_t \odot \tanh(W_h x_t + U_h (r_t \odot h_{t-1}) + b_h)
            """,
            static p =>
            {
                var z = Sigmoid((p.M("U_z") * p.H));
                var r = Sigmoid((p.M("U_r") * p.H));
                var n = Tanh((p.M("W_h") * p.X) + (p.M("U_h") * (r * p.H)) + p.V("b_h"));
                p.Set("h", ((1 - z) * p.H) + (z * n));
            }),

        new("GRU variant 3 (Dey and Salem 2017)",
            """
            \begin{align*}
            z_t & = \sigma(b_z), & \\
            r_t & = \sigma(b_r), & \\
            h_t & = (1 - z_t) \odot h_{t-1} + z_t \odot \tanh(W_h x_t + U_h (r_t \odot h_{t-1}) + b_h) &
            \end{align*}
            """,
            static p =>
            {
                var (z, r) = (Sigmoid(p.V("b_z")), Sigmoid(p.V("b_r")));
                p.Set("h", ((1 - z) * p.H) + (z * Tanh((p.M("W_h") * p.X) + (p.M("U_h") * (r * p.H)) + p.V("b_h"))));
            }),

        new("MUT1 (Jozefowicz et al. 2015)",
            """
            \begin{aligned}
            z &= \text{sigm}(W_{xz} x_t + b_z) \\
            r &= \text{sigm}(W_{xr} x_t + W_{hr} h_{t-1} + b_r) \\
            h_{t} &= \tanh(W_{hh}(r \odot h_{t-1}) + \tanh(x_t) + b_h) \odot z \\
             &+ h_{t-1} \odot (1 - z)
            \end{aligned}
            """,
            static p =>
            {
                var z = Sigmoid((p.M("W_xz") * p.X) + p.V("b_z"));
                var r = Sigmoid((p.M("W_xr") * p.X) + (p.M("W_hr") * p.H) + p.V("b_r"));
                p.Set("h", (Tanh((p.M("W_hh") * (r * p.H)) + Tanh(p.X) + p.V("b_h")) * z) + (p.H * (1 - z)));
            }),

        new("MUT1 with the next step on the left",
            """
            \begin{aligned}
            z &= \mathrm{sigm}(W_{xz} x_t + b_z) \\
            r &= \mathrm{sigm}(W_{xr} x_t + W_{hr} h_t + b_r) \\
            h_{t+1} &= \tanh(W_{hh}(r \odot h_t) + \tanh(x_t) + b_h) \odot z \\
             &+ h_t \odot (1 - z)
            \end{aligned}
            """,
            static p =>
            {
                var z = Sigmoid((p.M("W_xz") * p.X) + p.V("b_z"));
                var r = Sigmoid((p.M("W_xr") * p.X) + (p.M("W_hr") * p.H) + p.V("b_r"));
                p.Set("h", (Tanh((p.M("W_hh") * (r * p.H)) + Tanh(p.X) + p.V("b_h")) * z) + (p.H * (1 - z)));
            }),

        new("MUT2 (Jozefowicz et al. 2015)",
            """
            z = \sigma(W_{xz} x_t + W_{hz} h_t + b_z)
            r = \sigma(x_t + W_{hr} h_t + b_r)
            h_{t+1} = \tanh(W_{hh} (r \odot h_t) + W_{xh} x_t + b_h) \odot z + h_t \odot (1 - z)
            """,
            static p =>
            {
                var z = Sigmoid((p.M("W_xz") * p.X) + (p.M("W_hz") * p.H) + p.V("b_z"));
                var r = Sigmoid(p.X + (p.M("W_hr") * p.H) + p.V("b_r"));
                p.Set("h", (Tanh((p.M("W_hh") * (r * p.H)) + (p.M("W_xh") * p.X) + p.V("b_h")) * z) + (p.H * (1 - z)));
            }),

        new("MUT3 (Jozefowicz et al. 2015)",
            """
            z = \sigma(W_{xz} x_t + W_{hz} \tanh(h_t) + b_z)
            r = \sigma(W_{xr} x_t + W_{hr} h_t + b_r)
            h_{t+1} = \tanh(W_{hh} (r \odot h_t) + W_{xh} x_t + b_h) \odot z + h_t \odot (1 - z)
            """,
            static p =>
            {
                var z = Sigmoid((p.M("W_xz") * p.X) + (p.M("W_hz") * Tanh(p.H)) + p.V("b_z"));
                var r = Sigmoid((p.M("W_xr") * p.X) + (p.M("W_hr") * p.H) + p.V("b_r"));
                p.Set("h", (Tanh((p.M("W_hh") * (r * p.H)) + (p.M("W_xh") * p.X) + p.V("b_h")) * z) + (p.H * (1 - z)));
            }),
    ];
}
