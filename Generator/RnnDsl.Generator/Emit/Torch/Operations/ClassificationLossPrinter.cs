using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchLosses
{
    public LossPrinter Visit(ClassificationLoss loss) => new ClassificationLossPrinter(loss);
}

internal sealed class ClassificationLossPrinter(ClassificationLoss loss) : LossPrinter
{
    public override string Summary(string over) => $"Mean cross entropy between the scores and the target classes{over}.";

    public override IEnumerable<string> TargetDocumentation(string steps, Shape output) => [$"<param name=\"target\">int64 {steps}, the target classes.</param>"];

    public override string Call(string model) =>
        $"Classify(output, target, {model}{(loss.LabelSmoothing == 0 ? "" : $", labelSmoothing: {Literal.Of(loss.LabelSmoothing)}")})";
}
