using System.Globalization;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Pipeline;

/// <summary>Emitted code and messages are the same on every machine: decimal commas, other minus signs and the Turkish i change nothing.</summary>
public sealed class CultureTests
{
    private const string Source =
        """
        using RnnDsl;

        namespace Models;

        [SequenceModel]
        [Embedding("ivocab = 1000000", 1234567, Name = "input_index")]
        [Lstm(4096, Layers = 3, Dropout = 0.25)]
        [Gru(1000, ResetAfter = false, Name = "inner_i", Layers = 2, Dropout = 1e-9)]
        [Dropout(0.125)]
        [Activation(Activation.Silu)]
        [Linear("ivocab")]
        public partial class Inner;

        [SequenceModel]
        [Features(-1234567)]
        [Gru(3, ResetAfter = false, Dropout = -1.5)]
        public partial class Wrong;
        """;

    [Theory]
    [InlineData("de-DE")]
    [InlineData("fi-FI")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public async Task Output_does_not_depend_on_the_culture(string name)
    {
        var expected = await Run(CultureInfo.InvariantCulture);

        Assert.Equal(expected, await Run(CultureInfo.GetCultureInfo(name)));
    }

    private static async Task<IReadOnlyList<string>> Run(CultureInfo culture)
    {
        var (before, beforeUI) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, culture);
        try
        {
            var run = GeneratorRun.Of(Source);
            var diagnostics = await run.AnalyzeAsync();
            Assert.NotEmpty(diagnostics);
            return [.. run.Files.Select(file => file.SourceText.ToString()), .. diagnostics.Select(diagnostic => diagnostic.ToString()).Order(StringComparer.Ordinal)];
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, beforeUI);
        }
    }
}
