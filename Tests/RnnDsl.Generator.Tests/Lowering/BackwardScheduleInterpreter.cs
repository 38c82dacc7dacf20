using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Derivative;
using RnnDsl.Generator.Lowering.Schedule;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Runs the backward pass of a loop as it is scheduled, on what the forward pass has left in its tensors.</summary>
internal sealed class BackwardScheduleInterpreter
{
    private readonly LoopSchedule _loop;
    private readonly LoopInputs _inputs;
    private readonly LoopMemory _forward;
    private readonly Sizes _sizes;
    private readonly GradientMemory _gradients;

    private BackwardScheduleInterpreter(LoopSchedule loop, LoopInputs inputs, LoopMemory forward, Sizes sizes) =>
        (_loop, _inputs, _forward, _sizes, _gradients) = (loop, inputs, forward, sizes, new GradientMemory(loop.Cell, loop.Backward, sizes));

    /// <summary>The gradients of a loss.</summary>
    public static LoopTensors Run(LoopSchedule loop, LoopInputs inputs, LoopMemory forward, Loss loss, Sizes sizes) =>
        new BackwardScheduleInterpreter(loop, inputs, forward, sizes).Run(loss);

    private LoopTensors Run(Loss loss)
    {
        var (cell, backward) = (_loop.Cell, _loop.Backward);
        for (var t = Sizes.Steps - 1; t >= 0; t--)
        {
            foreach (var state in cell.States)
            {
                _gradients.States[state] += loss.Weights[state][t];
            }

            foreach (var statement in backward.Statements)
            {
                Execute(statement, t);
            }

            _gradients.EndStep();
        }

        return new LoopTensors(
            cell.Sequences.Zip(backward.Sequences).ToDictionary(pair => pair.First, pair => (IReadOnlyList<Rows>)[.. Steps.Select(t => pair.Second is { } region
                ? _gradients.Read(region, t)
                : new Rows(Sizes.Batch, _inputs.Tensors.Sequences[pair.First][t].Width))]),
            _gradients.States,
            backward.Weights.ToDictionary(gradient => gradient.Weight, Weight));
    }

    private static IEnumerable<int> Steps => Enumerable.Range(0, Sizes.Steps);

    private void Execute(BackwardStatement statement, int t)
    {
        switch (statement)
        {
            case AddToState add:
                _gradients.States[add.State] += Term(add.Term, t);
                break;

            case SaveGradient save:
                // The first term is written, the others are added where it lies.
                _gradients.Save(save.Region, t, Term(save.Terms[0], t));
                foreach (var term in save.Terms.Skip(1))
                {
                    _gradients.Add(save.Region, t, Term(term, t));
                }

                break;

            case ComputeGradient compute:
                _gradients.Write(compute.Value, Sum(compute.Terms, t));
                break;

            case NormBackward { Norm: var norm } backward:
                _gradients.Write(backward.Value, RowFunctions.NormaliseBackward(Read(norm.Operand, t), Term(backward.Gradient, t) * _inputs.Tensors.Weights[norm.Gain], norm.Blocks));
                break;

            case SoftmaxBackward backward:
                _gradients.Write(backward.Value, RowFunctions.SoftmaxBackward(Read(backward.Softmax, t), Term(backward.Gradient, t)));
                break;

            case OperandBackward backward:
                _gradients.Write(backward.Value, OperandGradients.Compute(backward.Value.Reader, backward.Value.Operand, Term(backward.Gradient, t), node => Read(node, t)));
                break;

            case PreserveState preserve:
                _gradients.Write(new PreservedStateGradient(preserve.State), _gradients.States[preserve.State]);
                break;

            case UpdateState update:
                _gradients.States[update.State] = update.Terms.Count == 0 ? new Rows(Sizes.Batch, _sizes.Of(update.State.Extent)) : Sum(update.Terms, t);
                break;

            case AttentionBackward attention:
                _gradients.States[attention.Query] += _gradients.Read(attention.Projection, t).Times(_inputs.Attention!.Transpose());
                break;

            default:
                throw new InvalidOperationException($"A {statement.GetType().Name} is not interpreted.");
        }
    }

    private Rows Sum(IEnumerable<ScheduledTerm> terms, int t) => terms.Select(term => Term(term, t)).Aggregate(static (sum, term) => sum + term);

    private Rows Term(ScheduledTerm term, int t) =>
        ScheduledTerms.Compute(term, _gradients.Read(term.Value, t), _inputs.Tensors.Weights, _sizes, node => Read(node, t));

    /// <summary>A value of the forward pass.</summary>
    private Rows Read(CellNode node, int t) => _forward.Read(_loop.Forward[node], t);

    /// <summary>The gradient of a weight, from what both passes have saved.</summary>
    private Rows Weight(ScheduledWeightGradient gradient) =>
        Steps.Select(t => ScheduledTerms.Compute(gradient, region => _gradients.Read(region, t), node => Read(node, t), term => Term(term, t))).Aggregate(static (sum, step) => sum + step);
}
