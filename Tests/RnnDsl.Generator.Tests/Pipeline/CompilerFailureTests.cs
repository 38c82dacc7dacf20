using System.Globalization;
using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Common;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Pipeline;

/// <summary>An exception of the compiler itself costs one model its code, is reported at that model, and once.</summary>
public sealed class CompilerFailureTests
{
    private const string Models =
        """
        using RnnDsl;
        namespace Test;
        [SequenceModel] [Embedding("vocab", 6)] [Lstm(4)] [Linear("vocab")] public partial class Failing;
        [SequenceModel] [Embedding("vocab", 6)] [Lstm(4)] [Linear("vocab")] public partial class Sound;
        """;

    private const string Pairs =
        """
        using RnnDsl;
        namespace Test;
        [Encoder] [Embedding(8, 6)] [Gru(5)] public partial class E;
        [Decoder] [Embedding(9, 6)] [Attention(AttentionScore.Additive, 7)] [Gru(5)] [Linear(9)] public partial class D;
        [EncoderDecoder(typeof(E), typeof(D))] public partial class Failing;
        [EncoderDecoder(typeof(E), typeof(D))] public partial class Sound;
        """;

    private const string UseOfModel =
        """
        namespace Test;
        internal static class Program
        {
            internal static void Use(TorchSharp.torch.Tensor x) { var model = new Failing(vocab: 8); var (y, state) = model.call(x); (y, state) = model.Step(x, state); state = model.InitialState(2); _ = model.Lstm; }
        }
        """;

    private const string UseOfPair =
        """
        namespace Test;
        internal static class Program
        {
            internal static void Use(TorchSharp.torch.Tensor x) { var model = new Failing(); var (y, weights) = model.call(x, null, x); var (memory, state) = model.Encode(x); _ = model.Encoder; }
        }
        """;

    // Where no layer could be read, there is only the module.
    private const string UseOfUnread = "namespace Test; internal static class Program { internal static void Use() { TorchSharp.torch.nn.Module model = new Failing(); model.eval(); } }";

    [Theory]
    [InlineData(nameof(Stage.Parse), "read its attributes", "SequenceModel", Models, UseOfUnread)]
    [InlineData(nameof(Stage.Rules), "checked its layers", "SequenceModel", Models, UseOfModel)]
    [InlineData(nameof(Stage.Lowering), "planned its computation", "SequenceModel", Models, UseOfModel)]
    [InlineData(nameof(Stage.Emit), "wrote its code", "SequenceModel", Models, UseOfModel)]
    [InlineData(nameof(Stage.Parse), "read its attributes", "EncoderDecoder(typeof(E), typeof(D))", Pairs, UseOfUnread)]
    [InlineData(nameof(Stage.Rules), "checked its layers", "EncoderDecoder(typeof(E), typeof(D))", Pairs, UseOfPair)]
    [InlineData(nameof(Stage.Lowering), "planned its computation", "EncoderDecoder(typeof(E), typeof(D))", Pairs, UseOfPair)]
    [InlineData(nameof(Stage.Emit), "wrote its code", "EncoderDecoder(typeof(E), typeof(D))", Pairs, UseOfPair)]
    public async Task Failure_on_one_model_is_reported_there_and_other_models_keep_their_code(string stage, string what, string place, string source, string use)
    {
        var project = Compile.Files([("Models.cs", source), ("Program.cs", use)]);
        var sound = GeneratorRun.Of(project).Files.Where(file => !IsOfFailing(file)).ToDictionary(file => file.HintName, file => file.SourceText.ToString());

        using var failing = new FailingStage(Enum.Parse<Stage>(stage), "Failing");
        var run = GeneratorRun.Of(project);

        // The others are what they were, and the one has members that throw.
        Assert.Equal(sound, run.Files.Where(file => !IsOfFailing(file)).ToDictionary(file => file.HintName, file => file.SourceText.ToString()));
        Assert.Contains("has errors: RNN099", Assert.Single(run.Files, IsOfFailing).SourceText.ToString(), StringComparison.Ordinal);
        Assert.Empty(run.Complaints());

        var diagnostic = Assert.Single(await run.AnalyzeAsync());
        Assert.Equal(("RNN099", DiagnosticSeverity.Error), (diagnostic.Id, diagnostic.Severity));
        Assert.Equal(place, diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan));
        Assert.Contains("Failing", diagnostic.Location.SourceTree.GetText().Lines.GetLineFromPosition(diagnostic.Location.SourceSpan.Start).ToString(), StringComparison.Ordinal);
        Assert.Equal(
            $"The RnnDsl generator failed on 'Failing' while it {what}: InvalidTimeZoneException in CompilerFailure.Enter, \"thrown by a test\". This is an error of RnnDsl and not of your code. "
                + "Please report it to the RnnDsl project, with the declaration of 'Failing' and this message. Other models are not affected.",
            diagnostic.GetMessage(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(nameof(Stage.Parse))]
    [InlineData(nameof(Stage.Rules))]
    public async Task Failure_on_a_cell_is_reported_at_the_cell(string stage)
    {
        using var failing = new FailingStage(Enum.Parse<Stage>(stage), "Own");
        var run = GeneratorRun.Of(
            """
            using RnnDsl;
            [Cell("h_t = relu(W · x_t + u ⊙ h_{t-1})")] public partial class Own;
            [SequenceModel] [Features(3)] [Recurrent(typeof(Own), 4)] public partial class Model;
            """);

        Assert.Empty(run.Complaints());
        var diagnostic = Assert.Single(await run.AnalyzeAsync());
        Assert.Equal("RNN099", diagnostic.Id);
        Assert.Equal("Cell(\"h_t = relu(W · x_t + u ⊙ h_{t-1})\")", diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan));
    }

    [Fact]
    public async Task Failure_on_a_decoder_is_reported_there_and_at_the_encoder_decoder()
    {
        using var failing = new FailingStage(Stage.Rules, "D");
        var run = GeneratorRun.Of(Pairs.Replace("public partial class Sound", "public partial class Other", StringComparison.Ordinal));

        Assert.Empty(run.Complaints());
        Assert.Equal(["RNN099", "RNN432", "RNN432"], (await run.AnalyzeAsync()).Select(diagnostic => diagnostic.Id).Order());
    }

    [Theory]
    [InlineData(nameof(Stage.Parse))]
    [InlineData(nameof(Stage.Rules))]
    [InlineData(nameof(Stage.Lowering))]
    [InlineData(nameof(Stage.Emit))]
    public void Cancellation_is_not_reported_as_a_failure(string stage)
    {
        var compilation = Compile.Source(Models);
        var declaration = ModelParser.Parse(compilation.GetTypeByMetadataName("Test.Failing")!, Targets.Names, CancellationToken.None);
        var environment = CompilationEnvironment.Of(compilation, Targets.Names);

        using var failing = new FailingStage(Enum.Parse<Stage>(stage), "Failing", new OperationCanceledException());
        Assert.Throws<OperationCanceledException>(() =>
        {
            ModelParser.Parse(compilation.GetTypeByMetadataName("Test.Failing")!, Targets.Names, CancellationToken.None);
            ModelCompiler.Emit(ModelCompiler.Bind(declaration, environment)!);
        });
    }

    [Fact]
    public void Failed_output_is_cached_in_the_next_run()
    {
        using var failing = new FailingStage(Stage.Lowering, "Failing");
        var again = GeneratorRun.WithStepsOf(Models).AgainAfterUnrelatedEdit();
        var outputs = again.Result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs).ToList();
        Assert.NotEmpty(outputs);
        Assert.All(outputs, output =>
            Assert.True(output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
    }

    private static bool IsOfFailing(GeneratedSourceResult file) => file.HintName == "Test.Failing.g.cs";

    /// <summary>Lets a stage throw for one class, as long as it is there.</summary>
    private sealed class FailingStage : IDisposable
    {
        public FailingStage(Stage stage, string type, Exception? exception = null) => CompilerFailure.Entered.Value = (entered, of) =>
        {
            if (entered == stage && of == type)
            {
                throw exception ?? new InvalidTimeZoneException("thrown by a test");
            }
        };

        public void Dispose() => CompilerFailure.Entered.Value = null;
    }
}
