using System.Globalization;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Summaries;

/// <summary>The table of a model's layers: names, types, output shapes with their sizes, parameters.</summary>
public sealed class SummaryTests
{
    [Fact]
    public void Language_model_summary_shows_layers_with_constructor_sizes()
    {
        using var model = new WordModel(vocabSize: 65);
        AssertTable(
            """
            WordModel
            layer    type        output               parameters   trainable   frozen
            ------   ---------   ------------------   ----------   ---------   ------
            tokens               [batch, time]
            embed    Embedding   [batch, time, 128]        8,320       8,320        0
            lstm     Lstm        [batch, time, 256]      921,600     921,600        0
            fc       Linear      [batch, time, 65]        16,705      16,705        0
            ------   ---------   ------------------   ----------   ---------   ------
            total                                        946,625     946,625        0
            """,
            model);
    }

    [Fact]
    public void Image_model_summary_shows_frozen_layers_and_computed_sizes()
    {
        using var model = new FrozenImageModel(height: 22, maps: 4, hidden: 5);
        AssertTable(
            """
            FrozenImageModel
            layer               type                output               parameters   trainable   frozen
            -----------------   -----------------   ------------------   ----------   ---------   ------
            image               Image               [batch, 1, 22, 20]
            conv2d              Conv2d              [batch, 4, 22, 20]           40           0       40
            flattenToSequence   FlattenToSequence   [batch, 20, 88]
            gru                 Gru                 [batch, 20, 10]           2,850       2,850        0
            lastState           LastState           [batch, 10]
            dropout             Dropout             [batch, 10]
            fc                  Linear              [batch, 10]                 110         110        0
            classify            Classify            [batch, 10]
            -----------------   -----------------   ------------------   ----------   ---------   ------
            total                                                             3,000       2,960       40
            """,
            model);
    }

    [Fact]
    public void Encoder_decoder_summary_shows_encoder_decoder_and_bridge()
    {
        using var model = new Pair(sourceVocab: 9, hidden: 5, targetVocab: 8);
        AssertTable(
            """
            Pair
            layer               type        output              parameters   trainable   frozen
            -----------------   ---------   -----------------   ----------   ---------   ------
            encoder             Reader      [batch, time, 10]
            encoder.tokens                  [batch, time]
            encoder.embedding   Embedding   [batch, time, 6]            54          54        0
            encoder.gru         Gru         [batch, time, 10]          390         390        0
            decoder             Writer      [batch, time, 8]
            decoder.tokens                  [batch, time]
            decoder.embedding   Embedding   [batch, time, 6]            48          48        0
            decoder.attention   Attention   [batch, time, 16]          119         119        0
            decoder.gru         Gru         [batch, time, 5]           345         345        0
            decoder.linear      Linear      [batch, time, 8]            48          48        0
            bridgeHidden        Linear      [batch, 5]                  55          55        0
            -----------------   ---------   -----------------   ----------   ---------   ------
            total                                                    1,059       1,059        0
            """,
            model);
    }

    [Fact]
    public void Shared_parameter_is_counted_once()
    {
        using var tied = new TiedModel(hidden: 8);
        Assert.Equal(tied.parameters().Sum(static parameter => parameter.numel()), tied.Summary().Parameters);
        Assert.Equal(50, tied.Summary().Layers.Single(static layer => layer.Name == "fc").Parameters);

        using var pair = new SharingPair(words: 9);
        Assert.Equal(pair.parameters().Sum(static parameter => parameter.numel()), pair.Summary().Parameters);
        Assert.Equal(0, pair.Summary().Layers.Single(static layer => layer.Name == "decoder.embedding").Parameters);
    }

    [Fact]
    public void User_defined_cell_is_listed_by_name()
    {
        using var model = new CellModel(hidden: 4);
        Assert.Equal(new LayerSummary("plainCell", "PlainCell", "[batch, time, 4]", (4 * 3) + (4 * 4) + 4, 0), model.Summary().Layers[1]);
    }

    [Fact]
    public void User_modules_are_listed_and_a_user_defined_ToString_is_kept()
    {
        using var model = new OwnMembers();
        Assert.Equal("mine", model.ToString());
        Assert.Equal(
            [
                new("features", "Features", "[batch, time, 3]", 0, 0),
                new("lstm", "Lstm", "[batch, time, 4]", 4 * 4 * (3 + 4 + 2), 0),
                new("head", "Linear", "", 10, 0),
                new("scale", "Parameter", "[5]", 0, 5),
            ],
            model.Summary().Layers);
    }

    [Fact]
    public void Summary_of_other_modules_has_no_shapes()
    {
        using var plain = nn.Sequential(("first", nn.Linear(3, 4)), ("second", nn.ReLU()), ("third", nn.Linear(4, 2)));
        Assert.Equal([new("first", "Linear", "", 16, 0), new("second", "ReLU", "", 0, 0), new LayerSummary("third", "Linear", "", 10, 0)], plain.Summary().Layers);

        using var wrapper = new Wrapper();
        Assert.Equal(["inner", "inner.features", "inner.plainCell", "inner.linear", "out"], wrapper.Summary().Layers.Select(static layer => layer.Name));
        Assert.Equal("[batch, time, 2]", wrapper.Summary().Layers[0].Output);

        using var layer = nn.Linear(3, 4);
        Assert.Equal([new("weight", "Parameter", "[4, 3]", 12, 0), new LayerSummary("bias", "Parameter", "[4]", 4, 0)], layer.Summary().Layers);
    }

    [Fact]
    public void Summary_does_not_depend_on_the_culture()
    {
        var (culture, before) = (CultureInfo.GetCultureInfo("de-DE"), CultureInfo.CurrentCulture);
        using var model = new WordModel(vocabSize: 1_000);
        var table = model.ToString();
        try
        {
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(table, model.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static void AssertTable(string table, nn.Module model)
    {
        Assert.Equal(table.ReplaceLineEndings("\n"), model.ToString());
        Assert.Equal(model.ToString(), model.Summary().ToString());
        Assert.Equal(model.parameters().Sum(static parameter => parameter.numel()), model.Summary().Parameters);
    }
}
