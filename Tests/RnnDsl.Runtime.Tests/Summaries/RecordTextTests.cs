using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using RnnDsl.Plots;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Summaries;

/// <summary>Results and other records print what they hold, and the same under every culture.</summary>
public sealed class RecordTextTests
{
    private static readonly Type[] Packages = [typeof(SequenceModelAttribute), typeof(IStepModel<>), typeof(LossCurve)];

    public static TheoryData<string, object> Texts() => new()
    {
        { "0.2513 at step 1,500, accuracy 92.10%", new LossPoint(1_500, 0.2513, 0.921) },
        { "loss 0.2500", new Evaluation(0.25) },
        { "loss 0.2500, accuracy 92.10%, macro F1 0.9000, perplexity 1.235E+05", new Evaluation(0.25, 0.921).With("macro F1", 0.9).With("perplexity", 123_456.78) },
        { "highest macro F1", MonitoredMetric.Highest("macro F1") },
        { "ClassificationScores { Precision = 0.5, Recall = 1, F1 = 0.75, Support = 3 }", new ClassificationScores(0.5, 1, 0.75, 3) },
        { "training loss 2.3026 at step 100 to 0.2513 at step 200 (2 points); validation loss not measured", History },
        {
            "Completed after 200 steps in 0:01:12; training loss 0.2513 at step 200; lowest validation loss 0.3000 at step 150; weights run/weights.safetensors",
            new TrainingResult { Outcome = TrainingOutcome.Completed, Step = 200, Seconds = 72, History = History, Best = new LossPoint(150, 0.3), Weights = "run/weights.safetensors" }
        },
        {
            "StoppedEarly after 200 steps in 0:01:12; lowest validation loss 0.3000 at step 150; best weights run/150.safetensors; last weights run/200.safetensors",
            new TrainingResult
            {
                Outcome = TrainingOutcome.StoppedEarly, Step = 200, Seconds = 72, History = new() { Training = [], Validation = [] }, Best = new LossPoint(150, 0.3),
                Weights = "run/200.safetensors", BestWeights = "run/150.safetensors",
            }
        },
        {
            "Completed after 150 steps in 0:01:12; lowest validation loss 0.3000 at step 150; weights run/150.safetensors",
            new TrainingResult
            {
                Outcome = TrainingOutcome.Completed, Step = 150, Seconds = 72, History = new() { Training = [], Validation = [] }, Best = new LossPoint(150, 0.3),
                Weights = "run/150.safetensors", BestWeights = "run/150.safetensors",
            }
        },
        {
            "step 500 of 3,000, loss 0.2513, validation loss 0.3000, accuracy 92.10%, learning rate 0.001, 12.3 steps/s, 0:03:23 left",
            new TrainingReport
            {
                Step = 500, Steps = 3_000, Loss = 0.2513, ValidationLoss = 0.3, Accuracy = 0.921, LearningRate = 0.001, StepsPerSecond = 12.3, TokensPerSecond = 0, Remaining = TimeSpan.FromSeconds(203),
            }
        },
        { "TrainingStep { Number = 3 }", new TrainingStep(3, new RandomSource(1)) },
        { "Hypothesis { Tokens = [5, 3], Score = -1.5, LogProbability = -2.5, Finished = True, Attention = [3, 4] }", new Hypothesis([5, 3], -1.5, -2.5, true, new float[3, 4]) },
        { "CtcHypothesis { Labels = [1, 2], LogProbability = -0.5, Score = -0.25 }", new CtcHypothesis([1, 2], -0.5, -0.25) },
        { "CtcPath { Labels = [1], Steps = [4], LogProbability = -0.5 }", new CtcPath([1], [4], -0.5) },
        { "LabelErrorRate { Rate = 0.5, Edits = EditDistance { Substitutions = 1, Insertions = 0, Deletions = 1, Total = 2 }, Labels = 4 }", new LabelErrorRate(new EditDistance(1, 0, 1), 4) },
        { "ForecastErrors { Mse = 0.5, Mae = 0.25, MseByStep = [0.4, 0.6] }", new ForecastErrors(0.5, 0.25, [0.4, 0.6]) },
        { "Standardization { Means = [1.5], Deviations = [0.5] }", new Standardization([1.5], [0.5]) },
        {
            "LoadedWeights { Loaded = [fc.weight], Converted = [], Missing = [fc.bias], Unexpected = [], Metadata = [format: pt] }",
            new LoadedWeights(["fc.weight"], [], ["fc.bias"], [], new Dictionary<string, string> { ["format"] = "pt" })
        },
        {
            "DecodingOptions { Begin = 2, End = 3, MaximumLength = 10, MinimumLength = 0, NoRepeatNGram = null, SuppressedTokens = [7], KeepAttention = True }",
            new DecodingOptions { Begin = 2, End = 3, MaximumLength = 10, SuppressedTokens = [7] }
        },
        {
            "BeamSearchOptions { Begin = 2, End = 3, MaximumLength = 10, MinimumLength = 0, NoRepeatNGram = null, SuppressedTokens = [], KeepAttention = True, "
                + "BeamWidth = 4, NBest = 1, LengthPenalty = n, CoveragePenalty = 0.5, EarlyStop = True }",
            new BeamSearchOptions { Begin = 2, End = 3, MaximumLength = 10, BeamWidth = 4, LengthPenalty = LengthPenalty.Average, CoveragePenalty = 0.5 }
        },
        { "n", LengthPenalty.Average },
        { "1", LengthPenalty.None },
        { "((5 + n) / 6)^0.6", LengthPenalty.Wu(0.6) },
        { "SamplingOptions { Temperature = 0.5, TopK = 3, TopP = null, SuppressedTokens = [1] }", new SamplingOptions { Temperature = 0.5, TopK = 3, SuppressedTokens = [1] } },
        { "SpecialTokens { Names = [<pad>, <unk>, <s>, </s>] }", new SpecialTokens() },
        { "FoldSplit { Training = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, and 1,980 more], Validation = [7], Test = [] }", new FoldSplit([.. Enumerable.Range(0, 2_000)], [7], []) },
        { "SentenceWithReferences { Source = ja, References = [yes] }", new SentenceWithReferences("ja", ["yes"]) },
        { "SentencePairs { Pairs = [SentencePair { Source = ja, Target = yes }], Malformed = 1, Problems = [line 2] }", new SentencePairs([new("ja", "yes")], 1, ["line 2"]) },
        { "SpokenDigit { Digit = 3, Speaker = george, Index = 1, Samples = [0.5, -0.5] }", new SpokenDigit(3, "george", 1, [0.5f, -0.5f]) },
        {
            "DataSet { Name = a, Folder = b, Files = [DataFile { Name = c.txt, Length = 5, Sha256 = 00, Addresses = [https://example.org/c.txt], Alternatives = [], Entries = null }] }",
            new DataSet("a", "b", new DataFile("c.txt", 5, "00", new Uri("https://example.org/c.txt")))
        },
        { "SafetensorsTensor { Name = w, Type = F32, Shape = [2] }", SafetensorsTensor.From<float>("w", [2], new float[] { 1, 2 }) },
        { "CellParameterShape { Name = W, Size = [2, 3], Initialization = Uniform, Value = 0, Trainable = True }", new CellParameterShape("W", 2, 3) },
        { "why: moving 0.71, film 0.29", new ShadedText("why", ["moving", "film"], [0.71, 0.29], "#ff0000") },
        { "LayerSummary { Name = fc, Type = Linear, Output = [batch, 2], Trainable = 6, Frozen = 0, Parameters = 6 }", new LayerSummary("fc", "Linear", "[batch, 2]", 6, 0) },
    };

    private static TrainingHistory History => new() { Training = [new(100, 2.3026), new(200, 0.2513)] };

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void Record_prints_its_values(string text, object record)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(text, record.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void State_prints_its_tensors_by_name()
    {
        using var model = new WordModel(vocabSize: 9);
        using var state = model.InitialState(3);
        Assert.Equal($"State {{ Hidden = {state.Hidden}, Cell = {state.Cell} }}", state.ToString());
    }

    [Fact]
    public void Memory_without_positions_can_be_printed()
    {
        using var summary = zeros(2, 3);
        Assert.StartsWith("EncoderMemory { Sources = 2, Values = null, ", new EncoderMemory { Sources = 2, Summary = summary }.ToString(), StringComparison.Ordinal);
    }

    /// <summary>
    /// What the compiler writes prints a list, an array or a function as the name of its type and a number as the culture has it, so a record with such says itself how it
    /// is printed. Records inside the classes of figures are what a figure is given, and no results.
    /// </summary>
    [Fact]
    public void Records_with_lists_functions_or_fractions_override_ToString()
    {
        var records = Packages.SelectMany(static type => type.Assembly.GetExportedTypes()).Where(static type => !type.IsNested && IsRecord(type)).ToList();
        Assert.True(records.Count > 40, $"{records.Count} records");
        Assert.Empty(records.Where(static type => PrintsTypeNames(type) && IsPrintedByCompiler(type)).Select(static type => type.Name));
    }

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly) is not null;

    private static bool PrintsTypeNames(Type type) => type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly).Any(static property =>
        property.PropertyType != typeof(string)
        && (property.PropertyType == typeof(double) || property.PropertyType == typeof(double?) || typeof(System.Collections.IEnumerable).IsAssignableFrom(property.PropertyType) || typeof(Delegate).IsAssignableFrom(property.PropertyType)));

    private static bool IsPrintedByCompiler(Type type) =>
        IsSynthesized(type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)!)
        && IsSynthesized(type.GetMethod("ToString", BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly, [])!);

    private static bool IsSynthesized(MethodInfo method) => method.IsDefined(typeof(CompilerGeneratedAttribute));
}
