using System.Text.RegularExpressions;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Language;

/// <summary>A layer is its attribute and one file of the compiler.</summary>
public sealed class LayerCatalogueTests
{
    private static readonly string Compiler = Path.GetDirectoryName(RepositoryFiles.ReleaseFile)!;

    /// <summary>Layers that other layers, the rules of decoders or the loss of a call refer to. A new layer is none of them.</summary>
    private static readonly string[] Connected =
    [
        "Embedding", "Features", "Image", "Recurrent", "Linear", "Activation", "Dropout", "FlattenToSequence", "LastState",
        "Attention", "Context", "Readout", "Copy", "Classify", "Regress", "Ctc",
    ];

    /// <summary>The layers of decoders.</summary>
    private static readonly string[] OfDecoders = ["Attention", "Context", "Readout", "Copy"];

    [Fact]
    public void Catalogue_lists_every_layer() =>
        Assert.Equal(
            typeof(LayerAttribute).Assembly.GetTypes()
                .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(LayerAttribute)))
                .Select(type => type.Name[..^nameof(Attribute).Length])
                .Order(StringComparer.Ordinal),
            LayerCatalogue.Attributes.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_layer_has_a_file() =>
        Assert.All(LayerCatalogue.Attributes, layer => Assert.Contains($"record {layer}Declaration(", File.ReadAllText(Path.Combine(Compiler, "Layers", layer + ".cs")), StringComparison.Ordinal));

    [Fact]
    public void Layer_is_named_in_its_file_and_the_catalogue_only() =>
        Assert.Empty(Uses(LayerCatalogue.Attributes.Except(Connected), Compiler));

    [Fact]
    public void Targets_print_operations_not_layers() =>
        Assert.Empty(Uses(LayerCatalogue.Attributes, Path.Combine(Compiler, "Emit")));

    /// <summary>Which layers run step by step, and what they read, the operations say.</summary>
    [Fact]
    public void Lowering_names_no_layer_of_decoders() =>
        Assert.Empty(Uses(OfDecoders, Path.Combine(Compiler, "Lowering")));

    [Theory]
    [InlineData("Layers")]
    [InlineData("Lowering/Operations")]
    public void Layers_and_operations_name_neither_Roslyn_nor_a_target(string folder) =>
        Assert.All(Sources(Path.Combine(Compiler, folder)), file => Assert.DoesNotMatch(@"\busing (Microsoft\.CodeAnalysis|RnnDsl\.Generator\.Emit)|TorchSharp|\bnames?\[""", File.ReadAllText(file)));

    /// <summary>The files that name the declaration or the bound form of a layer, except its own and the catalogue.</summary>
    private static IEnumerable<string> Uses(IEnumerable<string> layers, string folder) =>
        from layer in layers
        from file in Sources(folder)
        where Path.GetFileNameWithoutExtension(file) != layer && Path.GetFileNameWithoutExtension(file) != nameof(LayerCatalogue)
            && Regex.IsMatch(File.ReadAllText(file), $@"\b{layer}(Declaration|Layer)\b")
        select $"{Path.GetRelativePath(Compiler, file)} names [{layer}]";

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Intersect(["bin", "obj"]).Any());
}
