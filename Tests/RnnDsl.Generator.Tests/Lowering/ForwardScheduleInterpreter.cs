using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Schedule;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Runs the forward pass of a loop as it is scheduled: statement by statement, each value read where it lies and written where the schedule puts it.</summary>
internal sealed class ForwardScheduleInterpreter
{
    private readonly ForwardSchedule _schedule;
    private readonly LoopInputs _inputs;
    private readonly Sizes _sizes;
    private readonly LoopMemory _memory;

    private ForwardScheduleInterpreter(CellGraph cell, ForwardSchedule schedule, LoopInputs inputs, Sizes sizes) =>
        (_schedule, _inputs, _sizes, _memory) = (schedule, inputs, sizes, new LoopMemory(cell, schedule, inputs, sizes));

    /// <summary>What the tensors hold after the last step.</summary>
    public static LoopMemory Run(CellGraph cell, ForwardSchedule schedule, LoopInputs inputs, Sizes sizes)
    {
        var interpreter = new ForwardScheduleInterpreter(cell, schedule, inputs, sizes);
        for (var t = 0; t < Sizes.Steps; t++)
        {
            if (inputs.Attention is { } attention)
            {
                interpreter.Attend(cell, attention, t);
            }

            foreach (var node in schedule.Statements)
            {
                interpreter.Execute(node, t);
            }

            interpreter._memory.EndStep();
        }

        return interpreter._memory;
    }

    /// <summary>Adds the context vector to the input projection, before the first statement of a step.</summary>
    private void Attend(CellGraph cell, Rows attention, int t)
    {
        var (projected, query) = (cell.Sequences[0], cell.PreviousOf(cell.States[0])!);
        var place = _schedule[projected];
        _memory.Write(projected, place, t, _memory.Read(place, t) + _memory.Read(_schedule[query], t).Times(attention));
    }

    private void Execute(CellNode node, int t)
    {
        if (_schedule.GroupOf(node) is { } group)
        {
            _memory.Write(group.Region, t, _memory.Read(group.Region, t).Map(NodeValues.Function(group.Gates[0].Function)));
            return;
        }

        var place = _schedule[node];
        var first = default((CellNode Node, Rows Value)?);
        _memory.Write(node, place, t, Compute(node));

        Rows Compute(CellNode value) => NodeValues.Compute(value, _inputs.Tensors.Weights, _sizes, operand => _schedule.IsInlined(operand) ? Compute(operand) : Read(operand));

        Rows Read(CellNode operand)
        {
            if (first is { } known)
            {
                return known.Node == operand ? known.Value : _memory.Read(_schedule[operand], t);
            }

            // A computation in place starts with its first operand: whatever else it reads must lie elsewhere.
            var value = _memory.Read(_schedule[operand], t).Copy();
            first = (operand, value);
            if (IsInPlace(node) && place is not TemporaryPlace)
            {
                _memory.Write(node, place, t, Rows.Constant(double.NaN, Sizes.Batch, _sizes.Of(node.Extent)));
            }

            return value;
        }
    }

    /// <summary>Whether operations change the place of the result one after the other; others compute a tensor of their own, which is copied.</summary>
    private static bool IsInPlace(CellNode node) => node is not (NormNode or SoftmaxNode or ConcatNode or ExtremeNode or SelectNode or RemainderNode or OuterNode or ContractedNode or RepeatNode or FunctionNode { Function: CellFunction.Softplus });
}
