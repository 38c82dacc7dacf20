using Xunit;

namespace RnnDsl.Generator.Tests.Equations;

/// <summary>Random cells that the compiler accepts compile without a warning, and their loops and derivatives are those of their equations.</summary>
public sealed class RandomCellModelTests
{
    private const int CellsPerProject = 100;

    [Theory]
    [InlineData(0)]
    public Task Accepted_random_cells_compile_and_equal_their_equations(int seed) => AssertComputes(seed);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public Task Further_accepted_random_cells_compile_and_equal_their_equations(int seed) => AssertComputes(seed);

    private static async Task AssertComputes(int seed) =>
        Assert.InRange(await RandomCellRun.CompareAsync(RandomCells.Accepted(seed, CellsPerProject)), CellsPerProject / 2, CellsPerProject);

    /// <summary>Cells that were once drawn, and computed wrongly or not at all.</summary>
    [Fact]
    public async Task Formerly_failing_cells_equal_their_equations()
    {
        RandomCell[] cells =
        [
            // A value of the input alone is the whole input projection, which the loop overwrites: the second derivative read what was overwritten.
            new("x'_t = tanh(X · x_t)\nh_t = relu(tanh(c_{t-1} - x'_t))\nc_t = σ(c_{t-1} + S · h_t)", null),
            new("u_t = X · x_t\nh_t = tanh(2 * u_t + S · h_{t-1}) ⊙ u_t", null),

            // One gradient goes to two states of the step before.
            new("c_t = c_{t-1} ⊙ c_{t-1} + h_{t-1} + C_{t-1} + A · C_{t-1}\nh_t = 0.001 ⊙ tanh(c_t + U · [h_{t-1}, c_{t-1}])\nC_t = -max(c_t, c_t) / 2", null),
        ];

        // The last one explodes, and has to compile.
        Assert.Equal(2, await RandomCellRun.CompareAsync(cells));
    }

    /// <summary>Matrices that diagonal ones and the identity less outer products multiply, on either side, of weights, of the input and of states; and gates that stand one below the other.</summary>
    [Fact]
    public async Task Cells_with_structured_matrices_and_stacked_gates_equal_their_equations()
    {
        const string Projections = "\nq_t = Q x_t\nk_t = K x_t\nv_t = V x_t";
        RandomCell[] cells =
        [
            new("S_t = diag(f_t) S_{t-1} + k_t v_t^⊤\nh_t = S_t^⊤ q_t\nf_t = σ(W x_t + U h_{t-1} + b)" + Projections, "S: 3 × size"),
            new("S_t = S_{t-1} diag(f_t) + v_t k_t^⊤\nh_t = tanh(S_t q_t)\nf_t = σ(W x_t)" + Projections, "S: size × 3"),
            new("S_t = diag(λ) S_{t-1} diag(μ) + v_t k_t^⊤\nh_t = S_t q_t" + Projections, "S: size × d") { NamedSizes = ["d"] },
            new("S_t = S_{t-1} (I - β_t k_t k_t^⊤) + β_t v_t k_t^⊤\nh_t = S_t q_t\nβ_t = σ(w^⊤ x_t)" + Projections, "S: size × 3"),
            new("S_t = (I - β_t k_t k_t^⊤) diag(α_t) S_{t-1} + β_t k_t v_t^⊤\nh_t = S_t^⊤ q_t\nβ_t = σ(w^⊤ x_t)\nα_t = σ(A x_t + B h_{t-1})" + Projections, "S: 3 × size"),
            new("S_t = S_{t-1} (α_t (I - β_t k_t k_t^⊤)) + v_t k_t^⊤\nh_t = S_t q_t\nβ_t = σ(w^⊤ x_t)\nα_t = σ(u^⊤ h_{t-1})" + Projections, null),
            new("h_t = tanh((I - 2 u u^⊤ / (1 + u^⊤ u)) h_{t-1} + V x_t)", null),
            new("h_t = tanh(diag(a) W diag(b) h_{t-1} + V x_t)", null),
            new("S_t = tanh(diag(h_{t-1}) S_{t-1} + v_t k_t^⊤)\nh_t = S_t q_t" + Projections, null),
            new("S_t = (α_t 1^⊤) ⊙ S_{t-1} + k_t v_t^⊤\nh_t = S_t^⊤ q_t\nα_t = σ(W x_t)" + Projections, "S: 3 × size"),
            new("S_t = S_{t-1} + (u u^⊤)(k_t v_t^⊤)\nh_t = tanh(S_t q_t)" + Projections, null),
            new("[i_t; f_t; g_t; o_t] = W x_t + U h_{t-1} + b\nc_t = σ(f_t) ⊙ c_{t-1} + σ(i_t) ⊙ tanh(g_t)\nh_t = σ(o_t) ⊙ tanh(c_t)", null),
            new("[i_t; f_t; o_t; g_t] = [σ; σ; σ; tanh] W [x_t; h_{t-1}]\nc_t = f_t ⊙ c_{t-1} + i_t ⊙ g_t\nh_t = o_t ⊙ tanh(c_t)", null),
            new("[z_t; r_t] = σ(W [h_{t-1}; x_t] + b)\nh_t = (1 - z_t) ⊙ h_{t-1} + z_t ⊙ tanh(V x_t + U (r_t ⊙ h_{t-1}))", null),
            new("[z_t, r_t] = σ(x_t W + h_{t-1} U)\nh_t = (1 - z_t) h_{t-1} + z_t \\tanh(x_t W_h + (r_t \\odot h_{t-1}) U_h)", null),
            new("[q_t; k_t; v_t] = W x_t + b\nS_t = 0.9 ⊙ S_{t-1} + v_t k_t^⊤\nh_t = tanh(S_t q_t)", "S: size × 3"),
            new("a_t = W c_{t-1} + ρ (p ⊙ V x_t)\n[f_t; g_t; e_t] = 2 σ(a_t) - ρ\nc_t = f_t ⊙ c_{t-1} + g_t\nh_t = tanh(U c_t) ⊙ e_t", "c: d") { NamedSizes = ["d"], Scalars = ["ρ"] },
        ];

        Assert.All(cells, static cell => Assert.Empty(CellRun.Of(cell).Messages));
        Assert.Equal(cells.Length, await RandomCellRun.CompareAsync(cells));
    }

    /// <summary>Parts of the input, in products, beside states of their size and joined, and numbers of it beside vectors.</summary>
    [Fact]
    public async Task Cells_with_several_inputs_equal_their_equations()
    {
        RandomCell[] cells =
        [
            new("v_t = m_t ⊙ x_t + (1 - m_t) ⊙ v_{t-1}\nh_t = tanh(W v_t + V m_t + exp(-relu(w ⊙ R δ_t)) ⊙ U h_{t-1})", "v: d") { Inputs = "x: d, m: d, δ: d", NamedSizes = ["d"] },
            new("h_t = tanh(W [x_t, h_{t-1}, y_t] + b)", null) { Inputs = "x: d, y: d", NamedSizes = ["d"] },
            new("φ_t = (τ_t - s) mod 0.7\nh_t = tanh(W x_t + U h_{t-1}) if φ_t < 0.3 and τ_t > r else (1 - φ_t) ⊙ h_{t-1}", null) { Inputs = "x: 5, τ" },
            new("h_t = tanh(W [x_t, m_t, h_{t-1}] + U [τ_t ⊙ x_t, y_t])", null) { Inputs = "x: a, m: d, y: e, τ", NamedSizes = ["a", "d", "e"] },
            new("z_t = σ(W_z [h_{t-1}, x_t, m_t])\nr_t = σ(W_r [h_{t-1}, x_t, m_t])\nn_t = tanh(W [r_t ⊙ h_{t-1}, x_t, m_t])\nh_t = (1 - z_t) ⊙ h_{t-1} + z_t ⊙ n_t", null) { Inputs = "x: a, m: d", NamedSizes = ["a", "d"] },
            new("h_t = tanh(W [h_{t-1}, x_t, m_t] + b)", null) { Inputs = "x: a, m: d", NamedSizes = ["a", "d"] },
            new("h_t = tanh(W [x_t, m_t, h_{t-1}])", null) { Inputs = "x: a, m: d", NamedSizes = ["a", "d"] },
            new("h_t = tanh(W [m_t, x_t] + U h_{t-1} + b)", null) { Inputs = "x: a, m: d", NamedSizes = ["a", "d"] },
            new("h_t = tanh(W [x_t, m_t] + U h_{t-1} + b)", null) { Inputs = "x: a, m: d", NamedSizes = ["a", "d"] },
            new("c_t = c_{t-1} + τ_t σ(W x_t)\nh_t = tanh(c_t - τ_t h_{t-1} + ρ ⊙ τ_t)", null) { Inputs = "τ, x: 2", Scalars = ["ρ"] },
        ];

        Assert.All(cells, static cell => Assert.Empty(CellRun.Of(cell).Messages));
        Assert.Equal(cells.Length, await RandomCellRun.CompareAsync(cells));
    }
}
