using System.ComponentModel;
using System.Reflection;
using RnnDsl.Kernels;
using RnnDsl.Plots;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Packaging;

/// <summary>What a user meets of the packages: few namespaces, and in none of them what emitted code alone calls.</summary>
public sealed class PublicSurfaceTests
{
    private static readonly Assembly Language = typeof(SequenceModelAttribute).Assembly;
    private static readonly Assembly Runtime = typeof(IStepModel<>).Assembly;

    [Fact]
    public void Packages_contain_only_the_documented_namespaces()
    {
        Assert.Equal(["RnnDsl", "RnnDsl.Decoding", "RnnDsl.Files", "RnnDsl.Kernels", "RnnDsl.Safetensors", "RnnDsl.Sampling", "RnnDsl.Streaming", "RnnDsl.Text"], Namespaces(Language));
        Assert.Equal(
            ["RnnDsl.Audio", "RnnDsl.Data", "RnnDsl.Decoding", "RnnDsl.Distributed", "RnnDsl.Forecasting", "RnnDsl.Metrics", "RnnDsl.Text", "RnnDsl.Torch", "RnnDsl.Torch.CompilerServices", "RnnDsl.Training", "RnnDsl.Weights"],
            Namespaces(Runtime));
        Assert.Equal(["RnnDsl.Plots"], Namespaces(typeof(LossCurve).Assembly));
    }

    [Fact]
    public void Types_for_emitted_code_are_hidden_from_completion() => Assert.All(
        new[] { Language, Runtime, typeof(LossCurve).Assembly }.SelectMany(static assembly => assembly.GetExportedTypes()).Where(static type => !type.IsNested),
        static type => Assert.Equal(
            type.Namespace is "RnnDsl.Torch.CompilerServices"
                || (type.Namespace is "RnnDsl.Kernels" && type != typeof(CpuKernels))
                || (type.Namespace is "RnnDsl.Streaming" && type.Name is "StoredWeight" or "StreamFunctions" or "StreamMatrix" or "StreamMemory" or "StreamPooling" or "StreamRows" or "StreamTable" or "StreamWindows" or "WeightReader"),
            type.GetCustomAttribute<EditorBrowsableAttribute>() is { State: EditorBrowsableState.Never }));

    [Fact]
    public void Packages_contain_no_sample_data()
    {
        Assert.Empty(Language.GetManifestResourceNames());
        Assert.Empty(Runtime.GetManifestResourceNames());
        Assert.DoesNotContain(
            Runtime.GetExportedTypes(),
            static type => type.Name is "DrawnDigits" or "DigitTones" or "GeneratedLoads" or "SamplePairs" or "SampleReviews");
    }

    private static IEnumerable<string?> Namespaces(Assembly assembly) =>
        assembly.GetExportedTypes().Select(static type => type.Namespace).Distinct().Order(StringComparer.Ordinal);
}
