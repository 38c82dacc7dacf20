using Xunit;

namespace RnnDsl.Generator.Tests.RandomModels;

/// <summary>
/// Random encoders, decoders and pairs of them. Nothing throws, and each is either reported as wrong, and then still compiles, or compiles without a
/// warning.
/// </summary>
public sealed class RandomEncoderDecoderTests
{
    private const int PairsPerProject = 60;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Random_encoder_decoder_is_reported_or_compiles(int seed)
    {
        var random = new RandomEncoderDecoders(seed);
        var pairs = Enumerable.Range(0, PairsPerProject).Select(random.Next).ToList();

        // A generator that throws fails this run with CS8785 and the exception, an analyzer with AD0001.
        var project = await RandomProject.OfAsync([.. pairs, ("Shared", RandomEncoderDecoders.Shared)]);
        Assert.Empty(project.Failures);
        project.AssertCompiles(pairs);
        Assert.Empty(project.Complaints);

        Assert.InRange(pairs.Count(pair => !project.IsReported(pair.Namespace)), PairsPerProject / 10, PairsPerProject * 9 / 10);
    }
}
