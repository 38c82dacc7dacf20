namespace RnnDsl.Generator.Semantics;

/// <summary>Which layers one time step can be run through.</summary>
internal static class SingleStep
{
    /// <summary>What keeps a model from having a step; null where nothing does.</summary>
    public static string? WhyNot(Model model) => model.FromTheEnd is { } layer ? WhyNot(layer) : null;

    /// <summary>What keeps a layer that reads from the end from being run so.</summary>
    public static string WhyNot(RecurrentLayer layer) =>
        $"'{layer.Key}' {(layer.Bidirectional ? "is bidirectional and " : "")}reads every sequence from its end";
}
