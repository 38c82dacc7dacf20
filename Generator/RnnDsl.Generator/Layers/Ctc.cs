using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

internal sealed record CtcDeclaration(string? Name, int Blank, bool ZeroInfinity)
    : HeadDeclaration("Ctc", Name)
{
    public override LookAhead LooksAhead => new(null, "aligns labels with steps, and a decoder generates one label at each step", "Write [Classify].");

    public static CtcDeclaration Read(ILayerArguments arguments) => new(arguments.Name, arguments.Named("Blank", 0), arguments.Named("ZeroInfinity", false));

    /// <summary>The blank is compared with the number of classes, which is known with the input.</summary>
    public override void Check(ILayerChecks checks)
    {
    }

    protected override void CheckInput(ILayerFlow flow, Shape input)
    {
        Scores.Check(flow, Attribute, Rules.ProbabilitiesInsteadOfScores);
        if (input is VectorShape && flow.SequenceReduction is { } reduction)
        {
            flow.ReportAt(Rules.CtcOnVector, reduction, flow.Declared[reduction.Index].Attribute, reduction.Layer.Output.ToString());
        }

        if (CheckClasses(flow, input) is { Classes: > 1 and var classes, ByDefault: var byDefault } && Blank >= classes)
        {
            flow.Report(Rules.BlankRange, "Blank", Messages.Number(Blank), $"the output has {Messages.Number(classes)} classes{byDefault}, 0 to {Messages.Number(classes - 1)}");
        }

        if (Blank < 0)
        {
            flow.Report(Rules.BlankRange, "Blank", Messages.Number(Blank), "classes are counted from 0");
        }
    }

    protected override HeadLayer LayerOf(string key, Shape input) => new CtcLayer(key, input, Blank, ZeroInfinity);
}

internal sealed record CtcLayer(string Key, Shape Input, long Blank, bool ZeroInfinity)
    : HeadLayer(Key, Input)
{
    public override Loss Loss => new CtcLoss(Blank, ZeroInfinity);

    public override string Note => $"connectionist temporal classification, blank {Messages.Number(Blank)}{(ZeroInfinity ? ", infinite losses zeroed" : "")}";
}
