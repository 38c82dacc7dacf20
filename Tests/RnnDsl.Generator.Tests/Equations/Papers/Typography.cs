using static RnnDsl.Generator.Tests.Equations.Papers.Functions;

namespace RnnDsl.Generator.Tests.Equations.Papers;

/// <summary>The layout and the spellings of pages, one at a time.</summary>
internal static class Typography
{
    public static readonly IReadOnlyList<PaperCell> All =
    [
        new("Text functions, accents over names with their time",
            """
            \tilde{h_t} = \text{Tanh}\left(\mathbf{W x_t} + \mathbf{U h_{t-1}}\right)
            h_t = \hat{z_t} \ast h_{t-1} + (1 - \hat{z_t}) \ast \tilde{h_t}
            \hat{z_t} = \text{Sigmoid}(V x_t)
            """,
            static p =>
            {
                var z = Sigmoid(p.M("V") * p.X);
                p.Set("h", (z * p.H) + ((1 - z) * Tanh((p.M("W") * p.X) + (p.M("U") * p.H))));
            }),

        new("Braces, spaces and hard breaks",
            """
            z_t ~=~ \sigma \left\{ W_z \, x_t \;+\; U_z \, h_{t-1} \right\} \,, \\*
            h_t \coloneqq z_t \odot h_{t-1} \\ + \left[ 1 - z_t \right] \odot \tanh \left[ W_h x_t + U_h h_{t-1} \right]
            """,
            static p =>
            {
                var z = Sigmoid((p.M("W_z") * p.X) + (p.M("U_z") * p.H));
                p.Set("h", (z * p.H) + ((1 - z) * Tanh((p.M("W_h") * p.X) + (p.M("U_h") * p.H))));
            }),

        new("Braces below and above, colours, and two equations in the columns of a line",
            """
            \begin{aligned}
            z_t &= \sigma(\underbrace{W_z x_t}_{\text{of the input}} + \underbrace{U_z h_{t-1}}_{memory} + b_z) & n_t &= \textcolor{red}{\tanh(W_h x_t)} \\
            h_t &= (1 - \overbrace{z_t}^{\text{gate}}) h_{t-1} & + z_t n_t
            \end{aligned}
            """,
            static p =>
            {
                var z = Sigmoid((p.M("W_z") * p.X) + (p.M("U_z") * p.H) + p.V("b_z"));
                p.Set("h", ((1 - z) * p.H) + (z * Tanh(p.M("W_h") * p.X)));
            }),

        new("Rows, inferred",
            """
            z_t = \sigma(x_t W_z + h_{t-1} U_z + b_z)
            h_t = (1 - z_t) \odot h_{t-1} + z_t \odot \tanh(x_t W_h + (z_t \odot h_{t-1}) U_h V_h + 2 [x_t, h_{t-1}] P)
            """,
            static p =>
            {
                var z = Sigmoid((p.M("W_z") * p.X) + (p.M("U_z") * p.H) + p.V("b_z"));
                var n = (p.M("W_h") * p.X) + (p.M("V_h") * (p.M("U_h") * (z * p.H))) + (2 * (p.M("P") * Join(p.X, p.H)));
                p.Set("h", ((1 - z) * p.H) + (z * Tanh(n)));
            }),

        new("Rows with transposed weights (as libraries document their layers)",
            """
            h_t = \tanh(x_t W_{ih}^T + b_{ih} + h_{t-1} W_{hh}^T + b_{hh})
            """,
            static p =>
            {
                p.Set("h", Tanh((p.M("W_ih") * p.X) + p.V("b_ih") + (p.M("W_hh") * p.H) + p.V("b_hh")));
            }),

        new("Rows before a matrix made of others",
            """
            h_t = \tanh(x_t V + h_{t-1} (W - W^\top) + a h_{t-1})
            """,
            static p =>
            {
                var w = p.M("W");
                p.Set("h", Tanh((p.M("V") * p.X) + ((w - w.Transpose()) * p.H) + (p.V("a") * p.H)));
            })
        {
            Vectors = VectorConvention.Rows,
        },

        new("Hyphens and dashes of several widths",
            """
            h_t = tanh(W x_t — U h_{t‐1}) － h_{t—1}
            """,
            static p =>
            {
                p.Set("h", Tanh((p.M("W") * p.X) - (p.M("U") * p.H)) - p.H);
            }),

        new("Comments of prose behind equations",
            """
            h_t = tanh(W x_t + U h_{t-1}) % the output, as in Eq. 3
            """,
            static p =>
            {
                p.Set("h", Tanh((p.M("W") * p.X) + (p.M("U") * p.H)));
            }),

        new("Masked weights",
            """
            h_t = \tanh(W x_t + (M \odot U) h_{t-1})
            """,
            static p =>
            {
                var (mask, matrix) = (p.M("M"), p.M("U"));
                p.Set("h", Tanh((p.M("W") * p.X) + (mask.With((row, column, element) => element * matrix[row, column]) * p.H)));
            }),

        new("A quotient by an inner product",
            """
            n_t = W x_t
            h_t = v_t / n_t^\top q_t + h_{t-1}
            v_t = V x_t
            q_t = Q x_t
            """,
            static p =>
            {
                var n = p.M("W") * p.X;
                p.Set("h", ((p.M("V") * p.X) / (n * (p.M("Q") * p.X)).Elements.Sum()) + p.H);
            }),

        new("Signs of outer products where a vector is needed",
            """
            c_t = f_t \otimes c_{t-1} + (1 - f_t) \otimes \tanh(W x_t)
            f_t = \sigma(V x_t + U h_{t-1})
            h_t = \tanh(c_t) \otimes f_t
            """,
            static p =>
            {
                var f = Sigmoid((p.M("V") * p.X) + (p.M("U") * p.H));
                var c = (f * p.Previous("c")) + ((1 - f) * Tanh(p.M("W") * p.X));
                p.Set("c", c);
                p.Set("h", Tanh(c) * f);
            }),

        new("Columns of a block vector",
            """
            h_t = \tanh\left( W \begin{bmatrix} x_t \\ h_{t-1} \end{bmatrix} + b \right)
            """,
            static p =>
            {
                p.Set("h", Tanh((p.M("W") * Join(p.X, p.H)) + p.V("b")));
            }),

        new("Times in parentheses of a subscript",
            """
            h_{(t)} \triangleq \tanh(W x_{(t)} + U h_{(t-1)})
            """,
            static p =>
            {
                p.Set("h", Tanh((p.M("W") * p.X) + (p.M("U") * p.H)));
            }),

        new("Next step with arguments in parentheses",
            """
            h(t+1) = \tanh(U h(t) + W x(t+1) + b)
            """,
            static p =>
            {
                p.Set("h", Tanh((p.M("U") * p.H) + (p.M("W") * p.X) + p.V("b")));
            }),

        new("Arrows and fractions",
            """
            h_t \leftarrow \frac{1}{2} h_{t-1} + \frac12 \tanh(W x_t) / \sqrt{1 + h_{t-1}^2}
            """,
            static p =>
            {
                p.Set("h", (0.5 * p.H) + (0.5 * Tanh(p.M("W") * p.X) / Sqrt(1 + (p.H * p.H))));
            }),

        new("Definition sign over words",
            """
            h_t \stackrel{\text{def}}{=} \tanh(W x_t + U h_{t-1})
            """,
            static p =>
            {
                p.Set("h", Tanh((p.M("W") * p.X) + (p.M("U") * p.H)));
            }),

        new("Powers of e",
            """
            f_t = \frac{1}{1 + e^{-(W x_t + b)}}
            h_t = f_t h_{t-1} + (1 - f_t) V x_t
            """,
            static p =>
            {
                var f = Sigmoid((p.M("W") * p.X) + p.V("b"));
                p.Set("h", (f * p.H) + ((1 - f) * (p.M("V") * p.X)));
            }),

        new("Script letters are other names",
            """
            h_t = \tanh(\mathbf{W} h_{t-1} + \mathcal{W} x_t + \mathscr{B} \odot h_{t-1} + B)
            """,
            static p =>
            {
                p.Set("h", Tanh((p.M("W") * p.H) + (p.M("W_cal") * p.X) + (p.V("B_cal") * p.H) + p.V("B")));
            }),

        new("Function squared and a quotient of a name",
            """
            h_t = \tanh^2(W x_t) \odot h_{t-1} + x_t^{2} / (1 + x_t^2)
            """,
            static p =>
            {
                var t = Tanh(p.M("W") * p.X);
                p.Set("h", (t * t * p.H) + (p.X * p.X / (1 + (p.X * p.X))));
            }),

        new("Softsign, ELU, leaky ReLU, GELU",
            """
            a_t = \mathrm{softsign}(W x_t) + \mathrm{ELU}(U h_{t-1})
            h_t = \operatorname{LeakyReLU}(a_t) + 0.1 \operatorname{GELU}(a_t)
            """,
            static p =>
            {
                var (w, u) = (p.M("W") * p.X, p.M("U") * p.H);
                var a = w.Map(static v => v / (1 + Math.Abs(v))) + u.Map(static v => v > 0 ? v : Math.Exp(v) - 1);
                p.Set("h", a.Map(static v => (v > 0 ? v : 0.01 * v) + (0.1 * 0.5 * v * (1 + Lowering.RowFunctions.Erf(v / Math.Sqrt(2))))));
            }),

        new("Hard gates",
            """
            z_t = \text{hard sigmoid}(W x_t + U h_{t-1})
            h_t = z_t \odot h_{t-1} + (1 - z_t) \odot \text{HardTanh}(V x_t)
            """,
            static p =>
            {
                var z = ((p.M("W") * p.X) + (p.M("U") * p.H)).Map(static v => Math.Clamp((v / 6) + 0.5, 0, 1));
                p.Set("h", (z * p.H) + ((1 - z) * (p.M("V") * p.X).Map(static v => Math.Clamp(v, -1, 1))));
            }),

        new("Unsigned products in every position",
            """
            u_t = \sigma(A x_t) \tanh(B h_{t-1})
            v_t = u_t (1 - u_t)
            h_t = (1 - u_t) h_{t-1} + 2 u_t v_t x_t
            """,
            static p =>
            {
                var u = Sigmoid(p.M("A") * p.X) * Tanh(p.M("B") * p.H);
                var v = u * (1 - u);
                p.Set("h", ((1 - u) * p.H) + (2 * u * v * p.X));
            }),

        new("Capital hidden values with row vectors and a transposed projection",
            """
            \mathbf{h}_t = \phi_t
            \phi_t = \tanh(\mathbf{x}_t \mathbf{W}_{xh} + \mathbf{h}_{t-1} \mathbf{W}_{hh} \mathbf{V} + \mathbf{b}_h).
            """,
            static p =>
            {
                p.Set("h", Tanh((p.M("W_xh") * p.X) + (p.M("V") * (p.M("W_hh") * p.H)) + p.V("b_h")));
            }),
    ];
}
