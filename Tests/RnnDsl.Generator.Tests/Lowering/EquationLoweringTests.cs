using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Equations.Options;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Lowering.Scans;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Tests.Equations;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Graphs, derivatives and schedules of cells of equations compute what the equations say and what differences of a loss say.</summary>
public sealed class EquationLoweringTests
{
    private const int CellsPerSeed = 100;

    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public void Random_cells_equal_their_equations_and_differences(int seed)
    {
        // Of the random cells some explode or divide by zero; others take their place.
        var counts = RandomCells.Accepted(seed, 2 * CellsPerSeed).Select((cell, i) => EquationComparison.Compare(cell, Options(i), i)).OfType<DifferenceCount>().Take(CellsPerSeed).ToList();
        Assert.Equal(CellsPerSeed, counts.Count);
        AssertSignificant(counts);
    }

    /// <summary>The gradient of f_t is that of f_t + Q x_t, and the product R_i f_t, which a condition alone reads, adds nothing to it.</summary>
    [Theory]
    [InlineData("2 < f_t + R_i f_t")]
    [InlineData("R_i f_t > h_{t-1}")]
    public void Product_that_a_condition_reads_leaves_the_gradient_of_its_operand(string condition) =>
        Assert.NotNull(EquationComparison.Compare(new RandomCell($"""
            f_t = max(0, (m_{"{t-1}"} if h_{"{t-1}"} > 0.1 else b) + V b_f)
            m_t = tanh(W x_t + U κ_{"{t-1}"})
            h_t = (m_t if {condition} else h_{"{t-1}"})
            κ_t = b - R (f_t + Q x_t)
            """, null), new RecurrentOptions(), 3));

    /// <summary>Cells whose states are linear are found to be, and are scans of their factors and addends.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    [InlineData(24)]
    public void Random_linear_cells_are_scans(int seed)
    {
        var cells = new RandomLinearCells(seed).Take(CellsPerSeed).ToList();
        Assert.All(cells, cell => Assert.NotNull(LinearStates.Of(EquationComparison.Graph(cell, Options(2 * cells.IndexOf(cell))))));
        AssertSignificant(cells.Select((cell, i) => EquationComparison.Compare(cell, Options(2 * i), i)).OfType<DifferenceCount>());
    }

    /// <summary>Cells with a clipped state are found to be scans of factors, addends and bounds.</summary>
    [Theory]
    [InlineData(30)]
    [InlineData(31)]
    [InlineData(32)]
    public void Random_clipped_cells_are_scans(int seed)
    {
        var cells = new RandomClippedCells(seed).Take(CellsPerSeed).ToList();
        Assert.All(cells, cell => Assert.Contains(LinearStates.Of(EquationComparison.Graph(cell, Options(0))) ?? [], static group => group.IsClipped));
        AssertSignificant(cells.Select(static (cell, i) => EquationComparison.Compare(cell, Options(0), i)).OfType<DifferenceCount>());
    }

    [Theory]
    [InlineData("h_t = relu(W x_t + u ⊙ h_{t-1} + b)", "IndRNN")]
    [InlineData("m_t = max(m_{t-1} + f_t, i_t)\nf_t = V x_t\ni_t = U x_t\nh_t = exp(i_t - m_t) ⊙ tanh(W x_t)", "the stabiliser of exponential gates")]
    [InlineData("C_t = f_t C_{t-1} + v_t k_t^⊤\nn_t = f_t n_{t-1} + k_t\nf_t = σ(w^⊤ x_t + b)\nk_t = K x_t\nv_t = V x_t\nh_t = C_t x_t / max(1, n_t^⊤ k_t)", "a number of each sequence as factor")]
    [InlineData("m_t = f_t m_{t-1} + w^⊤ x_t\nf_t = σ(v^⊤ x_t)\nh_t = m_t ⊙ tanh(W x_t)", "a number of each sequence as state")]
    [InlineData("S_t = diag(f_t) S_{t-1} diag(g_t) + v_t k_t^⊤\nf_t = σ(F x_t)\ng_t = σ(G x_t)\nk_t = K x_t\nv_t = V x_t\nh_t = S_t k_t", "a gate of each row and of each column")]
    [InlineData("h_t = tanh(W x_t) ⊙ hard_tanh(u ⊙ h_{t-1} + V x_t)", "a factor of either sign of a state between two bounds")]
    public void States_of_papers_are_scans(string equations, string what)
    {
        var cell = new RandomCell(equations, null);
        Assert.True(LinearStates.Of(EquationComparison.Graph(cell, Options(0))) is not null, what);
        Assert.NotNull(EquationComparison.Compare(cell, Options(0), 1));
    }

    [Theory]
    [InlineData("h_t = relu(W x_t + U h_{t-1})")]
    [InlineData("h_t = relu(W x_t + u ⊙ h_{t-1}) + 0.5 h_{t-1}")]
    [InlineData("h_t = u ⊙ relu(W x_t + h_{t-1})")]
    [InlineData("h_t = tanh(W x_t + u ⊙ h_{t-1})")]
    [InlineData("c_t = relu(W x_t + u ⊙ h_{t-1})\nh_t = c_{t-1} + x_t")]
    public void Other_states_are_none(string equations) => Assert.Null(LinearStates.Of(EquationComparison.Graph(new RandomCell(equations, null), Options(0))));

    /// <summary>Gates side by side in one projection are one operation, before the earliest value that reads one of them.</summary>
    [Fact]
    public void Joined_gates_precede_all_that_reads_them() => Assert.NotNull(EquationComparison.Compare(
        new RandomCell("c_t = d - 0.5 ⊙ c_{t-1}\ng_t = σ(W · x_t + U · c_t)\nm_t = g_t ⊙ m_{t-1} + b\no_t = σ(V · x_t + R · c_t)\nh_t = o_t ⊙ h_{t-1} + tanh(m_t)", null), Options(0), 1));

    /// <summary>The cells of the examples, with each of the options.</summary>
    [Fact]
    public void Cells_of_papers_equal_their_equations_and_differences()
    {
        var cells = RepositoryFiles.Code("Examples/RnnDsl.Examples").Select(File.ReadAllText).Where(static text => text.Contains("[Cell(", StringComparison.Ordinal))
            .SelectMany(static text => Compile.Source("using RnnDsl;\n" + text).GetSymbolsWithName(static _ => true, SymbolFilter.Type))
            .OfType<INamedTypeSymbol>().Where(static type => CellParser.Attribute(type) is not null).Select(CellParser.Parse).ToList();
        Assert.True(cells.Count > 10, $"{cells.Count} cells are found.");
        AssertSignificant(cells.SelectMany(static cell => Enumerable.Range(0, 4).Select(i => EquationComparison.Compare(cell, Options(i), i))).OfType<DifferenceCount>());
    }

    [Theory]
    [InlineData("V · x_t + W · h_{t-1}")]
    [InlineData("W · [x_t, h_{t-1}]")]
    [InlineData("V · x_t + W · (-h_{t-1})")]
    [InlineData("V · x_t + W · (0.5 ⊙ h_{t-1})")]
    [InlineData("V · x_t + W · (h_{t-1} ⊙ h_{t-1})")]
    [InlineData("V · x_t + W · (b ⊙ h_{t-1})")]
    [InlineData("V · x_t + W · (h_{t-1} ⊙ σ(U · h_{t-1}))")]
    [InlineData("V · x_t + W · (b ⊙ h_{t-1} ⊙ d)")]
    [InlineData("V · x_t + W · (b ⊙ d ⊙ h_{t-1})")]
    [InlineData("V · x_t + W · (σ(U · h_{t-1}) ⊙ (h_{t-1} ⊙ b) ⊙ (-h_{t-1}))")]
    [InlineData("V · x_t + W · [x_t, b ⊙ h_{t-1} ⊙ d]")]
    [InlineData("V · x_t + W · (e ⊙ [b ⊙ h_{t-1} ⊙ d, h_{t-1}])")]
    [InlineData("V · x_t + W · (h_{t-1} / (4 + x'_t))")]
    [InlineData("V · x_t + W · (b ⊙ h_{t-1} / (4 + x'_t) ⊙ d)")]
    [InlineData("V · x_t + W · k_t")]
    public void Recurrent_dropout_masks_the_output_as_operand_of_a_matrix(string sum)
    {
        var cell = new RandomCell($"x'_t = σ(X · x_t)\nk_t = b ⊙ h_{{t-1}} ⊙ x'_t\nh_t = tanh({sum})", null);
        Assert.NotNull(EquationComparison.Compare(cell, Options(1), 1));

        // Only matrices read the output: masking them is masking it.
        var typed = CellRun.Of(cell.Equations).Cell!;
        Assert.True(RecurrentDropout.AppliesTo(typed));
        var inputs = EquationInputs.Random(typed, new Sizes(), new RandomRows(1));
        inputs = inputs with { Inputs = [inputs.Inputs[0]] };
        var masked = inputs with { States = typed.States.ToDictionary(state => state, state => inputs.States[state] * inputs.Dropout[0]) };
        Assert.NotEqual(Output(typed, inputs).Values, Output(typed, masked).Values);
        LoopComparison.AssertEqual("h", [Output(typed, masked)], [Output(RecurrentDropout.Apply(typed), inputs)]);

        static Rows Output(TypedCell cell, EquationInputs inputs) => EquationInterpreter.Run(cell, inputs, new Sizes())[0][cell.Output];
    }

    [Theory]
    [InlineData("W · x_t + u ⊙ h_{t-1}")]
    [InlineData("W · x_t + h_{t-1} ⊙ σ(u ⊙ h_{t-1})")]
    [InlineData("W · x_t + U · tanh(h_{t-1})")]
    [InlineData("W · x_t + U · (b / (4 + h_{t-1}))")]
    public void Recurrent_dropout_does_not_apply_where_no_matrix_multiplies_the_output(string sum) =>
        Assert.False(RecurrentDropout.AppliesTo(CellRun.Of($"h_t = tanh({sum})").Cell!));

    /// <summary>Zoneout mixes a state with its previous value, after everything that reads it in the same step.</summary>
    [Fact]
    public void Zoneout_mixes_states_with_their_previous_values()
    {
        var typed = CellRun.Of("c_t = tanh(V · x_t + c_{t-1})\nh_t = c_t + U · h_{t-1}").Cell!;
        var inputs = EquationInputs.Random(typed, new Sizes(), new RandomRows(1));
        inputs = inputs with { Inputs = [inputs.Inputs[0]] };
        var (all, one) = (Zoneout.Apply(typed, static _ => true), Zoneout.Apply(typed, state => state == typed.Output));
        var (plain, mixed, some) = (EquationInterpreter.Run(typed, inputs, new Sizes())[0], EquationInterpreter.Run(all, inputs, new Sizes())[0], EquationInterpreter.Run(one, inputs, new Sizes())[0]);
        foreach (var state in typed.States)
        {
            var keep = inputs.Zoneout[state][0];
            var expected = ((Rows.Constant(1) - keep) * plain[state]) + (keep * inputs.States[state]);
            LoopComparison.AssertEqual(state.Name.Key, [expected], [mixed[state]]);
            LoopComparison.AssertEqual(state.Name.Key, [state == typed.Output ? expected : plain[state]], [some[state]]);
        }
    }

    [Theory]
    [InlineData("W · h_{t-1} + U · r_t + V · g_t")]
    [InlineData("tanh(W · h_{t-1} + U · r_t + V · g_t)")]
    [InlineData("c_{t-1} ⊙ tanh(W · h_{t-1} + U · r_t + V · g_t)")]
    public void Products_of_one_sum_have_one_gradient(string sum) => Assert.NotNull(EquationComparison.Compare(
        new RandomCell($"r_t = σ(h_{{t-1}})\ng_t = tanh(c_{{t-1}})\nh_t = {sum}\nc_t = σ(c_{{t-1}} + X · x_t)", null), Options(0), 1));

    /// <summary>Matrices as states: outer products, products with vectors, inner products, numbers of each sequence.</summary>
    [Theory]
    [InlineData("C_t = f_t C_{t-1} + i_t v_t k_t^⊤\nh_t = tanh(C_t q_t)")]
    [InlineData("C_t = f_t C_{t-1} + v_t k_t^⊤\nh_t = o_t ⊙ (C_t q_t)\no_t = σ(O x_t + U h_{t-1})")]
    [InlineData("C_t = f_t C_{t-1} + i_t v_t k_t^⊤\nn_t = f_t n_{t-1} + i_t k_t\nh_t = C_t q_t / max(abs(n_t^⊤ q_t), 1)")]
    [InlineData("m_t = max(log(f_t) + m_{t-1}, log(i_t))\ni'_t = exp(log(i_t) - m_t)\nf'_t = exp(log(f_t) + m_{t-1} - m_t)\nC_t = f'_t C_{t-1} + i'_t v_t k_t^⊤\nh_t = C_t q_t")]
    [InlineData("S_t = S_{t-1} + k_t v_t^⊤\nh_t = S_t^⊤ q_t")]
    [InlineData("S_t = S_{t-1} + f_t (v_t - S_{t-1} k_t) k_t^⊤\nh_t = S_t q_t")]
    [InlineData("S_t = S_{t-1} + f_t (v_t - S_{t-1} k_t) k_t^⊤\nh_t = S_t q_t + U h_{t-1}")]
    [InlineData("S_t = tanh(S_{t-1} + v_t k_t^⊤)\nh_t = S_t (q_t + h_{t-1})")]
    [InlineData("S_t = 0.5 S_{t-1} + h_{t-1} h_{t-1}^⊤\nh_t = tanh(S_t q_t + V x_t)")]
    [InlineData("S_t = 0.5 S_{t-1} + v_t v_t^⊤\nh_t = S_t q_t / (1 + sqrt(v_t^⊤ v_t))")]
    [InlineData("s_t = v_t^⊤ h_{t-1} + i_t s_{t-1}\nh_t = tanh(s_t + V x_t + U h_{t-1})")]
    [InlineData("s_t = h_{t-1}^⊤ h_{t-1}\nh_t = tanh(V x_t) / (1 + s_t) + i_t h_{t-1}")]
    [InlineData("S_t = S_{t-1} + (v_t - s_t) (k_t + h_{t-1})^⊤\ns_t = f_t q_t^⊤ h_{t-1}\nh_t = tanh(S_t^⊤ q_t)")]
    [InlineData("C_t = (1 - f_t) C_{t-1} + f_t b k_t^⊤\nh_t = C_t q_t + c")]
    [InlineData("C_t = C_{t-1} + v_t k_t^⊤\nh_t = C_t q_t + C_{t-1} v_t")]
    [InlineData("C_t = f_t C_{t-1} + a_t b_t^⊤\na_t = A x_t\nb_t = B x_t\nh_t = W (C_t b_t)", "C: 3 × keys")]
    [InlineData("C_t = f_t C_{t-1} + a_t b_t^⊤\na_t = A x_t\nb_t = B h_{t-1}\nh_t = W (C_t^⊤ a_t)", "C: keys × 5")]
    public void Matrix_states_equal_their_equations_and_differences(string equations, string? states = null)
    {
        var cell = new RandomCell(
            "q_t = W_q x_t\nk_t = W_k x_t + b_k\nv_t = W_v x_t\ni_t = exp(w_i^⊤ x_t + b_i)\nf_t = σ(w_f^⊤ x_t + b_f)\n" + equations, states);
        Assert.Equal([], CellRun.Of(cell).Messages.Where(static message => !message.Contains("does not depend on")));
        var counts = Enumerable.Range(0, 4).Select(i => EquationComparison.Compare(cell, Options(i & (RecurrentDropout.AppliesTo(CellRun.Of(cell).Cell!) ? 3 : 2)), i)).OfType<DifferenceCount>().ToList();
        Assert.Equal(4, counts.Count);
        AssertSignificant(counts);
    }

    public static TheoryData<string> Operations => new(NodePlaces.Operations);

    [Theory]
    [MemberData(nameof(Operations))]
    public void Operation_equals_its_equation_and_differences_in_every_position(string operation)
    {
        var first = Array.IndexOf(NodePlaces.Operations, operation);
        var cells = NodePlaces.Places.Select((place, i) => NodePlaces.Cell(place, operation, NodePlaces.Operands[(first + i) % NodePlaces.Operands.Length]))
            .Where(static cell => CellRun.Of(cell).Cell is not null);
        var counts = cells.Select((cell, i) => EquationComparison.Compare(cell, Options(first + i), i)).OfType<DifferenceCount>().ToList();
        Assert.InRange(counts.Count, NodePlaces.Places.Length / 2, NodePlaces.Places.Length);
        AssertSignificant(counts);
    }

    /// <summary>Each of the options that change the step, alone and together, and none.</summary>
    private static RecurrentOptions Options(int number) => new() { RecurrentDropout = number % 4 is 1 or 3 ? 0.3 : 0, Zoneout = number % 4 is 2 or 3 ? 0.2 : 0 };

    /// <summary>Asserts that a wrong factor would show in nearly all gradients.</summary>
    private static void AssertSignificant(IEnumerable<DifferenceCount> counts)
    {
        var all = counts.Aggregate(static (sum, count) => sum + count);
        Assert.True(all.Significant > 9 * (all.Insignificant + all.AtKinks), all.ToString());
    }
}
