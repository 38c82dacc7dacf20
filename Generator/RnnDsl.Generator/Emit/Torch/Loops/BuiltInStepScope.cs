using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>The step of a built-in cell: the weights are stored tensors, and the input projection is computed first.</summary>
internal sealed class BuiltInStepScope(Recurrence recurrence, StepFrame frame, LoopScalars scalars, TypeNames names) : IStepScope
{
    private readonly Func<CellNode, string> _local = StepPrinter.LocalsOf(recurrence.StepCell!);

    public string Batch => "projected.size(0)";

    public int Dimension => 1;

    public string Local(CellNode node) => _local(node);

    public string Weight(CellWeight weight) => StoredWeights.Print(weight);

    public IEnumerable<string> Prepare(CellGraph graph) => [];

    public void Declare(SourceWriter writer, IEnumerable<string> sizes)
    {
        writer.Line(CellInput.Weights(recurrence, frame.Index, names))
            .Line($"var projected = {CellInput.Project(recurrence, "input", scalars, names)};");
        if (recurrence.Step == EmittedStep.OfGraph || recurrence.StepCell!.Weights.Any(StoredWeights.ReadsSize))
        {
            writer.Line($"var size = projected.size(1) / {Literal.Of(recurrence.Operation.Gates)};");
        }
    }
}
