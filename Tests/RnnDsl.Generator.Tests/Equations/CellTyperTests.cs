using RnnDsl.Generator.Equations.Typing;
using Xunit;

namespace RnnDsl.Generator.Tests.Equations;

/// <summary>What each name of a cell is, how long everything is, and what cannot be.</summary>
public sealed class CellTyperTests
{
    private const string Lstm =
        """
        f_t = σ(W_f · [h_{t-1}, x_t] + b_f)
        i_t = σ(W_i · [h_{t-1}, x_t] + b_i)
        C̃_t = tanh(W_C · [h_{t-1}, x_t] + b_C)
        C_t = f_t ⊙ C_{t-1} + i_t ⊙ C̃_t
        o_t = σ(W_o · [h_{t-1}, x_t] + b_o)
        h_t = o_t ⊙ tanh(C_t)
        """;

    /// <summary>k_t^⊤ v_t is a number, also where the size of the state is given.</summary>
    [Theory]
    [InlineData("C_t = 0.9 C_{t-1} + v_t^⊤ k_t\nk_t = K x_t\nv_t = V x_t\nh_t = C_t k_t", true)]
    [InlineData("C_t = f_t C_{t-1} + f_t\nf_t = σ(w^⊤ x_t + b)\nk_t = K x_t\nh_t = C_t k_t", true)]
    [InlineData("C_t = f_t C_{t-1} + v_t k_t^⊤\nf_t = σ(w^⊤ x_t + b)\nk_t = K x_t\nv_t = V x_t\nh_t = C_t k_t", false)]
    [InlineData("C_t = 0.9 C_{t-1} + A_t\nA_t = v_t k_t^⊤\nk_t = K x_t\nv_t = V x_t\nh_t = C_t k_t", false)]
    public void Matrix_state_of_numbers_is_reported(string equations, bool isReported) =>
        Assert.Equal(isReported ? ["RNN338 «C_t»"] : [], CellRun.Of(equations, "C: size × size").Found);

    [Theory]
    [InlineData(Lstm, null, "h[size] C[size]", "W_f[size × size + features] b_f[size] W_i[size × size + features] b_i[size] W_C[size × size + features] b_C[size] W_o[size × size + features] b_o[size]")]
    [InlineData("h_t = tanh(W x_t + U h_prev + b)", null, "h[size]", "W[size × features] U[size × size] b[size]")]
    [InlineData("s_t = (1 - α) ⊙ B x_t + α ⊙ s_{t-1}\nh_t = σ(P s_t + A x_t + R h_{t-1})", "s: 40", "h[size] s[40]", "alpha[40] B[40 × features] P[size × 40] A[size × features] R[size × size]")]
    [InlineData("s_t = (1 - α) ⊙ B x_t + α ⊙ s_{t-1}\nh_t = σ(P s_t)", "s: context", "h[size] s[context]", "alpha[context] B[context × features] P[size × context]")]
    [InlineData("p_t = x_t\nh_t = tanh(W [p_{t-1}, x_t] + U h_{t-1})", null, "h[size] p[features]", "W[size × features + features] U[size × size]")]
    [InlineData("a_t = [p, x_t] ⊙ [h_{t-1}, q]\nh_t = W a_t", null, "h[size]", "p[size] q[features] W[size × size + features]")]
    [InlineData("a_t = [x_t, h_{t-1}] + V · [h_{t-1}, x_t]\nh_t = W a_t", null, "h[size]", "V[features + size × size + features] W[size × features + size]")]
    [InlineData("a_t = [x_t, s_{t-1}] + [s_{t-1}, x_t]\ns_t = V x_t\nh_t = W a_t + h_{t-1}", null, "h[size] s[size]", "V[size × features] W[size × features + size]")]
    [InlineData("n = 3\nh_t = n · h_{t-1} + W x_t / n", null, "h[size]", "W[size × features]")]
    [InlineData("h_t = (A · B) · x_t + A · h_{t-1}", null, "h[size]", "A[size × size] B[size × features]")]
    [InlineData("m_t = max(W x_t, m_{t-1})\nc_t = m_t + c_{t-1}\nh_t = V [c_t, m_t]", "m: 7", "h[size] m[7] c[7]", "W[7 × features] V[size × 7 + 7]")]
    [InlineData("S_t = S_{t-1} + v_t k_t^T\nv_t = V x_t\nk_t = K x_t\nh_t = S_t k_t", null, "h[size] S[size×size]", "V[size × features] K[size × features]")]
    [InlineData("S_t = S_{t-1} + v_t k_t^T\nv_t = V x_t\nk_t = K x_t\nh_t = S_t k_t", "S: size × keys", "h[size] S[keys×size]", "V[size × features] K[keys × features]")]
    [InlineData("S_t = S_{t-1} + x_t k_t^T\nk_t = K x_t\nh_t = S_t^T x_t", null, "h[size] S[features×size]", "K[size × features]")]
    [InlineData("S_t = a_t S_{t-1} + v_t x_t^T\nv_t = V x_t\na_t = σ(w^T x_t + b)\nh_t = W (S_t x_t)", "S: 3 × features", "h[size] S[3×features]", "V[3 × features] w[1 × features] b[1] W[size × 3]")]
    [InlineData("m_t = max(m_{t-1}, w^T x_t)\nh_t = exp(-m_t) h_{t-1} + W x_t", null, "h[size] m[1]", "w[1 × features] W[size × features]")]
    [InlineData("m_t = h_{t-1}^T h_{t-1} + m_{t-1}\nh_t = W x_t + (b^T x_t) V x_t / m_t", "m: 1", "h[size] m[1]", "b[1 × features] W[size × features] V[size × features]")]
    [InlineData("h_t = (b^T h_{t-1}) b + W x_t", null, "h[size]", "b[size] W[size × features]")]
    public void Sizes_of_states_and_parameters_are_inferred(string text, string? states, string expectedStates, string parameters)
    {
        var run = CellRun.Of(text, states);
        Assert.DoesNotContain(run.Found, found => !found.StartsWith("RNN33", StringComparison.Ordinal));
        Assert.Equal(expectedStates.Split(' ').Order(), run.StateSizes.Order());
        Assert.Equal("h[size]", run.StateSizes.First());
        Assert.Equal(string.Join(" ", parameters.Split("] ").Select(parameter => parameter.TrimEnd(']')).Order()), string.Join(" ", run.Parameters.Select(parameter => parameter.TrimEnd(']')).Order()));
    }

    [Theory]
    [InlineData("h_t = W x_t + h_{t-1}", "h_t = W · x_t + h_{t-1}")]
    [InlineData("z~_t = sigmoid(W@x_t)\nh_t = z~_t*h_prev", "z̃_t = σ(W · x_t)|h_t = z̃_t ⊙ h_{t-1}")]
    [InlineData("\\mathbf{h}_t = \\tanh\\left(\\mathbf{W}_{xh} \\mathbf{x}_t + \\mathbf{U} \\mathbf{h}_{t-1} + \\mathbf{b}\\right).", "h_t = tanh(W_xh · x_t + U · h_{t-1} + b)")]
    [InlineData("\\begin{align}\nr_t &= \\sigma(W_r x_t) \\\\\n\\tilde{h}_t &= \\text{ReLU}(r_t \\odot h_{t-1}), \\\\\nh_t &= \\tilde h_t\n\\end{align}", "r_t = σ(W_r · x_t)|h̃_t = relu(r_t ⊙ h_{t-1})|h_t = h̃_t")]
    [InlineData("hₜ = tanh(W₁ xₜ + U hₜ₋₁)", "h_t = tanh(W_1 · x_t + U · h_{t-1})")]
    [InlineData("h(t) = LN(W x(t) + U h(t-1))", "h_t = layernorm(W · x_t + U · h_{t-1})")]
    [InlineData("h_t = z_t h_{t-1}\nz_t = σ(W x_t)", "z_t = σ(W · x_t)|h_t = z_t ⊙ h_{t-1}")]
    [InlineData("h_t = x_t W^{x} + h_{t-1} W^{h}", "h_t = W^{(x)} · x_t + W^{(h)} · h_{t-1}")]
    [InlineData("h_t = W^\\top x_t + h_{t-1}", "h_t = Wᵀ · x_t + h_{t-1}")]
    [InlineData("h_{t+1} = A h_t + B x_{t+1}", "h_t = A · h_{t-1} + B · x_t")]
    [InlineData("h_{t+1} = A h_t + B x_t", "h_t = A · h_{t-1} + B · x_t")]
    [InlineData("h_t = x_t - x_{t-2}", "x_lag1_t = x_t|x_lag2_t = x_lag1_{t-1}|h_t = x_t - x_lag2_{t-1}")]
    [InlineData("h_t = x_t - h_{t-2}", "h_lag2_t = h_{t-1}|h_t = x_t - h_lag2_{t-1}")]
    [InlineData("n = 3\nh_t = n^2 ⊙ x_t + w^2 ⊙ h_{t-1}", "n = 3|h_t = (n)^{2} ⊙ x_t + w^{2} ⊙ h_{t-1}")]
    [InlineData("h_t = w ⊙ h_{t-1} + w x_t", "h_t = w ⊙ h_{t-1} + w ⊙ x_t")]
    [InlineData("h_t = W x_t + h_{t-1} (1)", "h_t = W · x_t + h_{t-1}")]
    [InlineData("h_t = 1/τ (x_t - h_{t-1})", "h_t = 1 / τ ⊙ (x_t - h_{t-1})")]
    [InlineData("h_t = Θ (x_t) + h_{t-1}", "h_t = Θ · x_t + h_{t-1}")]
    public void Cell_prints_in_paper_notation(string text, string definitions) =>
        Assert.Equal(definitions, string.Join("|", CellRun.Of(text).Cell!.Definitions.Select(definition => definition.Text)));

    [Theory]
    [InlineData("h_t = sigmod(W x_t) ⊙ h_{t-1}", "RNN302 «sigmod» → σ")]
    [InlineData("h_t = layer_nrm(W x_t) ⊙ h_{t-1}", "RNN302 «layer_nrm» → layernorm")]
    [InlineData("h_t = f(W x_t) ⊙ h_{t-1}", "RNN302 «f»")]
    [InlineData("h_t = mish(W x_t) ⊙ h_{t-1}", "RNN302 «mish»")]
    [InlineData("h_t = f[W x_t, h_{t-1}]", "RNN302 «f»")]
    [InlineData("h_t = f (W x_t) ⊙ h_{t-1}", "RNN302 «f»")]
    [InlineData("f_t = σ(V x_t)\nh_t = f_t ⊙ f (W x_t) + h_{t-1}", "RNN302 «f»")]
    [InlineData("h_t = φ\\left(W x_t\\right) ⊙ h_{t-1}", "RNN302 «φ»")]
    [InlineData("h_t = φ\\big[W x_t\\big] ⊙ h_{t-1}", "RNN302 «φ»")]
    [InlineData("h_t = φ\\!(W x_t) ⊙ h_{t-1}", "RNN302 «φ»")]
    [InlineData("h_t = \\hat{\\sigma}(W x_t) ⊙ h_{t-1}", "RNN302 «\\hat{\\sigma}»")]
    [InlineData("h_t = \\text{Foo}(W x_t) ⊙ h_{t-1}", "RNN302 «\\text{Foo}»")]
    [InlineData("h_t = Φ (W x_t) ⊙ h_{t-1}", "RNN302 «Φ»")]
    [InlineData("h_t = mix(x_t, h_{t-1})", "RNN302 «mix»")]
    [InlineData("h_t = \\mathcal{F}(x_t) + h_{t-1}", "RNN302 «\\mathcal{F}»")]
    [InlineData("h_t = W [x_t h_{t-1}]", "RNN301 «x_t h_{t-1}»")]
    [InlineData("h_t = sinc(W x_t) ⊙ h_{t-1}", "RNN302 «sinc»")]
    [InlineData("h_t = lin(W x_t) ⊙ h_{t-1}", "RNN302 «lin»")]
    [InlineData("h_t = z_t[x_t] + h_{t-1}\nz_t = x_t", "RNN302 «z_t»")]
    [InlineData("h_t = rleu(W x_t) ⊙ h_{t-1}", "RNN302 «rleu» → relu")]
    [InlineData("h_t = W · х_t + h_{t-1}", "RNN336 «х_t» → x_t")]
    [InlineData("һ_t = W · x_t + U · h_{t-1}", "RNN336 «һ_t» → h_t")]
    [InlineData("h_t = tаnh(W · x_t + h_{t-1})", "RNN336 «tаnh» → tanh")]
    [InlineData("h_t = W * x_t + h_{t-1}", "RNN335 «*»")]
    [InlineData("h_t = σ(x_t * W_f) + h_{t-1}", "RNN335 «*»")]
    [InlineData("h_t = W · V + h_{t-1}", "RNN334 «V»")]
    [InlineData("h_t = W (a ⊙ b + 1) + x_t + h_{t-1}", "RNN334 «(a ⊙ b + 1)»")]
    [InlineData("h_t = σ_g(W x_t) ⊙ h_{t-1}", "RNN302 «σ_g»")]
    [InlineData("h_t = Σ(W x_t) ⊙ h_{t-1}", "RNN302 «Σ»")]
    [InlineData("h_t = h_{t-1}(x_t)", "RNN302 «h_{t-1}»")]
    [InlineData("h_t = tanh() + x_t", "RNN303 «tanh()»")]
    [InlineData("h_t = tanh(x_t, h_{t-1})", "RNN303 «tanh(x_t, h_{t-1})»")]
    [InlineData("h_t = min(x_t)", "RNN303 «min(x_t)»")]
    [InlineData("h_t = x_t\nh_t = h_{t-1}", "RNN304 «h_t»")]
    [InlineData("h~_t = x_t\nh_tilde_t = x_t\nh_t = h~_t + h_{t-1}", "RNN304 «h_tilde_t»")]
    [InlineData("h_{t-1} = W x_t + h_{t-1}", "RNN305 «h_{t-1}» → h_t")]
    [InlineData("x_t = 3\nh_t = x_t + x_{t-1}", "RNN305 «x_t»")]
    [InlineData("tanh = x_t\nh_t = tanh + h_{t-1}", "RNN305 «tanh»")]
    [InlineData("h_0 = 0\nh_t = x_t + h_{t-1}", "RNN305 «h_0»")]
    [InlineData("gate_t = x_t\nh_t = gaet_t + h_{t-1}", "RNN306 «gaet_t» → gate_t")]
    [InlineData("h_t = X_t + h_{t-1}", "RNN306 «X_t» → x_t")]
    [InlineData("h_t = W_t x_t + h_{t-1}", "RNN306 «W_t»")]
    [InlineData("h_t = tanh(Wx_t) + h_{t-1}", "RNN306 «Wx_t» → W · x_t")]
    [InlineData("h_t = q_t + h_{t-1}", "RNN306 «q_t»")]
    [InlineData("h_t = x_t / t + h_{t-1}", "RNN306 «t»")]
    [InlineData("h_t = x_t + h_t", "RNN307 «h_t» → h_{t-1}")]
    [InlineData("h_t = x_t + h", "RNN307 «h»")]
    [InlineData("h_t = x_t + h_t-1", "RNN307 «h_t-1» → h_{t-1}")]
    [InlineData("h_t = x_t + hₜ-1", "RNN307 «hₜ-1» → h_{t-1}")]
    [InlineData("h_t = x_t + h_t - 1", "RNN307 «h_t» → h_{t-1}")]
    [InlineData("h_t = c_t + h_{t-1}\nc_t = h_t + x_t", "RNN307 «h_t»")]
    [InlineData("h_t = a_t + h_{t-1}\na_t = b_t\nb_t = c_t\nc_t = a_t + x_t", "RNN307 «a_t»")]
    [InlineData("f_t = σ(W x_t)\nc_t = f_t ⊙ c_t-1\nh_t = c_t", "RNN307 «c_t-1» → c_{t-1}")]
    [InlineData("h_t = x_t + c_{t-1}", "RNN308 «c_{t-1}»")]
    [InlineData("h_t = x_t + c_{t-2}", "RNN308 «c_{t-2}»")]
    [InlineData("cell_t = x_t\nh_t = cell_t + cel_{t-1}", "RNN308 «cel_{t-1}» → cell_{t-1}")]
    [InlineData("h_t = x_t + Uh_{t-1}", "RNN308 «Uh_{t-1}» → U · h_{t-1}")]
    [InlineData("y_t = x_t + y_{t-1}", "RNN310 «y_t»")]
    [InlineData("ht = tanh(W x_t + U h_{t-1})", "RNN310 «ht»")]
    [InlineData("h_t = x_t · h_{t-1}", "RNN311 «·» → ⊙")]
    [InlineData("h_t = x_t · W + V h_{t-1}", "RNN311 «·»")]
    [InlineData("h_t = (a - b) · x_t + h_{t-1}", "RNN311 «·»")]
    [InlineData("h_t = (A - b) x_t + h_{t-1}", "RNN301 «b»")]
    [InlineData("h_t = (A - 2) · x_t + h_{t-1}", "RNN301 «(A - 2)»")]
    [InlineData("p_t = [x_t, h_{t-1}]\nh_t = h_{t-1} + tanh((V - V^T) · p_t)", "RNN314 «h_{t-1} + tanh((V - V^T) · p_t)»")]
    [InlineData("h_t = W x_t h_{t-1}", "RNN301 «W x_t h_{t-1}»")]
    [InlineData("h_t = W_z x_t + W^{z} h_{t-1}", "RNN301 «W^{z}»")]
    [InlineData("h_t = (W - [U, V]) · x_t + h_{t-1}", "RNN301 «[U, V]»")]
    [InlineData("h_t = W (x_t ⊗ h_{t-1})", "RNN314 «(x_t ⊗ h_{t-1})»")]
    [InlineData("h_t = (A + B · C) · x_t + h_{t-1}", "RNN301 «B · C»")]
    [InlineData("h_t = tanh(W x_t + h_{t-1}) · (1)", "RNN311 «·» → ⊙")]
    [InlineData("h_t = W x_t + W ⊙ h_{t-1}", "RNN312 «W»")]
    [InlineData("h_t = w ⊙ h_{t-1} + w · x_t", "RNN312 «w»")]
    [InlineData("h_t = 3", "RNN313 «3»")]
    [InlineData("h_t = W · 2 + x_t", "RNN313 «2»")]
    [InlineData("h_t = W [x_t, 1] + h_{t-1}", "RNN313 «1»")]
    [InlineData("h_t = softmax(2) ⊙ x_t + h_{t-1}", "RNN313 «2»")]
    [InlineData("h_t = x_t / 0 + h_{t-1}", "RNN313 «0»")]
    [InlineData("h_t = (1 / 0) ⊙ h_{t-1}", "RNN313 «0»")]
    [InlineData("h_t = log(0) ⊙ h_{t-1}", "RNN313 «log(0)»")]
    [InlineData("h_t = [x_t, h_{t-1}]", "RNN314 «[x_t, h_{t-1}]»")]
    [InlineData("h_t = x_t + [x_t, h_{t-1}]", "RNN314 «x_t + [x_t, h_{t-1}]»")]
    [InlineData("c_t = W x_t + [c_{t-1}, x_t]\nh_t = c_t", "RNN314 «W x_t + [c_{t-1}, x_t]»")]
    [InlineData("h_t = W [x_t, h_{t-1}] + W x_t", "RNN314 «W x_t»")]
    public void Each_error_is_reported_once_at_its_span(string text, string found) =>
        Assert.Equal([found], CellRun.Of(text).Found);

    [Theory]
    [InlineData("s_t = x_t\nh_t = s_t + h_{t-1}", "s: 40", "RNN309 «s_t»")]
    [InlineData("s_t = V x_t + s_{t-1}\nh_t = s_t + h_{t-1}", "s: 40", "RNN314 «s_t + h_{t-1}»")]
    [InlineData("s_t = V x_t + s_{t-1}\nh_t = W s_t", "z: 40", "RNN315 «z» → s")]
    [InlineData("stack_t = V x_t + stack_{t-1}\nh_t = W stack_t", " stakc : 40 ", "RNN315 «stakc» → stack")]
    [InlineData("s_t = V x_t + s_{t-1}\nh_t = W s_t", "s: 40, s: 3", "RNN315 «s: 3»")]
    [InlineData("s_t = V x_t + s_{t-1}\nh_t = W s_t", "s", "RNN315 «s»")]
    [InlineData("s_t = V x_t + s_{t-1}\nh_t = W s_t", "s: 0", "RNN315 «s: 0»")]
    [InlineData("s_t = V x_t + s_{t-1}\nh_t = W s_t", "s: 99999999999", "RNN315 «s: 99999999999»")]
    [InlineData("s_t = V x_t + s_{t-1}\nh_t = W s_t", "s: size", "RNN315 «s: size»")]
    [InlineData("s_t = V x_t + s_{t-1}\nh_t = W s_t", "s: 4 0", "RNN315 «s: 4 0»")]
    [InlineData("h_t = W x_t + h_{t-1}", "h: 40", "RNN315 «h: 40»")]
    [InlineData("S_t = S_{t-1} + x_t x_t^T\nh_t = W (S_t x_t)", "S: 3 × 4 × 5", "RNN315 «S: 3 × 4 × 5»")]
    [InlineData("S_t = S_{t-1} + x_t x_t^T\nh_t = W (S_t x_t)", "S: features ×", "RNN315 «S: features ×»")]
    [InlineData("S_t = S_{t-1} + x_t x_t^T\nh_t = W (S_t x_t)", "S: 0 × features", "RNN315 «S: 0 × features»")]
    [InlineData("S_t = S_{t-1} + x_t x_t^T\nh_t = W (S_t x_t)", "S: 40", "RNN314 «S_{t-1} + x_t x_t^T»")]
    [InlineData("S_t = S_{t-1} + x_t x_t^T\nh_t = W (S_t^T x_t)", "S: features × 40", "RNN314 «S_{t-1} + x_t x_t^T»")]
    [InlineData("s_t = V x_t + s_{t-1}\nh_t = W s_t", "s: size × size", "RNN314 «V x_t + s_{t-1}»")]
    [InlineData("m_t = m_{t-1} + w^T x_t\nh_t = W x_t + m_t h_{t-1}", "m: 3", "RNN314 «m_t h_{t-1}»")]
    public void Errors_in_States_are_located_in_States(string text, string states, string found) =>
        Assert.Equal([found], CellRun.Of(text, states).Found);

    [Theory]
    [InlineData("h_t = h_{t-1} + b", "RNN330 «h_t»")]
    [InlineData("h_t = W V b + Q b + x_t + h_{t-1}", "RNN334 «b»")]
    [InlineData("h_t = b", "RNN330 «h_t»")]
    [InlineData("h_t = tanh(W x_t)", "RNN331 «h_t»")]
    [InlineData("z_t = x_t\nh_t = W x_t + h_{t-1}", "RNN332 «z_t»")]
    [InlineData("u_t = x_t\nv_t = u_t\nh_t = W x_t + h_{t-1}", "RNN332 «v_t»")]
    [InlineData("m_t = m_{t-1} + x_t\nh_t = W x_t + h_{t-1}", "RNN332 «m_t»")]
    [InlineData("z_t = x_t\nh_t = h_{t-1}", "RNN332 «z_t»")]
    [InlineData("h_t = h_{t-1} + tanh(x_t-1)", "RNN333 «x_t-1»")]
    [InlineData("z_t = σ(W x_t)\nh_t = z_t-1 + h_{t-1}", "RNN333 «z_t-1»")]
    [InlineData("h_t = w x_t + h_{t-1}", "RNN338 «w»")]
    [InlineData("h_t = γ · x_t + h_{t-1}", "RNN338 «γ»")]
    [InlineData("h_t = I h_{t-1} + W x_t", "RNN338 «I»")]
    [InlineData("h_t = x_t w + h_{t-1}", "RNN338 «w»")]
    [InlineData("S_t = S_{t-1} + k_t^T v_t\nk_t = K x_t\nv_t = V x_t\nh_t = v_t S_t", "RNN338 «S_t»")]
    [InlineData("h_t = F(x_t) + h_{t-1}", "RNN338 «F»")]
    [InlineData("h_t = Δ x_t + h_{t-1}", "RNN338 «Δ»")]
    [InlineData("h_t = tanh(W + U x_t + h_{t-1})", "RNN338 «W»")]
    [InlineData("h_t = tanh(V) ⊙ h_{t-1} + x_t", "RNN338 «V»")]
    [InlineData("h_t = h_{t-1} + 1/τ (x_t - h_{t-1})", "RNN337 «1/τ (x_t - h_{t-1})»")]
    [InlineData("h_t = 1/2 x_t + h_{t-1}", "RNN337 «1/2 x_t»")]
    [InlineData("h_t = W ∗ x_t + h_{t-1}", "RNN335 «∗»")]
    [InlineData("h_t = W \\ast x_t + h_{t-1}", "RNN335 «\\ast»")]
    public void Probable_mistake_is_a_warning(string text, string found)
    {
        var run = CellRun.Of(text);
        Assert.Equal([found], run.Found);
        Assert.NotNull(run.Cell);
    }

    [Theory]
    [InlineData("h_t = 2z_t-1 + h_{t-1}")]
    [InlineData("h_t = (z_t)-1 + h_{t-1}")]
    [InlineData("h_t = z_t -1 + h_{t-1}")]
    [InlineData("h_t = z_{t}-1 + h_{t-1}")]
    public void Explicit_difference_is_not_taken_for_a_previous_step(string text) =>
        Assert.DoesNotContain(CellRun.Of("z_t = σ(W x_t)\n" + text).Found, found => !found.StartsWith("RNN333 «z_t-1»", StringComparison.Ordinal));

    [Fact]
    public void LSTM_candidate_without_tilde_is_explained() =>
        Assert.Equal(
            "'C_t' is defined already, as 'C_t = tanh(W_C · [h_{t-1}, x_t] + b_C)'. The second equation reads the first, so the first is a candidate: name it C̃_t, there and where it is read.",
            Assert.Single(CellRun.Of(Lstm.Replace("C̃_t", "C_t", StringComparison.Ordinal)).Messages));

    [Fact]
    public void Cell_that_needs_input_of_its_hidden_size_states_the_reason()
    {
        Assert.Equal("'h_t = tanh(x_t + h_{t-1})' makes 'x_t' as long as 'h_{t-1}'", CellRun.Of("h_t = tanh(x_t + h_{t-1})").Cell!.WhyInputIsAsLong);
        Assert.Equal(
            "'n_t = z_t ⊙ p_t' makes 'z_t' as long as 'p_t', and 'z_t = a ⊙ h_{t-1}' gives 'z_t' the cell's size, and 'p_t = b ⊙ x_t' gives 'p_t' the input's size",
            CellRun.Of("z_t = a ⊙ h_{t-1}\np_t = b ⊙ x_t\nn_t = z_t ⊙ p_t\nh_t = n_t").Cell!.WhyInputIsAsLong);
        Assert.NotNull(CellRun.Of("a_t = [x_t, x_t] + [h_{t-1}, h_{t-1}]\nh_t = W a_t").Cell!.WhyInputIsAsLong);
        Assert.Null(CellRun.Of("h_t = tanh(W x_t + h_{t-1})").Cell!.WhyInputIsAsLong);
    }

    [Fact]
    public void Gain_of_layernorm_is_recognised() =>
        Assert.Equal(["g"], CellRun.Of("h_t = g ⊙ layernorm(W x_t) + b + h_{t-1}").Cell!.Parameters.Where(parameter => parameter.IsGain).Select(parameter => parameter.Name.Key));

    [Fact]
    public void Constants_are_folded_and_stay_finite()
    {
        var cell = CellRun.Of("n = 2 ⊙ 3 - sqrt(4)\nh_t = 1e300 ⊙ (1e300 ⊙ h_{t-1}) + n ⊙ x_t").Cell!;
        Assert.Contains(cell.Definitions, definition => definition.Value is NumberValue { Value: 4 });
        Assert.DoesNotContain(Values(cell.NextOf(cell.Output)), value => value is NumberValue number && !double.IsFinite(number.Value));
    }

    private static IEnumerable<CellValue> Values(CellValue value) => value.Operands.SelectMany(Values).Append(value);
}
