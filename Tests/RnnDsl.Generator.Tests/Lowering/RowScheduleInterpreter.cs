using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Rows;
using RnnDsl.Generator.Lowering.Schedule;
using Xunit;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>
/// Runs a loop as it is scheduled for targets that compute rows: stage by stage, loops column by column. What has not been written is NaN, and what exists during a step only
/// is gone after it.
/// </summary>
internal sealed class RowScheduleInterpreter
{
    private readonly LoopSchedule _loop;
    private readonly LoopInputs _inputs;
    private readonly Sizes _sizes;
    private readonly Dictionary<(RowMemory Memory, int Step), Rows> _memory = [];

    private RowScheduleInterpreter(LoopSchedule loop, LoopInputs inputs, Loss loss, Sizes sizes)
    {
        (_loop, _inputs, _sizes) = (loop, inputs, sizes);
        foreach (var state in loop.Cell.States)
        {
            _memory.Add((new StateRow(state, false), 0), inputs.Tensors.States[state].Copy());
            _memory.Add((new CarriedRow(state, false), Sizes.Steps), new Rows(Sizes.Batch, sizes.Of(state.Extent)));
            foreach (var (t, weights) in loss.Weights[state].Index())
            {
                _memory.Add((new OutputGradientRow(state), t), weights);
            }
        }
    }

    /// <summary>The states after each step, and the gradients of a loss.</summary>
    public static (IReadOnlyDictionary<CellState, IReadOnlyList<Rows>> States, LoopTensors Gradients) Run(LoopSchedule loop, LoopInputs inputs, Loss loss, Sizes sizes)
    {
        var (rows, schedule) = (new RowScheduleInterpreter(loop, inputs, loss, sizes), RowSchedule.Of(loop));
        foreach (var t in Steps)
        {
            rows.Execute(schedule.Forward, t);
        }

        foreach (var t in Steps.Reverse())
        {
            rows.Execute(schedule.Backward, t);
        }

        return (loop.Cell.States.ToDictionary(state => state, state => (IReadOnlyList<Rows>)[.. Steps.Select(t => rows.Memory(new StateRow(state, true), t))]), rows.Gradients());
    }

    private static IEnumerable<int> Steps => Enumerable.Range(0, Sizes.Steps);

    private void Execute(IReadOnlyList<RowStage> stages, int t)
    {
        foreach (var stage in stages)
        {
            Execute(stage, t);
        }

        foreach (var key in _memory.Keys.Where(key => key.Memory is StepRow).ToList())
        {
            _memory.Remove(key);
        }
    }

    private void Execute(RowStage stage, int t)
    {
        switch (stage)
        {
            case ProductStage { Product: var product } multiply:
                // In the backward pass it is the gradient of the product that is multiplied.
                var isBackward = multiply.Operand.Memory is GradientRow or CarriedRow or StepRow { IsGradient: true };
                var matrix = _inputs.Tensors.Weights[product.Weight];
                var operand = Read(multiply.Operand, isBackward ? product.Extent : product.Operand.Extent, t);
                var result = operand.Times(isBackward ? matrix : matrix.Transpose());
                Write(multiply.Target, t, !isBackward && product.Bias is { } bias ? result + _inputs.Tensors.Weights[bias] : result, multiply.Accumulates);
                break;

            case ReductionStage { Node: NormNode or SoftmaxNode } reduction:
                Write(reduction.Target, t, NodeValues.Compute(reduction.Node, _inputs.Tensors.Weights, _sizes, node => Read(reduction.Operand, node.Extent, t)), false);
                break;

            case ReductionGradientStage { Node: NormNode norm } gradient:
                var scaled = Read(gradient.Gradient, norm.Extent, t) * _inputs.Tensors.Weights[norm.Gain];
                Write(gradient.Target, t, RowFunctions.NormaliseBackward(Read(gradient.Value, norm.Extent, t), scaled, norm.Blocks), gradient.Accumulates);
                break;

            case ReductionGradientStage { Node: SoftmaxNode softmax } gradient:
                Write(gradient.Target, t, RowFunctions.SoftmaxBackward(Read(gradient.Value, softmax.Extent, t), Read(gradient.Gradient, softmax.Extent, t)), gradient.Accumulates);
                break;

            case RepeatStage repeat:
                Write(repeat.Target, t, Read(repeat.Operand, CellExtent.One, t) * Rows.Constant(1, 1, _sizes.Of(repeat.Node.Extent)), false);
                break;

            case SumStage sum:
                Write(sum.Target, t, Read(sum.Operand, sum.Node.Extent, t).SumOfColumns(), sum.Accumulates);
                break;

            case RowProductStage { Product: RowProduct.Outer } outer:
                Write(outer.Target, t, Read(outer.Left, outer.Rows, t).Outer(Read(outer.Right, outer.Columns, t)), outer.Accumulates);
                break;

            case RowProductStage { Product: var kind } rows:
                var isTransposed = kind == RowProduct.TransposedTimes;
                Write(rows.Target, t, Read(rows.Left, rows.Rows * rows.Columns, t).Contract(Read(rows.Right, isTransposed ? rows.Rows : rows.Columns, t), isTransposed), rows.Accumulates);
                break;

            case ConcatStage concat:
                Write(concat.Target, t, Rows.Join([.. concat.Operands.Zip(concat.Node.Operands, (location, node) => Read(location, node.Extent, t))]), false);
                break;

            case PassStage pass:
                foreach (var loop in pass.Loops)
                {
                    for (var column = 0; column < _sizes.Of(loop.Width); column++)
                    {
                        Execute(loop, column, t);
                    }
                }

                break;

            default:
                throw new InvalidOperationException($"A {stage.GetType().Name} is not interpreted.");
        }
    }

    private void Execute(RowLoop loop, int column, int t)
    {
        var locals = new Dictionary<CellNode, Rows>();
        foreach (var assignment in loop.Assignments)
        {
            Assert.True(assignment.Node.Extent == loop.Width || assignment is GradientAssignment { Terms.Count: 0 });
            var value = (assignment switch
            {
                ValueAssignment { Value: var computed } => Compute(computed),
                GradientAssignment { Terms: var terms } => terms.Select(Term).Aggregate(Rows.Constant(0), static (sum, term) => sum + term),
                _ => throw new InvalidOperationException($"A {assignment.GetType().Name} is not interpreted."),
            }).Expand(Sizes.Batch);
            locals.Add(assignment.Node, value);
            if (assignment.Target is { } target)
            {
                Memory(target.Memory, t).SetColumns(_sizes.Of(target.First) + column, value);
            }
        }

        Rows Compute(RowValue value) => value switch
        {
            LocalValue local => locals[local.Node],
            LoadedValue { Location: var location } => Memory(location.Memory, t).Columns(_sizes.Of(location.First) + column, 1),
            ComputedValue computed => Operation(computed),
            _ => throw new InvalidOperationException($"A {value.GetType().Name} is not interpreted."),
        };

        Rows Operation(ComputedValue computed)
        {
            var next = 0;
            var operands = computed.Operands.Select(Compute).ToList();
            return NodeValues.Compute(computed.Node, _inputs.Tensors.Weights, _sizes, _ => operands[next++]);
        }

        Rows Term(RowTerm term) => term.Factors.Aggregate(term.Scale * Compute(term.Gradient), (product, factor) =>
            product * GradientFactors.Compute(factor.Factor, node => Compute(node == factor.Factor.Other ? factor.Other! : factor.Value)));
    }

    private Rows Read(RowLocation location, CellExtent width, int t) => Memory(location.Memory, t).Columns(_sizes.Of(location.First), _sizes.Of(width));

    private void Write(RowLocation location, int t, Rows value, bool accumulates)
    {
        var target = Memory(location.Memory, t);
        target.SetColumns(_sizes.Of(location.First), accumulates ? target.Columns(_sizes.Of(location.First), value.Width) + value : value);
    }

    private Rows Memory(RowMemory memory, int t)
    {
        var (key, width) = memory switch
        {
            GivenRow { Input: ProjectedNode } => ((memory, t), null),
            GivenRow given => ((memory, 0), null),
            StateRow { IsNext: true } state => ((new StateRow(state.State, false), t + 1), state.State.Extent),
            CarriedRow { IsNext: true } state => ((new CarriedRow(state.State, false), t + 1), state.State.Extent),
            CarriedRow state => ((memory, t), state.State.Extent),
            SavedRow saved => ((memory, t), saved.Buffer.Width),
            GradientRow gradient => ((memory, t), gradient.Buffer.Width),
            StepRow step => ((memory, t), step.Of.Extent),
            _ => ((memory, t), (CellExtent?)null),
        };
        return memory switch
        {
            WeightRow weight => _inputs.Tensors.Weights[weight.Weight],
            GivenRow { Input: not ProjectedNode } given => _inputs[given.Input, t],
            _ when _memory.TryGetValue(key, out var known) => known,
            GivenRow { Input: var projected } => _memory[key] = _inputs[projected, t].Copy(),
            _ => _memory[key] = Rows.Constant(double.NaN, Sizes.Batch, _sizes.Of(width ?? throw new InvalidOperationException($"{memory} has not been written."))),
        };
    }

    private LoopTensors Gradients()
    {
        var (cell, backward) = (_loop.Cell, _loop.Backward);
        return new LoopTensors(
            cell.Sequences.Zip(backward.Sequences).ToDictionary(pair => pair.First, pair => (IReadOnlyList<Rows>)[.. Steps.Select(t => pair.Second is { } region
                ? Region(region, t)
                : new Rows(Sizes.Batch, _inputs.Tensors.Sequences[pair.First][t].Width))]),
            cell.States.ToDictionary(state => state, state => Memory(new CarriedRow(state, false), 0)),
            backward.Weights.ToDictionary(
                gradient => gradient.Weight,
                gradient => Steps.Select(t => ScheduledTerms.Compute(gradient, region => Region(region, t), node => Value(node, t), term => Term(term, t))).Aggregate(static (sum, step) => sum + step)));
    }

    private Rows Region(GradientRegion region, int t) => Read(new RowLocation(new GradientRow(region.Buffer), region.First), region.Width ?? region.Buffer.Width, t);

    private Rows Value(CellNode node, int t) => Read(ForwardRows.LocationOf(_loop.Forward, node), node.Extent, t);

    private Rows Term(ScheduledTerm term, int t) =>
        ScheduledTerms.Compute(term, Region(((SavedGradient)term.Value).Region, t), _inputs.Tensors.Weights, _sizes, node => Value(node, t));
}
