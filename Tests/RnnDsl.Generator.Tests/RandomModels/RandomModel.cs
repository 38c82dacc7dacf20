namespace RnnDsl.Generator.Tests.RandomModels;

/// <summary>A random declaration, and what should come of it if nothing is wrong with it.</summary>
/// <param name="Namespace">Where it stands: one for each model.</param>
/// <param name="Declaration">The class, with its attributes.</param>
/// <param name="Layers">The layers in their order.</param>
/// <param name="Parameters">The constructor's sizes and the numbers to run with.</param>
internal sealed record RandomModel(
    string Namespace, string Declaration, IReadOnlyList<RandomLayer> Layers, IReadOnlyDictionary<string, long> Parameters)
{
    public const string ClassName = "Model";

    public string Source => $"namespace {Namespace}\n{{\n{Declaration}\n}}\n";

    public RandomLayer Input => Layers[0];

    public bool HasStep => !Layers.Any(layer => layer.FromTheEnd || layer.HasNoStep);

    public bool GivesOneVector => Layers.Any(layer => layer.Kind is RandomLayerKind.LastState or RandomLayerKind.Pooling);

    /// <summary>How many steps come out where so many go in.</summary>
    public long OutputSteps(long steps) => Layers.Aggregate(steps, (left, layer) => layer.Steps(left));

    /// <summary>The length of an output vector.</summary>
    public long OutputFeatures => Layers
        .Where(layer => layer.Size is not null)
        .Select(layer => layer.Size!.Value * (layer.Bidirectional ? 2 : 1))
        .Last();

    public override string ToString() => $"{Source}// run with {string.Join(", ", Parameters.Select(parameter => $"{parameter.Key} = {parameter.Value}"))}";
}
