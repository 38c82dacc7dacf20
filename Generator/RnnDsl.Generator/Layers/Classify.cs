using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

internal sealed record ClassifyDeclaration(string? Name, double LabelSmoothing)
    : HeadDeclaration("Classify", Name)
{
    public override LookAhead? LooksAhead => null;

    public static ClassifyDeclaration Read(ILayerArguments arguments) => new(arguments.Name, arguments.Named("LabelSmoothing", 0.0));

    public override void Check(ILayerChecks checks)
    {
        if (LabelSmoothing is not (>= 0 and < 1))
        {
            checks.Report(Rules.LabelSmoothingRange, "LabelSmoothing", Messages.Number(LabelSmoothing));
        }
    }

    protected override void CheckInput(ILayerFlow flow, Shape input)
    {
        Scores.Check(flow, Attribute, Rules.ProbabilitiesInsteadOfScores);
        CheckClasses(flow, input);
    }

    protected override HeadLayer LayerOf(string key, Shape input) => new ClassifyLayer(key, input, LabelSmoothing);
}

internal sealed record ClassifyLayer(string Key, Shape Input, double LabelSmoothing)
    : HeadLayer(Key, Input)
{
    public override Loss Loss => new ClassificationLoss(LabelSmoothing);

    public override string Note => LabelSmoothing > 0 ? $"cross entropy, labels smoothed by {Messages.Number(LabelSmoothing)}" : "cross entropy";
}
