using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Decoding.Ctc;

public sealed class CtcDecoderTests
{
    private static readonly CtcBeamOptions Everything = new() { BeamWidth = 10_000, NBest = 10_000 };

    [Theory]
    [InlineData(1, 2, 0)]
    [InlineData(4, 3, 0)]
    [InlineData(6, 3, 2)]
    [InlineData(5, 4, 1)]
    public void Sufficiently_wide_beam_gives_exact_labelling_probabilities(int time, int classes, int blank)
    {
        var random = new RandomSource(time + classes);
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var heard = AllAlignments.Draw(random, time, classes);
            var expected = AllAlignments.Sum(heard, blank);
            var found = CtcDecoder.BeamSearch(heard, Everything, blank);
            Assert.Equal(expected.Count, found.Count);
            Assert.All(found, one => Assert.Equal(expected[Text(one.Labels)], Math.Exp(one.LogProbability), 1e-12));
            Assert.Equal(expected.Values.OrderDescending().Select(static chance => Math.Log(chance)), found.Select(static one => one.Score), (a, b) => Math.Abs(a - b) < 1e-9);
            Assert.Equal(1, found.Sum(static one => Math.Exp(one.LogProbability)), 1e-9);
        }
    }

    [Fact]
    public void Narrow_beam_usually_finds_the_most_probable_labelling()
    {
        var random = new RandomSource(9);
        var found = 0;
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var heard = AllAlignments.Draw(random, 7, 3);
            var all = AllAlignments.Sum(heard);
            var narrow = CtcDecoder.BeamSearch(heard, new() { BeamWidth = 4 })[0];

            // It has not followed all alignments of what it found.
            Assert.InRange(Math.Exp(narrow.LogProbability), 0, all[Text(narrow.Labels)] + 1e-12);
            found += all[Text(narrow.Labels)] == all.Values.Max() ? 1 : 0;
        }
        Assert.InRange(found, 150, 200);
    }

    [Fact]
    public void Language_model_and_label_bonus_are_weighted_as_in_the_paper()
    {
        var random = new RandomSource(4);
        var model = new NGramModel([[1, 2], [1, 2, 1, 2], [2]], labels: 2, order: 2);
        var options = Everything with { LanguageModel = model, LanguageModelWeight = 0.7, LabelBonus = 0.4 };
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var heard = AllAlignments.Draw(random, 5, 3);
            var expected = AllAlignments.Sum(heard).ToDictionary(static pair => pair.Key, pair => Math.Log(pair.Value) + Prior(pair.Key));
            var found = CtcDecoder.BeamSearch(heard, options);
            Assert.All(found, one => Assert.Equal(expected[Text(one.Labels)], one.Score, 1e-9));
            Assert.Equal(expected.Values.Max(), found[0].Score, 1e-9);
        }

        double Prior(string text)
        {
            int[] labels = [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
            var sum = model.EndLogProbability(labels);
            for (var place = 0; place < labels.Length; place++)
                sum += model.LogProbability(labels.AsSpan(0, place), labels[place]);
            return (0.7 * sum) + (0.4 * labels.Length);
        }
    }

    [Fact]
    public void Label_of_language_model_probability_0_is_not_decoded_unless_its_weight_is_0()
    {
        double[,] heard = { { Math.Log(.1), Math.Log(.6), Math.Log(.3) } };
        Assert.Equal([1], CtcDecoder.BeamSearch(heard)[0].Labels);
        Assert.Equal([2], CtcDecoder.BeamSearch(heard, new() { LanguageModel = new Never(1) })[0].Labels);
        Assert.Equal([1], CtcDecoder.BeamSearch(heard, new() { LanguageModel = new Never(1), LanguageModelWeight = 0 })[0].Labels);
        var thrown = Assert.Throws<ArgumentException>(() => CtcDecoder.BeamSearch(heard, new() { LanguageModel = new Never(1, double.NaN) }));
        Assert.StartsWith("The language model gives the labels [1] a log-probability that is NaN or +∞.", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Most_probable_labelling_differs_from_the_most_probable_alignment()
    {
        // The example of the books: at both steps the blank has 0.6 and the label 0.4.
        double[,] heard = { { Math.Log(.6), Math.Log(.4) }, { Math.Log(.6), Math.Log(.4) } };
        Assert.Empty(CtcDecoder.Greedy(heard).Labels);
        var best = CtcDecoder.BeamSearch(heard)[0];
        Assert.Equal([1], best.Labels);
        Assert.Equal(0.64, Math.Exp(best.LogProbability), 1e-12);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("000", "")]
    [InlineData("0110220", "12")]
    [InlineData("1111", "1")]
    [InlineData("1101", "11")]
    [InlineData("121", "121")]
    [InlineData("2112", "212")]
    public void Greedy_collapses_repeats_and_removes_blanks(string path, string labels)
    {
        var heard = Certain(path);
        var found = CtcDecoder.Greedy(heard);
        Assert.Equal(labels, string.Concat(found.Labels));
        Assert.Equal(path.Length * Math.Log(.8), found.LogProbability, 1e-9);
        Assert.All(found.Steps.Zip(found.Labels), pair => Assert.Equal($"{pair.Second}", $"{path[pair.First]}"));
        Assert.Equal(found.Steps.Order(), found.Steps);
    }

    [Fact]
    public void Label_is_located_at_its_most_probable_step()
    {
        var heard = Certain("0111022");
        heard[2, 1] = Math.Log(.95);
        Assert.Equal([2, 5], CtcDecoder.Greedy(heard).Steps);
    }

    [Fact]
    public void Shortest_path_counts_labels_and_blanks_between_repeats()
    {
        Assert.Equal(0, CtcPath.ShortestFor([]));
        Assert.Equal(3, CtcPath.ShortestFor([1, 2, 1]));
        Assert.Equal(5, CtcPath.ShortestFor([1, 1, 1]));
        var sums = AllAlignments.Sum(AllAlignments.Draw(new RandomSource(1), 4, 3));
        Assert.All(sums.Keys, static text => Assert.InRange(CtcPath.ShortestFor([.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)]), 0, 4));
        Assert.DoesNotContain("1 1 1", sums.Keys);
    }

    [Fact]
    public void Empty_input_gives_an_empty_labelling()
    {
        var none = CtcDecoder.BeamSearch(new double[0, 3]);
        Assert.Equal(0, Assert.Single(none).LogProbability);
        Assert.Empty(none[0].Labels);
    }

    [Fact]
    public void LogProbabilities_of_a_batch_omits_padding()
    {
        using var scope = NewDisposeScope();
        var scores = randn(2, 5, 3);
        var heard = CtcDecoder.LogProbabilities(scores, tensor(new long[] { 5, 2 }));
        Assert.Equal([5, 2], heard.Select(static one => one.GetLength(0)));
        for (var label = 0; label < 3; label++)
            Assert.Equal(nn.functional.log_softmax(scores, -1)[1][1][label].item<float>(), heard[1][1, label], 1e-5);
        Assert.Equal(5, CtcDecoder.LogProbabilities(scores)[1].GetLength(0));
        Assert.StartsWith("Scores are floating-point [batch, time, classes]; these are Float32 [2, 5].", Assert.Throws<ArgumentException>(() => CtcDecoder.LogProbabilities(zeros(2, 5))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_log_probabilities_blanks_and_options_are_errors()
    {
        Assert.StartsWith("The log-probability of class 1 at step 0 is NaN.", Assert.Throws<ArgumentException>(() => CtcDecoder.Greedy(new[,] { { 0, double.NaN } })).Message, StringComparison.Ordinal);
        Assert.StartsWith("The log-probability of class 0 at step 0 is +∞.", Assert.Throws<ArgumentException>(() => CtcDecoder.BeamSearch(new[,] { { double.PositiveInfinity, 0 } })).Message, StringComparison.Ordinal);
        Assert.StartsWith("The blank is class 2, where there are classes 0 to 1.", Assert.Throws<ArgumentException>(() => CtcDecoder.Greedy(new double[1, 2], blank: 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CtcBeamOptions { BeamWidth = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CtcBeamOptions { NBest = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new CtcBeamOptions { LanguageModelWeight = double.NaN });

        // What cannot be is no hypothesis, unless nothing can be.
        var impossible = double.NegativeInfinity;
        Assert.Equal([1], Assert.Single(CtcDecoder.BeamSearch(new[,] { { impossible, 0, impossible } }, Everything)).Labels);
        Assert.Equal(impossible, Assert.Single(CtcDecoder.BeamSearch(new[,] { { impossible, impossible } }, Everything)).Score);
    }

    private static string Text(IEnumerable<int> labels) => string.Join(' ', labels);

    /// <summary>Three classes, of which that of a path has 0.8 at each step.</summary>
    private static double[,] Certain(string path)
    {
        var heard = new double[path.Length, 3];
        for (var step = 0; step < path.Length; step++)
        {
            for (var label = 0; label < 3; label++)
                heard[step, label] = Math.Log(path[step] - '0' == label ? .8 : .1);
        }
        return heard;
    }

    /// <summary>A language in which one label is never said.</summary>
    private sealed class Never(int label, double logProbability = double.NegativeInfinity) : ILabelLanguageModel
    {
        public double LogProbability(ReadOnlySpan<int> prefix, int next) => next == label ? logProbability : -1;

        public double EndLogProbability(ReadOnlySpan<int> labels) => 0;
    }
}
