using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>The notes on stateless layers in the layer table.</summary>
internal static class LayerNotes
{
    public static string Of(Layer layer) => layer switch
    {
        EmbeddingLayer embedding => string.Join(", ", Notes(embedding)),
        LinearLayer { TiedTo: { } table } => $"weight of {table.Key}",
        DropoutLayer { Locked: true } dropout => $"p = {Messages.Number(dropout.Probability)}, one mask per sequence",
        DropoutLayer dropout => $"p = {Messages.Number(dropout.Probability)}",
        Conv1dLayer { Window: var window } => $"window of {Literal.Of(window.Kernel)} {(window.Kernel == 1 ? "step" : "steps")}{Options(window)}",
        Conv2dLayer { Window: var window } => $"window of {Literal.Of(window.Kernel)} × {Literal.Of(window.Kernel)}{Options(window)}",
        MaxPool2dLayer { Window: var window } =>
            $"maximum of {Literal.Of(window.Kernel)} × {Literal.Of(window.Kernel)}{(window.Stride == window.Kernel ? "" : $", stride {Literal.Of(window.Stride)}")}",
        FlattenToSequenceLayer flatten => $"one time step per {Step(flatten.Axis)}",
        MeanPoolingLayer => "mean over time",
        MaxPoolingLayer => "maximum over time",
        AttentionPoolingLayer attention => $"attention pooling over time, hidden size {attention.Size}",
        AttentionLayer attention => string.Join(", ", Notes(attention)),
        ContextLayer => "source summary at every step",
        ReadoutLayer readout => string.Join(", ", Notes(readout)),
        CopyLayer { Extra: > 0 } copy => $"copies source tokens, {Literal.Of(copy.Extra)} beyond the vocabulary",
        CopyLayer => "copies source tokens",
        ApplyLayer apply => $"the method {apply.Method}",
        ModuleLayer module => $"{module.Type.Display}, parameters not counted",
        ClassifyLayer { LabelSmoothing: > 0 } classify => $"cross entropy, labels smoothed by {Messages.Number(classify.LabelSmoothing)}",
        ClassifyLayer => "cross entropy",
        RegressLayer regress => $"{regress.Loss.ToString().ToLowerInvariant()} distance",
        CtcLayer ctc => $"connectionist temporal classification, blank {Literal.Of(ctc.Blank)}{(ctc.ZeroInfinity ? ", infinite losses zeroed" : "")}",
        _ => "",
    };

    /// <summary>What a step of an image's sequence is.</summary>
    public static string Step(ImageAxis axis) => axis switch
    {
        ImageAxis.Columns => "column",
        ImageAxis.Positions => "pixel",
        _ => "row",
    };

    /// <summary>How a position is compared with the query, as a paper prints it.</summary>
    public static string Formula(AttentionLayer attention) => attention.Score switch
    {
        AttentionScoreKind.Dot => "q · m",
        AttentionScoreKind.ScaledDot => "q · m / √size",
        AttentionScoreKind.General => "q · W m",
        AttentionScoreKind.MultiHead => $"{Literal.Of(attention.Heads)} heads of (W q) · (U m) / √size",
        AttentionScoreKind.Concat => $"v · tanh(W [q, m]{PreviousWeightTerms(attention)} + b)",
        _ => $"v · tanh(W q + U m{PreviousWeightTerms(attention)} + b)",
    };

    private static string PreviousWeightTerms(AttentionLayer attention) => (attention.Coverage ? " + w coverage" : "") + (attention.Filters > 0 ? " + V f" : "");

    private static IEnumerable<string> Notes(AttentionLayer attention)
    {
        yield return Formula(attention);
        yield return attention.BeforeCell ? "query: previous hidden state" : "query: current hidden state";
        if (attention.InputFeeding)
        {
            yield return "input feeding";
        }
    }

    private static IEnumerable<string> Notes(ReadoutLayer readout)
    {
        yield return $"of {string.Join(", ", Parts(readout))}";
        if (readout.Function != ReadoutFunction.None)
        {
            yield return readout.Function.ToString().ToLowerInvariant();
        }
    }

    /// <summary>What a readout reads.</summary>
    public static IEnumerable<string> Parts(ReadoutLayer readout)
    {
        yield return "state";
        if (readout.AddsContext || readout.HasContext)
        {
            yield return "context";
        }

        if (readout.AddsToken)
        {
            yield return "token";
        }
    }

    private static IEnumerable<string> Notes(EmbeddingLayer embedding)
    {
        if (embedding.PaddingIndex is { } row)
        {
            yield return $"token {Literal.Of(row)} is padding";
        }

        if (embedding.Dropout > 0)
        {
            yield return $"word dropout p = {Messages.Number(embedding.Dropout)}";
        }

        if (embedding.Pretrained)
        {
            yield return "pretrained";
        }

        if (embedding.Frozen)
        {
            yield return "frozen";
        }
    }

    private static string Options(Window window) =>
        (window.Stride > 1 ? $", stride {Literal.Of(window.Stride)}" : "")
        + (window.Dilation > 1 ? $", dilation {Literal.Of(window.Dilation)}" : "")
        + (window.Before + window.After == 0 && window.Kernel > 1 ? ", no padding" : window is { After: 0, Before: > 0 } && window.Span - 1 == window.Before ? ", causal" : "");
}
