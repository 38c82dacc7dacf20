using static RnnDsl.Generator.Tests.Equations.Papers.Functions;

namespace RnnDsl.Generator.Tests.Equations.Papers;

/// <summary>Cells whose gates stand one below the other: one matrix has the rows of all of them.</summary>
internal static class StackedGates
{
    public static IReadOnlyList<PaperCell> All { get; } =
    [
        new("LSTM with a column of gates and one of functions (Zaremba et al. 2014)",
            """
            \begin{pmatrix} i_t \\ f_t \\ o_t \\ g_t \end{pmatrix} =
            \begin{pmatrix} \mathrm{sigm} \\ \mathrm{sigm} \\ \mathrm{sigm} \\ \tanh \end{pmatrix}
            W \begin{pmatrix} x_t \\ h_{t-1} \end{pmatrix}
            c_t = f_t \odot c_{t-1} + i_t \odot g_t
            h_t = o_t \odot \tanh(c_t)
            """,
            static p =>
            {
                var a = Parts(p.M("W") * Join(p.X, p.H), 4);
                Lstm(p, a[0], a[1], a[3], a[2]);
            }),

        new("LSTM with a column in an array, and a bias (Xu et al. 2015)",
            """
            \begin{align}
            \left(\begin{array}{c} \mathbf{i}_t \\ \mathbf{f}_t \\ \mathbf{o}_t \\ \mathbf{g}_t \end{array}\right) &= \left(\begin{array}{c} \sigma \\ \sigma \\ \sigma \\ \tanh \end{array}\right) \left(\mathbf{W} \mathbf{x}_t + \mathbf{U} \mathbf{h}_{t-1} + \mathbf{b}\right) \\
            \mathbf{c}_t &= \mathbf{f}_t \odot \mathbf{c}_{t-1} + \mathbf{i}_t \odot \mathbf{g}_t \\
            \mathbf{h}_t &= \mathbf{o}_t \odot \tanh(\mathbf{c}_t)
            \end{align}
            """,
            static p =>
            {
                var a = Parts((p.M("W") * p.X) + (p.M("U") * p.H) + p.V("b"), 4);
                Lstm(p, a[0], a[1], a[3], a[2]);
            }),

        new("LSTM whose pre-activations stand in a list (as code has it)",
            """
            [i_t; f_t; g_t; o_t] = W x_t + U h_{t-1} + b
            c_t = \sigma(f_t) \odot c_{t-1} + \sigma(i_t) \odot \tanh(g_t)
            h_t = \sigma(o_t) \odot \tanh(c_t)
            """,
            static p =>
            {
                var a = Parts((p.M("W") * p.X) + (p.M("U") * p.H) + p.V("b"), 4);
                Lstm(p, a[0], a[1], a[2], a[3]);
            }),

        new("GRU with its two gates in brackets",
            """
            \begin{align*}
            \left[\begin{array}{c} z_t \\ r_t \end{array}\right] &= \sigma\left(W [h_{t-1}; x_t] + b\right) \\
            \tilde{h}_t &= \tanh(W_h x_t + U_h (r_t \odot h_{t-1})) \\
            h_t &= (1 - z_t) \odot h_{t-1} + z_t \odot \tilde{h}_t
            \end{align*}
            """,
            static p =>
            {
                var a = Parts(Sigmoid((p.M("W") * Join(p.H, p.X)) + p.V("b")), 2);
                p.Set("h", ((1 - a[0]) * p.H) + (a[0] * Tanh((p.M("W_h") * p.X) + (p.M("U_h") * (a[1] * p.H)))));
            }),

        new("GRU of rows with its gates side by side",
            """
            [z_t, r_t] = \sigma(x_t W + h_{t-1} U)
            h_t = (1 - z_t) \odot h_{t-1} + z_t \odot \tanh(x_t W_h + (r_t \odot h_{t-1}) U_h)
            """,
            static p =>
            {
                var a = Parts(Sigmoid((p.M("W") * p.X) + (p.M("U") * p.H)), 2);
                p.Set("h", ((1 - a[0]) * p.H) + (a[0] * Tanh((p.M("W_h") * p.X) + (p.M("U_h") * (a[1] * p.H)))));
            }),

        new("Gates behind a name, a learned number and a vector, and two equations in one",
            """
            a_t = W x_t + s (v \odot (U h_{t-1}))
            (f_t, g_t) = 2 \sigma(a_t) - s
            p_t, q_t = [\tanh(V x_t), \max(g_t, 0)]
            h_t = f_t \odot p_t + (1 - f_t) \odot q_t
            """,
            static p =>
            {
                var a = Parts((2 * Sigmoid((p.M("W") * p.X) + (p.V("s") * (p.V("v") * (p.M("U") * p.H))))) - p.V("s"), 2);
                p.Set("h", (a[0] * Tanh(p.M("V") * p.X)) + ((1 - a[0]) * Relu(a[1])));
            })
        {
            Scalars = ["s"],
        },

        new("Query, key and value of three sizes by one matrix",
            """
            \begin{bmatrix} q_t \\ k_t \\ v_t \end{bmatrix} = W x_t + b
            S_t = \gamma S_{t-1} + v_t k_t^\top
            h_t = S_t q_t
            """,
            static p =>
            {
                var a = ((p.M("W") * p.X) + p.V("b")).Elements;
                var (q, k, v) = (new Vector(a[..3]), new Vector(a[3..6]), new Vector(a[6..]));
                var s = (0.9 * p.Previous("S")) + Outer(v, k);
                p.Set("S", s);
                p.Set("h", Times(s, q));
            })
        {
            States = "S: size × 3", Constants = "γ = 0.9",
        },
    ];

    /// <summary>The elements in as many parts of one size.</summary>
    private static Vector[] Parts(Vector all, int count)
    {
        var size = all.Elements.Length / count;
        return [.. Enumerable.Range(0, count).Select(part => new Vector(all.Elements[(part * size)..((part + 1) * size)]))];
    }

    private static void Lstm(PaperStep p, Vector input, Vector forget, Vector candidate, Vector output)
    {
        var c = (Sigmoid(forget) * p.Previous("c")) + (Sigmoid(input) * Tanh(candidate));
        p.Set("c", c);
        p.Set("h", Sigmoid(output) * Tanh(c));
    }
}
