using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchLosses
{
    public LossPrinter Visit(DistanceLoss loss) => new DistanceLossPrinter(loss);
}

internal sealed class DistanceLossPrinter(DistanceLoss loss) : LossPrinter
{
    public override string Summary(string over) => $"Mean {loss.Distance.ToString().ToLowerInvariant()} error between the output and the target{over}.";

    public override IEnumerable<string> TargetDocumentation(string steps, Shape output) => [$"<param name=\"target\">{output}, the target values.</param>"];

    public override string Call(string model) => $"{loss.Distance}(output, target, {model})";
}
