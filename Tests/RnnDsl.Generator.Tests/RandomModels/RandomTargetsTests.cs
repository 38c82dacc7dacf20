using System.Text.RegularExpressions;
using Xunit;

namespace RnnDsl.Generator.Tests.RandomModels;

/// <summary>Random declarations with streams and ONNX files beside TorchSharp: each is reported, or what is emitted for it compiles.</summary>
public sealed partial class RandomTargetsTests
{
    private const int DeclarationsPerProject = 40;

    [Theory]
    [InlineData(0)]
    public Task Random_model_with_all_targets_is_reported_or_compiles(int seed) => AssertModelsAsync(seed);

    [Theory]
    [InlineData(0)]
    public Task Random_encoder_decoder_with_all_targets_is_reported_or_compiles(int seed) => AssertEncoderDecodersAsync(seed);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Further_random_declarations_with_all_targets_are_reported_or_compile(int seed)
    {
        await AssertModelsAsync(seed);
        await AssertEncoderDecodersAsync(seed);
    }

    private static Task AssertModelsAsync(int seed)
    {
        var random = new RandomModels(seed);
        return AssertAsync([.. Enumerable.Range(0, DeclarationsPerProject).Select(random.Next).Select(model => (model.Namespace, model.Source))]);
    }

    private static Task AssertEncoderDecodersAsync(int seed)
    {
        var random = new RandomEncoderDecoders(seed);
        return AssertAsync([.. Enumerable.Range(0, DeclarationsPerProject).Select(random.Next)], ("Shared", RandomEncoderDecoders.Shared));
    }

    private static async Task AssertAsync(IReadOnlyList<(string Namespace, string Source)> declarations, params (string, string)[] more)
    {
        List<(string Namespace, string Source)> all = [.. declarations.Select(declaration => (declaration.Namespace, WithAllTargets(declaration.Source)))];

        // A failure of the compiler fails the run.
        var project = await RandomProject.OfAsync([.. all, .. more]);
        Assert.Empty(project.Failures);
        project.AssertCompiles(all);
        Assert.Empty(project.Complaints);
        Assert.Contains(all, one => !project.IsReported(one.Namespace));
    }

    /// <summary>The sides of an encoder-decoder stream as parts of it.</summary>
    private static string WithAllTargets(string source) => Models().Replace(source, match => $"[{(match.Groups["side"].Success ? "" : "Streaming, ")}Onnx, {match.Value[1..]}");

    /// <summary>The first attribute of a model above a class, which stands in a line of its own.</summary>
    [GeneratedRegex(@"(?<!\[(SequenceModel|EncoderDecoder|Encoder|Decoder)\b.*)\[(SequenceModel|EncoderDecoder|(?<side>Encoder|Decoder))\b")]
    private static partial Regex Models();
}
