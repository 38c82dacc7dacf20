using RnnDsl.Generator.Emit.Torch.Operations;
using RnnDsl.Generator.Lowering.Methods;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch.Methods;

/// <summary>Writes <c>OutputLengths</c>, <c>CoverageLoss</c> and <c>Loss</c>.</summary>
internal static class LossEmitter
{
    public static void Emit(ModelMethods methods, TypeNames names, SourceWriter writer)
    {
        if (methods.OutputLengths is { } time)
        {
            OutputLengthsHeader(time, names, writer);
            writer.Line($"    => {StepStatements.LengthsAfter(names, $"{names["Expect"]}.Lengths(lengths, {names.NameOfModel})", time.Shrink, time.Stride)};").Line();
        }

        if (methods.HasCoverageLoss)
        {
            CoverageLossHeader(names, writer);
            writer.Line($"    => {names["ModelLoss"]}.Coverage(weights, {names.NameOfModel}, lengths);").Line();
        }

        if (methods.Loss is { } loss)
        {
            LossHeader(loss, names, writer);
            if (loss.Window is { } window)
            {
                using (writer.Braces())
                {
                    writer.Line($"using var outputLengths = {StepStatements.LengthsAfter(names, "lengths", window.Shrink, window.Stride)};")
                        .Line($"return {Call(loss, names, ", outputLengths")};");
                }

                writer.Line();
            }
            else
            {
                writer.Line($"    => {Call(loss, names, loss.Lengths is null ? "" : ", lengths")};").Line();
            }
        }
    }

    /// <summary>The documentation and the header of <c>OutputLengths</c>.</summary>
    public static void OutputLengthsHeader(TimeExtent time, TypeNames names, SourceWriter writer) =>
        writer.Line($"/// <summary>The number of output steps of each sequence: {time}.</summary>")
            .Line("/// <param name=\"lengths\">int64 [batch], the number of input steps.</param>")
            .Line("/// <returns>int64 [batch]</returns>")
            .Line(names.Generated)
            .Line($"public {names.Tensor} OutputLengths({names.Tensor} lengths)");

    /// <summary>The documentation and the header of <c>CoverageLoss</c>.</summary>
    public static void CoverageLossHeader(TypeNames names, SourceWriter writer) =>
        writer.Line("/// <summary>Coverage loss, to be added to the loss: the mean over the steps of Σ min(attention weight, coverage) (See et al. 2017).</summary>")
            .Line("/// <param name=\"weights\">What <c>call</c> gave: [batch, time, positions].</param>")
            .Line("/// <param name=\"lengths\">int64 [batch], the number of valid steps of each target; padding does not count. <c>null</c>: all steps are valid.</param>")
            .Line(names.Generated)
            .Line($"public {names.Tensor} CoverageLoss({names.Tensor} weights, {names.Tensor}? lengths = null)");

    /// <summary>The documentation and the header of <c>Loss</c>.</summary>
    public static void LossHeader(LossMethod method, TypeNames names, SourceWriter writer)
    {
        var (tensor, output) = (names.Tensor, method.Output);
        var steps = output is SequenceShape sequence ? $"[batch, {sequence.Time}]" : "[batch]";
        var loss = TorchLosses.Of(method.Loss);
        writer.Line($"/// <summary>{loss.Summary(output is SequenceShape ? " over all valid steps" : "")}</summary>")
            .Line($"/// <param name=\"output\">What <c>call</c> gave: {output}.</param>");
        foreach (var line in loss.TargetDocumentation(steps, output))
        {
            writer.Line($"/// {line}");
        }

        if (method.Lengths is { } lengths)
        {
            writer.Line(lengths == LossLengths.OfTarget
                ? "/// <param name=\"lengths\">int64 [batch], the number of valid steps of each target; padding does not count. <c>null</c>: all steps are valid.</param>"
                : "/// <param name=\"lengths\">The lengths that <c>call</c> was given; padding does not count.</param>");
        }

        writer.Line(names.Generated)
            .Line($"public {tensor} Loss({tensor} output, {tensor} target{(loss.TakesTargetLengths ? $", {tensor} targetLengths" : "")}{(method.Lengths is null ? "" : $", {tensor}? lengths = null")})");
    }

    private static string Call(LossMethod method, TypeNames names, string lengths) =>
        $"{names["ModelLoss"]}.{TorchLosses.Of(method.Loss).Call($"{names.NameOfModel}{lengths}")}";
}
