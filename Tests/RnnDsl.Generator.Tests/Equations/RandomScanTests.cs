using Xunit;

namespace RnnDsl.Generator.Tests.Equations;

/// <summary>Scans of linear and of clipped states equal their equations. They run alone: the switch is one of the process.</summary>
[Collection(nameof(RandomScanTests))]
[CollectionDefinition(nameof(RandomScanTests), DisableParallelization = true)]
public sealed class RandomScanTests
{
    private const int CellsPerProject = 50;

    /// <summary>Whether loops of linear states run as scans on a CPU too.</summary>
    private const string Scans = "RnnDsl.Scans";

    [Fact]
    public Task Scans_of_linear_cells_equal_their_equations() => AssertScans([.. new RandomLinearCells(41).Take(CellsPerProject)]);

    [Fact]
    public Task Scans_of_clipped_cells_equal_their_equations() => AssertScans([.. new RandomClippedCells(40).Take(CellsPerProject)]);

    /// <summary>Clipped states of papers, and multiples by numbers of each sequence.</summary>
    [Fact]
    public Task Scans_of_cells_of_papers_equal_their_equations() => AssertScans(
        [
            new("h_t = relu(W x_t + u ⊙ h_{t-1} + b)", null),
            new("h_t = min(max(u ⊙ h_{t-1} + W x_t, a), b)", null),
            new("h_t = f_t h_{t-1} + W x_t\nf_t = σ(w^⊤ x_t + c)", null),
            new("m_t = max(m_{t-1} + f_t, i_t)\nf_t = V x_t\ni_t = U x_t\nh_t = exp(i_t - m_t) ⊙ tanh(W x_t)", null),
            new("C_t = f_t C_{t-1} + v_t k_t^⊤\nn_t = f_t n_{t-1} + k_t\nf_t = σ(w^⊤ x_t + b)\nk_t = K x_t\nv_t = V x_t\nh_t = C_t k_t / max(1, abs(n_t^⊤ k_t))", "C: size × 3, n: 3"),
            new("S_t = diag(f_t) S_{t-1} + k_t v_t^⊤\nf_t = σ(W x_t + b)\nk_t = K x_t\nv_t = V x_t\nh_t = S_t^⊤ (Q x_t)", "S: 3 × size"),
            new("S_t = diag(λ) S_{t-1} diag(f_t) + v_t k_t^⊤\nf_t = σ(W x_t)\nk_t = K x_t\nv_t = V x_t\nh_t = S_t k_t", "S: size × 3"),
            new("[a_t; v_t] = W x_t + b\nh_t = σ(a_t) ⊙ h_{t-1} + tanh(v_t)", null),
            new("h_t = tanh(W x_t) ⊙ hard_tanh(u ⊙ h_{t-1} + V x_t)", null),
            new("m_t = f_t m_{t-1} + w^⊤ x_t\nf_t = σ(v^⊤ x_t)\nh_t = m_t ⊙ tanh(W x_t)", null),
        ]);

    /// <summary>Compares cells where loops run as scans.</summary>
    private static async Task AssertScans(RandomCell[] cells)
    {
        AppContext.SetSwitch(Scans, true);
        try
        {
            Assert.InRange(await RandomCellRun.CompareAsync(cells), cells.Length * 9 / 10, cells.Length);
        }
        finally
        {
            AppContext.SetData(Scans, null);
        }
    }
}
