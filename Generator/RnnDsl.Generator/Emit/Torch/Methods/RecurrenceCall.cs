using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Methods;

namespace RnnDsl.Generator.Emit.Torch.Methods;

/// <summary>How a recurrent layer is called, over a sequence and in one step.</summary>
internal sealed class RecurrenceCall(Recurrence recurrence, TypeNames names)
{
    /// <summary>The call for one step.</summary>
    /// <param name="input">What the step reads.</param>
    /// <param name="before">How a state before the step is written.</param>
    public string Step(string input, Func<StateTensor, string> before)
    {
        var states = string.Join(", ", recurrence.State.Select(before));
        if (!recurrence.StepsByCellOperation)
        {
            return $"{TorchMembers.StepLoop(recurrence.Layer.Property)}({input}, {states})";
        }

        var dropout = recurrence.Operation.Options.Dropout > 0 ? $", {Literal.Of(recurrence.Operation.Options.Dropout)}, {names.Training}" : "";
        return $"{names["CellStep"]}.{Operation}({input}, {states}, {TorchMembers.WeightsField(recurrence.Layer.Property)}{dropout})";
    }

    /// <summary>The call for a sequence.</summary>
    public string Sequence(SequenceStep step, MethodScope scope)
    {
        var (input, lengths) = (scope[step.Inputs[0]], scope.Optional(step.Inputs, 1));
        var states = recurrence.State.Select(state => step.Initial switch
        {
            InitialStates.OfState => $"state.{state.Name}",
            InitialStates.OfStateOrZeros => $"state?.{state.Name}",
            _ => "null",
        }).ToList();
        if (recurrence.Kernel == Kernel.EmittedLoop)
        {
            return states.Count <= 2
                ? $"{TorchMembers.LayersField(recurrence.Layer.Property)}.Run{Literal.Of(states.Count)}({input}, {lengths}, {string.Join(", ", states)}, {names.Training}, {TorchMembers.Unroll(recurrence.Layer.Property)})"
                : $"{TorchMembers.Run(recurrence.Layer.Property)}({input}, {lengths}, {string.Join(", ", states)})";
        }

        var needsCell = Operation == "Lstm" && !step.KeepsStates ? ", needsCell: false" : "";
        var (method, read) = step.Table is { } table ? ($"{Operation}OfTokens", $"{table.Property}, {input}") : (Operation, input);
        return $"{TorchMembers.LayersField(recurrence.Layer.Property)}.{method}({read}, {lengths}, {string.Join(", ", states)}, {names.Training}{needsCell})";
    }

    /// <summary>The runtime's name of the cell.</summary>
    public string Operation => recurrence.Operation.UserCell?.Recognised?.Kind switch
    {
        RecognisedCellKind.ElmanTanh => "Rnn",
        RecognisedCellKind.ElmanRelu => "RnnRelu",
        { } known => known.ToString(),
        null => recurrence.Operation.Cell + (recurrence.Operation.Options.Relu ? "Relu" : ""),
    };
}
