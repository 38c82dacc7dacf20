namespace RnnDsl.Generator.Semantics;

/// <summary>The reason why a model has no single step.</summary>
internal static class SingleStep
{
    /// <summary>The reason, as the remarks print it; null where there is a step.</summary>
    public static string? WhyNot(Model model) => model.Layers.Select(layer => layer.WhyNoStep).FirstOrDefault(reason => reason is not null)
        ?? (model.Kind == Parsing.ModelKind.Encoder && !model.Recurrences.Any() ? "no layer is recurrent, so there is no state to carry from one step to the next" : null);
}
