using RnnDsl.Generator.Tests.RandomModels;
using Xunit;

namespace RnnDsl.Generator.Tests.Equations;

/// <summary>Random cells that the compiler accepts compile without a warning, and their loops and derivatives are those of their equations.</summary>
public sealed class RandomCellModelTests
{
    private const int CellsPerProject = 100;

    /// <summary>Whether loops of linear states run as scans on a CPU too.</summary>
    private const string Scans = "RnnDsl.Scans";

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
        Assert.InRange(await CompareAsync(RandomCells.Accepted(seed, CellsPerProject)), CellsPerProject / 2, CellsPerProject);

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
        Assert.Equal(2, await CompareAsync(cells));
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
        Assert.Equal(cells.Length, await CompareAsync(cells));
    }

    [Fact]
    public Task Scans_of_linear_cells_equal_their_equations() => AssertScans([.. RandomLinearCells.Of(41, CellsPerProject / 2)]);

    [Fact]
    public Task Scans_of_clipped_cells_equal_their_equations() => AssertScans([.. RandomClippedCells.Of(40, CellsPerProject / 2)]);

    /// <summary>Clipped states of papers, and multiples by numbers of each sequence.</summary>
    [Fact]
    public Task Scans_of_cells_of_papers_equal_their_equations() => AssertScans(
        [
            new("h_t = relu(W x_t + u ⊙ h_{t-1} + b)", null),
            new("h_t = min(max(u ⊙ h_{t-1} + W x_t, a), b)", null),
            new("h_t = f_t h_{t-1} + W x_t\nf_t = σ(w^⊤ x_t + c)", null),
            new("m_t = max(m_{t-1} + f_t, i_t)\nf_t = V x_t\ni_t = U x_t\nh_t = exp(i_t - m_t) ⊙ tanh(W x_t)", null),
            new("C_t = f_t C_{t-1} + v_t k_t^⊤\nn_t = f_t n_{t-1} + k_t\nf_t = σ(w^⊤ x_t + b)\nk_t = K x_t\nv_t = V x_t\nh_t = C_t k_t / max(1, abs(n_t^⊤ k_t))", "C: size × 3, n: 3"),
            new("m_t = f_t m_{t-1} + w^⊤ x_t\nf_t = σ(v^⊤ x_t)\nh_t = m_t ⊙ tanh(W x_t)", null),
        ]);

    /// <summary>Compares cells where loops run as scans.</summary>
    private static async Task AssertScans(RandomCell[] cells)
    {
        AppContext.SetSwitch(Scans, true);
        try
        {
            Assert.InRange(await CompareAsync(cells), cells.Length * 9 / 10, cells.Length);
        }
        finally
        {
            AppContext.SetData(Scans, null);
        }
    }

    /// <returns>How many could be compared: the others divide by zero or explode.</returns>
    private static async Task<int> CompareAsync(IEnumerable<RandomCell> all)
    {
        var cells = all.Select((cell, i) => new RandomCellModel(cell, i)).ToList();
        var project = await RandomProject.OfAsync(cells.Select(cell => (cell.Namespace, cell.Source)));
        Assert.All(cells, cell => Assert.True(
            !project.Complains(cell.Namespace) && !project.IsReported(cell.Namespace), $"{cell.Source}\n{project.Describe(cell.Namespace)}"));

        using var loaded = project.Load();
        return cells.Count(cell => RandomCellRun.Compares(cell, loaded.Type(cell.Namespace + ".Model")));
    }
}
