using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Equations;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;
using Xunit;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Graphs, derivatives and schedules of the built-in cells compute what the papers say and what differences of a loss say, in every combination of options.</summary>
public sealed class BuiltInLoweringTests
{
    private static readonly bool[] OffAndOn = [false, true];

    [Fact]
    public void Elman_equals_its_equations_and_differences() => AssertCompared(
        from relu in OffAndOn
        from options in Regularised()
        select Layer(CellKind.Rnn, options with { Relu = relu }));

    [Fact]
    public void Lstm_equals_its_equations_and_differences() => AssertCompared(
        from peepholes in OffAndOn
        from projection in OffAndOn
        from options in Regularised()
        select Layer(CellKind.Lstm, options with { Peepholes = peepholes }, projection ? Sizes.Named : null));

    [Fact]
    public void Gru_equals_its_equations_and_differences() => AssertCompared(
        from resetAfter in OffAndOn
        from options in Regularised()
        select Layer(CellKind.Gru, options with { ResetAfter = resetAfter }));

    /// <summary>The cells that run in one loop with an attention below the previous state, which a matrix stands for.</summary>
    [Fact]
    public void Cells_with_attention_equal_their_equations_and_differences() => AssertCompared(
        from dropout in new[] { 0, 0.3 }
        let options = new RecurrentOptions { RecurrentDropout = dropout }
        from layer in new[]
        {
            Layer(CellKind.Rnn, options), Layer(CellKind.Lstm, options), Layer(CellKind.Lstm, options with { Peepholes = true }, Sizes.Named),
            Layer(CellKind.Gru, options), Layer(CellKind.Gru, options with { ResetAfter = false }),
        }
        select layer,
        attends: true);

    /// <summary>Models share the typed equations: lowering, also on several threads, only reads them.</summary>
    [Theory]
    [InlineData((int)CellKind.Rnn)]
    [InlineData((int)CellKind.Lstm)]
    [InlineData((int)CellKind.Gru)]
    public void Equations_are_typed_once_and_options_leave_them_alone(int cell)
    {
        var plain = Layer((CellKind)cell, new RecurrentOptions());
        var typed = BuiltInCells.Of(plain).Typed;
        var values = typed.Values.Count;
        var optional = Layer((CellKind)cell, new RecurrentOptions { Zoneout = 0.2, RecurrentDropout = 0.3 }, cell == (int)CellKind.Lstm ? Sizes.Named : null);
        Parallel.For(0, 16, i => EquationStep.OfBuiltIn(i % 2 == 0 ? plain : optional));

        Assert.Same(typed, BuiltInCells.Of(optional).Typed);
        Assert.Equal(values, typed.Values.Count);
    }

    /// <summary>The options that every built-in cell has, in every combination.</summary>
    private static IEnumerable<RecurrentOptions> Regularised() =>
        from layerNorm in OffAndOn
        from zoneout in OffAndOn
        from dropout in OffAndOn
        select new RecurrentOptions { LayerNorm = layerNorm, Zoneout = zoneout ? 0.2 : 0, RecurrentDropout = dropout ? 0.3 : 0 };

    private static RecurrenceOperation Layer(CellKind cell, RecurrentOptions options, int? projection = null) =>
        new(cell, new Sizes().Features, Sizes.Hidden, projection is { } size ? (Polynomial)size : null, 1, false, options);

    private static void AssertCompared(IEnumerable<RecurrenceOperation> layers, bool attends = false)
    {
        var count = layers.Select(layer => Compare(layer, attends)).Aggregate(static (sum, compared) => sum + compared);
        Assert.True(count.Significant > 99 * (count.Insignificant + count.AtKinks), count.ToString());
    }

    private static DifferenceCount Compare(RecurrenceOperation layer, bool attends)
    {
        try
        {
            var (plain, sizes, random) = (EquationStep.OfBuiltIn(layer), new Sizes(), new RandomRows(1));
            var cell = attends ? plain.WithAttention() : plain;
            var given = BuiltInInputs.Random(layer, sizes, random);
            var formulas = new BuiltInInterpreter(layer, given, attends);
            var expected = formulas.Run();
            AssertEquations(layer, given, sizes, formulas.Projected, attends ? null : expected);
            var inputs = given.For(cell, formulas.Projected, sizes);
            var steps = GraphInterpreter.Run(cell, inputs, sizes);
            for (var i = 0; i < cell.States.Count; i++)
            {
                LoopComparison.AssertEqual(cell.States[i].Name, [.. expected.Select(states => states[i])], GraphInterpreter.States(cell.States[i], steps));
            }

            return LoopComparison.Compare(cell, inputs, sizes, random) ?? throw new InvalidOperationException("The cell explodes.");
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"{layer.Cell}, projected: {layer.Projection is not null}, {layer.Options}\n{exception.Message}", exception);
        }
    }

    /// <summary>The equations of the cell, with its options, compute what the formulas do; so does the part of them that depends on the input alone.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="given">What it computes with.</param>
    /// <param name="sizes">The sizes.</param>
    /// <param name="projected">The input projection by the formulas.</param>
    /// <param name="expected">The states by the formulas; null with an attention, of which the equations know nothing.</param>
    private static void AssertEquations(RecurrenceOperation layer, BuiltInInputs given, Sizes sizes, IReadOnlyList<Rows> projected, IReadOnlyList<IReadOnlyList<Rows>>? expected)
    {
        var builtIn = BuiltInCells.Of(layer);
        var equations = CellOptions.Apply(layer, builtIn.Typed);
        var inputs = given.For(equations, builtIn, sizes);
        var facts = new ValueFacts(equations);
        var hoisted = Assert.Single(facts.All, value => facts.Of(value) == Dependence.Input && value is not PartValue
            && facts.All.Any(reader => facts.Of(reader) == Dependence.State && reader.Operands.Any(operand => operand == value || (operand is PartValue part && part.Whole == value))));
        LoopComparison.AssertEqual("projected", projected, [.. inputs.Inputs.Select(input => new EquationValues(inputs.Parameters, input, inputs.States, sizes)[hoisted])]);
        if (expected is not null)
        {
            var steps = EquationInterpreter.Run(equations, inputs, sizes);
            foreach (var (state, i) in equations.States.Select(static (state, i) => (state, i)))
            {
                LoopComparison.AssertEqual(state.Name.Key, [.. expected.Select(states => states[i])], [.. steps.Select(step => step[state])]);
            }
        }
    }
}
