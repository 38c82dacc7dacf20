using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>The reason why a model has no single step.</summary>
internal static class SingleStep
{
    /// <summary>The reason, as the remarks print it; null where there is a step.</summary>
    public static string? WhyNot(Model model) => model.Layers.Select(WhyNot).FirstOrDefault(reason => reason is not null)
        ?? (model.Kind == Parsing.ModelKind.Encoder && !model.Recurrences.Any() ? "no layer is recurrent, so there is no state to carry from one step to the next" : null);

    /// <summary>The reason in one layer.</summary>
    public static string? WhyNot(Layer layer) => layer switch
    {
        RecurrentLayer { Bidirectional: true } => $"'{layer.Key}' is bidirectional and reads every sequence from its last step",
        RecurrentLayer { Options.Reverse: true } => $"'{layer.Key}' reads every sequence from its end",
        ImageLayer => $"'{layer.Key}' is a whole image",
        Conv1dLayer { Window.IsPointwise: false } => $"'{layer.Key}' reads several steps at once",
        PoolingLayer => $"'{layer.Key}' reads all steps of a sequence",
        ApplyLayer { TakesLengths: true, Input: SequenceShape } apply => $"'{apply.Method}' takes the lengths and so reads whole sequences",
        _ => null,
    };
}
