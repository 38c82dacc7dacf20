using static RnnDsl.Generator.Tests.Equations.Papers.Functions;

namespace RnnDsl.Generator.Tests.Equations.Papers;

/// <summary>The LSTM as several papers print it, and its relatives.</summary>
internal static class LongShortTermMemories
{
    public static readonly IReadOnlyList<PaperCell> All =
    [
        new("LSTM in aligned bold letters",
            """
            \begin{aligned}
                \mathbf{i}_t &= \sigma\left(\mathbf{W}_i \mathbf{x}_t + \mathbf{U}_i \mathbf{h}_{t-1} + \mathbf{b}_i\right), \\
                \mathbf{f}_t &= \sigma\left(\mathbf{W}_f \mathbf{x}_t + \mathbf{U}_f \mathbf{h}_{t-1} + \mathbf{b}_f\right), \\
                \mathbf{o}_t &= \sigma\left(\mathbf{W}_o \mathbf{x}_t + \mathbf{U}_o \mathbf{h}_{t-1} + \mathbf{b}_o\right), \\
                \tilde{\mathbf{c}}_t &= \tanh\left(\mathbf{W}_c \mathbf{x}_t + \mathbf{U}_c \mathbf{h}_{t-1} + \mathbf{b}_c\right), \\
                \mathbf{c}_t &= \mathbf{f}_t \odot \mathbf{c}_{t-1} + \mathbf{i}_t \odot \tilde{\mathbf{c}}_t, \\
                \mathbf{h}_t &= \mathbf{o}_t \odot \tanh(\mathbf{c}_t).
            \end{aligned}
            """,
            static p =>
            {
                var i = Sigmoid((p.M("W_i") * p.X) + (p.M("U_i") * p.H) + p.V("b_i"));
                var f = Sigmoid((p.M("W_f") * p.X) + (p.M("U_f") * p.H) + p.V("b_f"));
                var o = Sigmoid((p.M("W_o") * p.X) + (p.M("U_o") * p.H) + p.V("b_o"));
                var g = Tanh((p.M("W_c") * p.X) + (p.M("U_c") * p.H) + p.V("b_c"));
                var c = (f * p.Previous("c")) + (i * g);
                p.Set("c", c);
                p.Set("h", o * Tanh(c));
            }),

        new("LSTM with superscript gates (Zaremba style)",
            """
            \begin{align*}
            i_t &= \operatorname{sigm}\big(W^{i} x_t + U^{i} h_{t-1} + b^{i}\big) \\
            f_t &= \operatorname{sigm}\big(W^{f} x_t + U^{f} h_{t-1} + b^{f}\big) \\
            o_t &= \operatorname{sigm}\big(W^{o} x_t + U^{o} h_{t-1} + b^{o}\big) \\
            g_t &= \tanh\big(W^{g} x_t + U^{g} h_{t-1} + b^{g}\big) \\
            c_t &= f_t \odot c_{t-1} + i_t \odot g_t \\
            h_t &= o_t \odot \tanh\big(c_t\big)
            \end{align*}
            """,
            static p =>
            {
                var i = Sigmoid((p.M("W_i") * p.X) + (p.M("U_i") * p.H) + p.V("b_i"));
                var f = Sigmoid((p.M("W_f") * p.X) + (p.M("U_f") * p.H) + p.V("b_f"));
                var o = Sigmoid((p.M("W_o") * p.X) + (p.M("U_o") * p.H) + p.V("b_o"));
                var g = Tanh((p.M("W_g") * p.X) + (p.M("U_g") * p.H) + p.V("b_g"));
                var c = (f * p.Previous("c")) + (i * g);
                p.Set("c", c);
                p.Set("h", o * Tanh(c));
            }),

        new("LSTM with superscripts in parentheses and gates after their use",
            """
            \begin{gather}
            \mathbf{h}_t = \mathbf{o}_t \circ \tanh(\mathbf{c}_t) \tag{1} \\
            \mathbf{c}_t = \mathbf{f}_t \circ \mathbf{c}_{t-1} + \mathbf{i}_t \circ \mathbf{g}_t \tag{2} \\
            \mathbf{i}_t = \sigma(\mathbf{W}^{(i)} \mathbf{x}_t + \mathbf{U}^{(i)} \mathbf{h}_{t-1} + \mathbf{b}^{(i)}) \tag{3} \\
            \mathbf{f}_t = \sigma(\mathbf{W}^{(f)} \mathbf{x}_t + \mathbf{U}^{(f)} \mathbf{h}_{t-1} + \mathbf{b}^{(f)}) \tag{4} \\
            \mathbf{o}_t = \sigma(\mathbf{W}^{(o)} \mathbf{x}_t + \mathbf{U}^{(o)} \mathbf{h}_{t-1} + \mathbf{b}^{(o)}) \tag{5} \\
            \mathbf{g}_t = \tanh(\mathbf{W}^{(g)} \mathbf{x}_t + \mathbf{U}^{(g)} \mathbf{h}_{t-1} + \mathbf{b}^{(g)}) \tag{6}
            \end{gather}
            """,
            static p =>
            {
                var i = Sigmoid((p.M("W_i") * p.X) + (p.M("U_i") * p.H) + p.V("b_i"));
                var f = Sigmoid((p.M("W_f") * p.X) + (p.M("U_f") * p.H) + p.V("b_f"));
                var o = Sigmoid((p.M("W_o") * p.X) + (p.M("U_o") * p.H) + p.V("b_o"));
                var g = Tanh((p.M("W_g") * p.X) + (p.M("U_g") * p.H) + p.V("b_g"));
                var c = (f * p.Previous("c")) + (i * g);
                p.Set("c", c);
                p.Set("h", o * Tanh(c));
            }),

        new("LSTM with concatenation and capital cell states",
            """
            $$f_t = \sigma(W_f \cdot [h_{t-1}, x_t] + b_f)$$
            $$i_t = \sigma(W_i \cdot [h_{t-1}, x_t] + b_i)$$
            $$\tilde{C}_t = \tanh(W_C \cdot [h_{t-1}, x_t] + b_C)$$
            $$C_t = f_t * C_{t-1} + i_t * \tilde{C}_t$$
            $$o_t = \sigma(W_o \, [h_{t-1}, x_t] + b_o)$$
            $$h_t = o_t * \tanh(C_t)$$
            """,
            static p =>
            {
                var a = Join(p.H, p.X);
                var c = (Sigmoid((p.M("W_f") * a) + p.V("b_f")) * p.Previous("C")) + (Sigmoid((p.M("W_i") * a) + p.V("b_i")) * Tanh((p.M("W_C") * a) + p.V("b_C")));
                p.Set("C", c);
                p.Set("h", Sigmoid((p.M("W_o") * a) + p.V("b_o")) * Tanh(c));
            }),

        new("LSTM with two biases (as libraries document it)",
            """
            \begin{array}{ll} \\
                i_t = \sigma(W_{ii} x_t + b_{ii} + W_{hi} h_{t-1} + b_{hi}) \\
                f_t = \sigma(W_{if} x_t + b_{if} + W_{hf} h_{t-1} + b_{hf}) \\
                g_t = \tanh(W_{ig} x_t + b_{ig} + W_{hg} h_{t-1} + b_{hg}) \\
                o_t = \sigma(W_{io} x_t + b_{io} + W_{ho} h_{t-1} + b_{ho}) \\
                c_t = f_t \odot c_{t-1} + i_t \odot g_t \\
                h_t = o_t \odot \tanh(c_t) \\
            \end{array}
            """,
            static p =>
            {
                var i = Sigmoid((p.M("W_ii") * p.X) + p.V("b_ii") + (p.M("W_hi") * p.H) + p.V("b_hi"));
                var f = Sigmoid((p.M("W_if") * p.X) + p.V("b_if") + (p.M("W_hf") * p.H) + p.V("b_hf"));
                var g = Tanh((p.M("W_ig") * p.X) + p.V("b_ig") + (p.M("W_hg") * p.H) + p.V("b_hg"));
                var o = Sigmoid((p.M("W_io") * p.X) + p.V("b_io") + (p.M("W_ho") * p.H) + p.V("b_ho"));
                var c = (f * p.Previous("c")) + (i * g);
                p.Set("c", c);
                p.Set("h", o * Tanh(c));
            }),

        new("LSTM with superscript and subscript marks",
            """
            \begin{aligned}
            \mathbf{i}(t) &= \sigma(\mathbf{W}_{ih}^{i} \mathbf{x}(t) + \mathbf{b}_{ih}^{i} + \mathbf{W}_{hh}^{i} \mathbf{h}(t-1) + \mathbf{b}_{hh}^{i}) \\
            \mathbf{f}(t) &= \sigma(\mathbf{W}_{ih}^{f} \mathbf{x}(t) + \mathbf{b}_{ih}^{f} + \mathbf{W}_{hh}^{f} \mathbf{h}(t-1) + \mathbf{b}_{hh}^{f}) \\
            \mathbf{g}(t) &= \tanh(\mathbf{W}_{ih}^{g} \mathbf{x}(t) + \mathbf{b}_{ih}^{g} + \mathbf{W}_{hh}^{g} \mathbf{h}(t-1) + \mathbf{b}_{hh}^{g}) \\
            \mathbf{o}(t) &= \sigma(\mathbf{W}_{ih}^{o} \mathbf{x}(t) + \mathbf{b}_{ih}^{o} + \mathbf{W}_{hh}^{o} \mathbf{h}(t-1) + \mathbf{b}_{hh}^{o}) \\
            \mathbf{c}(t) &= \mathbf{f}(t) \circ \mathbf{c}(t-1) + \mathbf{i}(t) \circ \mathbf{g}(t) \\
            \mathbf{h}(t) &= \mathbf{o}(t) \circ \tanh(\mathbf{c}(t))
            \end{aligned}
            """,
            static p =>
            {
                var i = Sigmoid((p.M("W_ih_i") * p.X) + p.V("b_ih_i") + (p.M("W_hh_i") * p.H) + p.V("b_hh_i"));
                var f = Sigmoid((p.M("W_ih_f") * p.X) + p.V("b_ih_f") + (p.M("W_hh_f") * p.H) + p.V("b_hh_f"));
                var g = Tanh((p.M("W_ih_g") * p.X) + p.V("b_ih_g") + (p.M("W_hh_g") * p.H) + p.V("b_hh_g"));
                var o = Sigmoid((p.M("W_ih_o") * p.X) + p.V("b_ih_o") + (p.M("W_hh_o") * p.H) + p.V("b_hh_o"));
                var c = (f * p.Previous("c")) + (i * g);
                p.Set("c", c);
                p.Set("h", o * Tanh(c));
            }),

        new("Peephole LSTM (Gers et al. 2002)",
            """
            \begin{aligned}
            i_t &= \sigma(W_{xi} x_t + W_{hi} h_{t-1} + w_{ci} \odot c_{t-1} + b_i) \\
            f_t &= \sigma(W_{xf} x_t + W_{hf} h_{t-1} + w_{cf} \odot c_{t-1} + b_f) \\
            c_t &= f_t \odot c_{t-1} + i_t \odot \tanh(W_{xc} x_t + W_{hc} h_{t-1} + b_c) \\
            o_t &= \sigma(W_{xo} x_t + W_{ho} h_{t-1} + w_{co} \odot c_t + b_o) \\
            h_t &= o_t \odot \tanh(c_t)
            \end{aligned}
            """,
            static p =>
            {
                var before = p.Previous("c");
                var i = Sigmoid((p.M("W_xi") * p.X) + (p.M("W_hi") * p.H) + (p.V("w_ci") * before) + p.V("b_i"));
                var f = Sigmoid((p.M("W_xf") * p.X) + (p.M("W_hf") * p.H) + (p.V("w_cf") * before) + p.V("b_f"));
                var c = (f * before) + (i * Tanh((p.M("W_xc") * p.X) + (p.M("W_hc") * p.H) + p.V("b_c")));
                var o = Sigmoid((p.M("W_xo") * p.X) + (p.M("W_ho") * p.H) + (p.V("w_co") * c) + p.V("b_o"));
                p.Set("c", c);
                p.Set("h", o * Tanh(c));
            }),

        new("Peephole LSTM with capital diagonal weights (ConvLSTM style)",
            """
            \begin{aligned}
            i_t &= \sigma(W_{xi} x_t + W_{hi} h_{t-1} + W_{ci} \circ c_{t-1} + b_i) \\
            f_t &= \sigma(W_{xf} x_t + W_{hf} h_{t-1} + W_{cf} \circ c_{t-1} + b_f) \\
            c_t &= f_t \circ c_{t-1} + i_t \circ \tanh(W_{xc} x_t + W_{hc} h_{t-1} + b_c) \\
            o_t &= \sigma(W_{xo} x_t + W_{ho} h_{t-1} + W_{co} \circ c_t + b_o) \\
            h_t &= o_t \circ \tanh(c_t)
            \end{aligned}
            """,
            static p =>
            {
                var before = p.Previous("c");
                var i = Sigmoid((p.M("W_xi") * p.X) + (p.M("W_hi") * p.H) + (p.V("W_ci") * before) + p.V("b_i"));
                var f = Sigmoid((p.M("W_xf") * p.X) + (p.M("W_hf") * p.H) + (p.V("W_cf") * before) + p.V("b_f"));
                var c = (f * before) + (i * Tanh((p.M("W_xc") * p.X) + (p.M("W_hc") * p.H) + p.V("b_c")));
                var o = Sigmoid((p.M("W_xo") * p.X) + (p.M("W_ho") * p.H) + (p.V("W_co") * c) + p.V("b_o"));
                p.Set("c", c);
                p.Set("h", o * Tanh(c));
            }),

        new("Coupled-gate LSTM (Greff et al. 2017), products without signs",
            """
            f_t = \sigma(W_f x_t + R_f h_{t-1} + b_f)
            o_t = \sigma(W_o x_t + R_o h_{t-1} + b_o)
            z_t = \tanh(W_z x_t + R_z h_{t-1} + b_z)
            c_t = f_t c_{t-1} + (1 - f_t) z_t
            h_t = o_t \tanh(c_t)
            """,
            static p =>
            {
                var f = Sigmoid((p.M("W_f") * p.X) + (p.M("R_f") * p.H) + p.V("b_f"));
                var o = Sigmoid((p.M("W_o") * p.X) + (p.M("R_o") * p.H) + p.V("b_o"));
                var z = Tanh((p.M("W_z") * p.X) + (p.M("R_z") * p.H) + p.V("b_z"));
                var c = (f * p.Previous("c")) + ((1 - f) * z);
                p.Set("c", c);
                p.Set("h", o * Tanh(c));
            }),

        new("JANET (van der Westhuizen and Lasenby 2018)",
            """
            \begin{split}
            \mathbf{s}_t &= \mathbf{U}_f \mathbf{h}_{t-1} + \mathbf{W}_f \mathbf{x}_t + \mathbf{b}_f \\
            \tilde{\mathbf{c}}_t &= \tanh(\mathbf{U}_c \mathbf{h}_{t-1} + \mathbf{W}_c \mathbf{x}_t + \mathbf{b}_c) \\
            \mathbf{c}_t &= \sigma(\mathbf{s}_t) \odot \mathbf{c}_{t-1} + (1 - \sigma(\mathbf{s}_t - \beta)) \odot \tilde{\mathbf{c}}_t \\
            \mathbf{h}_t &= \mathbf{c}_t
            \end{split}
            """,
            static p =>
            {
                var s = (p.M("U_f") * p.H) + (p.M("W_f") * p.X) + p.V("b_f");
                var g = Tanh((p.M("U_c") * p.H) + (p.M("W_c") * p.X) + p.V("b_c"));
                var c = (Sigmoid(s) * p.Previous("c")) + ((1 - Sigmoid(s - p.V("beta"))) * g);
                p.Set("c", c);
                p.Set("h", c);
            }),

        new("Multiplicative LSTM (Krause et al. 2016)",
            """
            \begin{align}
            m_t &= (W_{mx} x_t) \odot (W_{mh} h_{t-1}) \\
            \hat{h}_t &= W_{hx} x_t + W_{hm} m_t \\
            i_t &= \sigma(W_{ix} x_t + W_{im} m_t) \\
            o_t &= \sigma(W_{ox} x_t + W_{om} m_t) \\
            f_t &= \sigma(W_{fx} x_t + W_{fm} m_t) \\
            c_t &= f_t \odot c_{t-1} + i_t \odot \tanh(\hat{h}_t) \\
            h_t &= \tanh(c_t) \odot o_t
            \end{align}
            """,
            static p =>
            {
                var m = (p.M("W_mx") * p.X) * (p.M("W_mh") * p.H);
                var g = (p.M("W_hx") * p.X) + (p.M("W_hm") * m);
                var c = (Sigmoid((p.M("W_fx") * p.X) + (p.M("W_fm") * m)) * p.Previous("c")) + (Sigmoid((p.M("W_ix") * p.X) + (p.M("W_im") * m)) * Tanh(g));
                p.Set("c", c);
                p.Set("h", Tanh(c) * Sigmoid((p.M("W_ox") * p.X) + (p.M("W_om") * m)));
            }),

        new("LSTM without output gate, with Time and mathematical letters",
            """
            𝒇_𝑛 = σ(𝑾_f 𝒙_𝑛 + 𝑼_f 𝒉_{𝑛−1} + 𝒃_f)
            𝒄_𝑛 = 𝒇_𝑛 ⨀ 𝒄_{𝑛−1} + (1 − 𝒇_𝑛) ◦ tanh(𝑾_c 𝒙_𝑛 + 𝑼_c 𝒉_{𝑛−1} + 𝒃_c)
            𝒉_𝑛 := tanh(𝒄_𝑛)
            """,
            static p =>
            {
                var f = Sigmoid((p.M("W_f") * p.X) + (p.M("U_f") * p.H) + p.V("b_f"));
                var c = (f * p.Previous("c")) + ((1 - f) * Tanh((p.M("W_c") * p.X) + (p.M("U_c") * p.H) + p.V("b_c")));
                p.Set("c", c);
                p.Set("h", Tanh(c));
            }) { Time = "n" },

        new("Layer-normalised LSTM (Ba et al. 2016)",
            """
            \begin{aligned}
            f_t &= \sigma(\mathrm{LN}(W_f x_t) + \mathrm{LN}(U_f h_{t-1}) + b_f) \\
            g_t &= \tanh(\mathrm{LN}(W_g x_t) + \mathrm{LN}(U_g h_{t-1}) + b_g) \\
            o_t &= \sigma(\mathrm{LN}(W_o x_t) + \mathrm{LN}(U_o h_{t-1}) + b_o) \\
            c_t &= f_t \odot c_{t-1} + (1 - f_t) \odot g_t \\
            h_t &= o_t \odot \tanh(\mathrm{LN}(c_t))
            \end{aligned}
            """,
            static p =>
            {
                var f = Sigmoid(LayerNorm(p.M("W_f") * p.X) + LayerNorm(p.M("U_f") * p.H) + p.V("b_f"));
                var g = Tanh(LayerNorm(p.M("W_g") * p.X) + LayerNorm(p.M("U_g") * p.H) + p.V("b_g"));
                var o = Sigmoid(LayerNorm(p.M("W_o") * p.X) + LayerNorm(p.M("U_o") * p.H) + p.V("b_o"));
                var c = (f * p.Previous("c")) + ((1 - f) * g);
                p.Set("c", c);
                p.Set("h", o * Tanh(LayerNorm(c)));
            }),
    ];
}
