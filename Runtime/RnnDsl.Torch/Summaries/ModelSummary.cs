using RnnDsl.Torch.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>The layers of a model with the shapes of their outputs and their parameters. It prints itself as a table.</summary>
/// <param name="Name">The model's name.</param>
/// <param name="Layers">The layers in the order of the declaration; those of an encoder-decoder's sides and of other models inside follow the line of that side.</param>
public sealed record ModelSummary(string Name, IReadOnlyList<LayerSummary> Layers)
{
    /// <summary>The number of parameters of all layers.</summary>
    public long Parameters => Trainable + Frozen;

    /// <summary>The number of trainable parameters.</summary>
    public long Trainable => Layers.Sum(static layer => layer.Trainable);

    /// <summary>The number of frozen parameters, which require no gradient.</summary>
    public long Frozen => Layers.Sum(static layer => layer.Frozen);

    /// <summary>Summarises the current state of a module. Output shapes are known for generated models only.</summary>
    /// <param name="module">The module.</param>
    public static ModelSummary Of(nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return new(module.GetName(), [.. LayersOf(module, "", new(ReferenceEqualityComparer.Instance))]);
    }

    /// <summary>The table: a line for each layer, and the totals.</summary>
    public override string ToString() => Name + "\n" + TextTable.Of(
        [
            ["layer", "type", "output", "parameters", "trainable", "frozen"],
            TextTable.Rule,
            .. Layers.Select(static layer => (string[])
                [layer.Name, layer.Type, layer.Output, .. layer.Parameters == 0 ? ["", "", ""] : Counts(layer.Parameters, layer.Trainable, layer.Frozen)]),
            TextTable.Rule,
            ["total", "", "", .. Counts(Parameters, Trainable, Frozen)],
        ],
        left: 3,
        gap: "   ");

    private static string[] Counts(params long[] counts) => Array.ConvertAll(counts, static count => count.Invariant());

    /// <summary>The declared layers of the module, then its other registered modules and parameters.</summary>
    private static IEnumerable<LayerSummary> LayersOf(nn.Module module, string prefix, HashSet<Parameter> counted)
    {
        var modules = module.named_children().ToDictionary(static child => child.name, static child => child.module);
        var outputs = module is ILayerOutputs model ? model.Outputs : [];
        var others = modules.Where(child => outputs.All(output => output.Name != child.Key)).Select(static child => new LayerOutput(child.Key, child.Value.GetType().Name));
        foreach (var output in outputs.Concat(others))
        {
            var (name, layer) = (prefix + output.Name, modules.GetValueOrDefault(output.Name));
            if (layer is not ILayerOutputs inner)
            {
                yield return Row(name, output.Type, output.Shape, layer?.parameters() ?? [], counted);
                continue;
            }

            yield return new(name, output.Type, inner.Outputs is [.., var last] ? last.Shape : "", 0, 0);
            foreach (var row in LayersOf(layer, name + ".", counted))
                yield return row;
        }

        foreach (var (name, parameter) in module.named_parameters(recurse: false))
            yield return Row(prefix + name, nameof(Parameter), $"[{string.Join(", ", parameter.shape)}]", [parameter], counted);
    }

    private static LayerSummary Row(string name, string type, string output, IEnumerable<Parameter> parameters, HashSet<Parameter> counted)
    {
        var own = parameters.Where(counted.Add).ToLookup(static parameter => parameter.requires_grad, static parameter => parameter.numel());
        return new(name, type, output, own[true].Sum(), own[false].Sum());
    }
}
