using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>Regression; the loss is the value of the enumeration, with a cast any integer.</summary>
internal sealed record RegressDeclaration(string? Name, int Loss)
    : HeadDeclaration("Regress", Name)
{
    public override LookAhead? LooksAhead => null;

    public static RegressDeclaration Read(ILayerArguments arguments) => new(arguments.Name, arguments.Named("Loss", 0));

    public override void Check(ILayerChecks checks) => checks.Member<RegressionLoss>(Loss, "Loss");

    protected override void CheckInput(ILayerFlow flow, Shape input)
    {
    }

    protected override HeadLayer LayerOf(string key, Shape input) => new RegressLayer(key, input, (RegressionLoss)Loss);
}

internal sealed record RegressLayer(string Key, Shape Input, RegressionLoss Distance)
    : HeadLayer(Key, Input)
{
    public override Loss Loss => new DistanceLoss(Distance);

    public override string Note => $"{Distance.ToString().ToLowerInvariant()} distance";
}
