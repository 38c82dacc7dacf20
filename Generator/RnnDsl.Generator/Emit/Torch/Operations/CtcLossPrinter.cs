using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch.Operations;

internal sealed partial class TorchLosses
{
    public LossPrinter Visit(CtcLoss loss) => new CtcLossPrinter(loss);
}

internal sealed class CtcLossPrinter(CtcLoss loss) : LossPrinter
{
    public override bool TakesTargetLengths => true;

    public override string Summary(string over) => "Connectionist temporal classification loss (Graves et al. 2006).";

    public override IEnumerable<string> TargetDocumentation(string steps, Shape output) =>
    [
        "<param name=\"target\">int64 [batch, longest], the target labels; values beyond a target's length are ignored.</param>",
        "<param name=\"targetLengths\">int64 [batch], the number of labels of each target.</param>",
    ];

    public override string Call(string model) =>
        $"Ctc(output, target, targetLengths, {model}{(loss.Blank == 0 ? "" : $", blank: {Literal.Of(loss.Blank)}")}{(loss.ZeroInfinity ? ", zeroInfinity: true" : "")})";
}
