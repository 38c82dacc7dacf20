using RnnDsl.Generator.Emit.Torch.Operations;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>Writes <c>OutputLengths</c> and <c>Loss</c>.</summary>
internal static class HeadEmitter
{
    public static void Emit(Plan plan, TypeNames names, SourceWriter writer)
    {
        if (plan.Model.TimeOfLengths is { } time)
        {
            OutputLengthsSignature(time, names, writer);
            writer.Line($"    => {ForwardEmitter.AfterWindow(names, $"{names["Expect"]}.Lengths(lengths, {names.NameOfModel})", time.Shrink, time.Stride)};").Line();
        }

        if (plan.Model.Attention is { Coverage: true })
        {
            CoverageLossSignature(names, writer);
            writer.Line($"    => {names["ModelLoss"]}.Coverage(weights, {names.NameOfModel}, lengths);").Line();
        }

        if (plan.Model.Head is { } head)
        {
            LossSignature(head, plan, names, writer);
            if (TakesLengths(head, plan) && plan.Model.TimeOfLengths is { } changed)
            {
                using (writer.Braces())
                {
                    writer.Line($"using var outputLengths = {ForwardEmitter.AfterWindow(names, "lengths", changed.Shrink, changed.Stride)};")
                        .Line($"return {Loss(head, names, ", outputLengths")};");
                }

                writer.Line();
            }
            else
            {
                writer.Line($"    => {Loss(head, names, TakesLengths(head, plan) ? ", lengths" : "")};").Line();
            }
        }
    }

    /// <summary>The documentation and the header of <c>OutputLengths</c>.</summary>
    public static void OutputLengthsSignature(TimeExtent time, TypeNames names, SourceWriter writer) =>
        writer.Line($"/// <summary>The number of output steps of each sequence: {time}.</summary>")
            .Line("/// <param name=\"lengths\">int64 [batch], the number of input steps.</param>")
            .Line("/// <returns>int64 [batch]</returns>")
            .Line(ModelEmitter.Generated(names))
            .Line($"public {names.Tensor} OutputLengths({names.Tensor} lengths)");

    /// <summary>The documentation and the header of <c>CoverageLoss</c>.</summary>
    public static void CoverageLossSignature(TypeNames names, SourceWriter writer) =>
        writer.Line("/// <summary>Coverage loss, to be added to the loss: the mean over the steps of Σ min(attention weight, coverage) (See et al. 2017).</summary>")
            .Line("/// <param name=\"weights\">What <c>call</c> gave: [batch, time, positions].</param>")
            .Line("/// <param name=\"lengths\">int64 [batch], the number of valid steps of each target; padding does not count. <c>null</c>: all steps are valid.</param>")
            .Line(ModelEmitter.Generated(names))
            .Line($"public {names.Tensor} CoverageLoss({names.Tensor} weights, {names.Tensor}? lengths = null)");

    /// <summary>The documentation and the header of <c>Loss</c>.</summary>
    public static void LossSignature(HeadLayer head, Plan plan, TypeNames names, SourceWriter writer)
    {
        var (tensor, output) = (names.Tensor, head.Output);
        var steps = output is SequenceShape sequence ? $"[batch, {sequence.Time}]" : "[batch]";
        var loss = TorchLosses.Of(head.Loss);
        writer.Line($"/// <summary>{loss.Summary(output is SequenceShape ? " over all valid steps" : "")}</summary>")
            .Line($"/// <param name=\"output\">What <c>call</c> gave: {output}.</param>");
        foreach (var line in loss.TargetDocumentation(steps, output))
        {
            writer.Line($"/// {line}");
        }

        if (TakesLengths(head, plan))
        {
            writer.Line(plan.Model.IsDecoder
                ? "/// <param name=\"lengths\">int64 [batch], the number of valid steps of each target; padding does not count. <c>null</c>: all steps are valid.</param>"
                : "/// <param name=\"lengths\">The lengths that <c>call</c> was given; padding does not count.</param>");
        }

        writer.Line(ModelEmitter.Generated(names))
            .Line($"public {tensor} Loss({tensor} output, {tensor} target{(loss.TakesTargetLengths ? $", {tensor} targetLengths" : "")}{(TakesLengths(head, plan) ? $", {tensor}? lengths = null" : "")})");
    }

    private static string Loss(HeadLayer head, TypeNames names, string lengths) =>
        $"{names["ModelLoss"]}.{TorchLosses.Of(head.Loss).Call($"{names.NameOfModel}{lengths}")}";

    /// <summary>Whether there are padded steps: not for a pooled vector or an image.</summary>
    private static bool TakesLengths(HeadLayer head, Plan plan) => (plan.Model.TakesLengths || plan.Model.ReadsMemory) && head.Output is SequenceShape;
}
