using RnnDsl.Generator.Layers;

namespace RnnDsl.Generator.Semantics;

/// <summary>The check of one layer's arguments.</summary>
internal sealed class LayerChecks(LayerDeclaration layer, int index, string model, IReadOnlyList<string> embeddings, SizeTable sizes, DiagnosticBag diagnostics) : ILayerChecks
{
    public string Model => model;

    public IReadOnlyList<string> Embeddings => embeddings;

    public long? Known(SizeArgument size) => sizes.Known(size);

    public void Report(Rule rule, string? argument, params string[] texts) => diagnostics.Add(rule, DiagnosticLocation.Layer(index, argument), texts);

    public bool Probability(double value, string what, string argument) =>
        ArgumentRules.CheckProbability(layer, value, what, DiagnosticLocation.Layer(index, argument), diagnostics);

    public void Member<TEnum>(int value, string argument)
        where TEnum : Enum
    {
        if (!Enum.IsDefined(typeof(TEnum), value))
        {
            ArgumentRules.RefuseValue(DiagnosticLocation.Layer(index, argument), layer.Attribute, value, typeof(TEnum).Name, ArgumentRules.Members<TEnum>(), diagnostics);
        }
    }

    public void Positive(int value, string argument, string @default)
    {
        if (value < 1)
        {
            Report(Rules.WindowNotPositive, argument, layer.Attribute, argument, Messages.Number(value),
                @default.Length == 0 ? "Write 1 or more." : $"Write 1 or more, or remove the setting for {@default}.");
        }
    }
}
