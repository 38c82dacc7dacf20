using System.Globalization;
using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Usage;

/// <summary>The use of models in code: what is reported, where and how, and that the right code is left alone.</summary>
public sealed class UsageTests
{
    public static TheoryData<string, int> Cases
    {
        get
        {
            var data = new TheoryData<string, int>();
            for (var i = 0; i < UsageCases.All.Count; i++)
            {
                data.Add(UsageCases.All[i].Id, i);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Each_invalid_case_is_reported_with_location_and_message(string id, int index)
    {
        var usage = UsageCases.All[index];
        var run = GeneratorRun.Of(usage.Source).AssertCompiles();

        var diagnostic = Assert.Single(await run.AnalyzeAsync());
        Assert.Equal(usage.Message, diagnostic.GetMessage(CultureInfo.InvariantCulture));
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(usage.Marked, diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Each_valid_counterpart_has_no_diagnostics(string id, int index)
    {
        var usage = UsageCases.All[index];
        Assert.Equal(id, usage.Id);
        Assert.Empty(await GeneratorRun.Of(usage.RightSource).AssertCompiles().AnalyzeAsync());
    }

    [Fact]
    public void Every_usage_rule_has_a_test_case() =>
        Assert.Equal(Rules.All.Where(Rules.IsOfUsage).Select(rule => rule.Id), UsageCases.All.Select(usage => usage.Id).Distinct());

    /// <summary>C# rejects the pair of output and state, and says neither why it is one nor what to write.</summary>
    [Theory]
    [InlineData("var model = new CharLstm(); model.Loss(model.call(x), x);", "CharLstm.Loss", "model.call(x)")]
    [InlineData("var model = new CharLstm(); var output = model.call(x); model.Loss(output, x);", "CharLstm.Loss", "output")]
    [InlineData("var model = new CharLstm(); nn.functional.cross_entropy(model.call(x), x);", "nn.functional.cross_entropy", "model.call(x)")]
    [InlineData("var model = new CharLstm(); nn.CrossEntropyLoss().call(model.call(x), x);", "nn.CrossEntropyLoss().call", "model.call(x)")]
    public async Task Loss_of_output_and_state_names_Output_and_LastState(string statements, string method, string argument)
    {
        var run = GeneratorRun.Of(UsageSource.Method(statements));
        Assert.Equal(["CS1503"], run.CSharpErrors().Select(error => error.Id));
        var diagnostic = Assert.Single(await run.AnalyzeAsync());
        Assert.Equal("RNN611", diagnostic.Id);
        Assert.Equal(
            $"'{method}' reads one tensor, and '{argument}' is all that 'CharLstm.call' returns, (Output, State). Write .Output behind it, the output at each step; if each sequence has one output, declare [LastState] below the recurrent layer.",
            diagnostic.GetMessage(CultureInfo.InvariantCulture));
        Assert.Equal(argument, diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan));
    }

    [Theory]
    [InlineData("var model = new Translator(); model.Loss(model.call(x, null, x), x);")]
    [InlineData("var model = new TargetDecoder(1, 1); var memory = model.CreateMemory(x); model.Loss(model.call(x, memory), x); // Translator")]
    public async Task Loss_of_all_that_a_decoder_returns_names_Output_only(string statements)
    {
        var diagnostic = Assert.Single(await GeneratorRun.Of(UsageSource.Method(statements)).AnalyzeAsync());
        Assert.EndsWith(" Write .Output behind it.", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Method_of_the_users_with_the_name_of_a_loss_is_not_reported()
    {
        var run = GeneratorRun.Of(UsageSource.Method("var model = new CharLstm(); Loss(model.call(zeros(8, 20, dtype: ScalarType.Int64))); static Tensor Loss((Tensor Output, CharLstm.State State) result, Tensor labels) => result.Output;"));
        Assert.Equal(["CS7036"], run.CSharpErrors().Select(error => error.Id));
        Assert.Empty(await run.AnalyzeAsync());
    }

    [Theory]
    // A variable with another value later, by assignment, deconstruction, ref or a method in place.
    [InlineData("var x = zeros(8, 20); x = Other(); model.call(x);")]
    [InlineData("var x = zeros(8, 20); (x, var y) = (Other(), 1); model.call(x);")]
    [InlineData("var x = zeros(8, 20); Change(ref x); model.call(x);")]
    [InlineData("var x = zeros(8, 20, 1, dtype: ScalarType.Int64); x.squeeze_(2); model.call(x);")]
    [InlineData("var x = randint(0, 99, [8, 20]); x[0, 0] = tensor(3L); model.call(x);")]
    [InlineData("var x = randint(0, 99, [8, 20]); x.clamp_(0, 64); model.call(x);")]
    // What comes from elsewhere, or through methods that are not followed.
    [InlineData("model.call(Other());")]
    [InlineData("model.call(zeros(8, 20).@byte());")]
    [InlineData("model.call(new Random().Next() > 5 ? zeros(8, 20) : Other());")]
    [InlineData("var shape = new long[] { 8, 20, 3 }; model.call(zeros(shape, dtype: ScalarType.Int64));")]
    // One length that is not known.
    [InlineData("var n = new Random().Next(); model.call(zeros(n, 20, dtype: ScalarType.Int64), state: model.InitialState(4));")]
    // A shape that a chain or another name of the tensor changes in place.
    [InlineData("var x = zeros(20, dtype: ScalarType.Int64); x.add_(1).unsqueeze_(0); model.call(x);")]
    [InlineData("var x = zeros(20, dtype: ScalarType.Int64); var y = x; y.unsqueeze_(0); model.call(x);")]
    // Code that is expected to throw.
    [InlineData("Assert.That(() => model.call(zeros(8, 20)));")]
    [InlineData("Assert.Exception(() => model.call(zeros(8, 20)));")]
    [InlineData("Assert.Throws<Exception>(() => model.call(zeros(8, 20)));")]
    public async Task Unknown_value_is_not_reported(string statements)
    {
        var source = UsageSource.Method(
            $$"""
            var model = new CharLstm();
            {{statements}}
            static Tensor Other() => zeros(8, 20, dtype: ScalarType.Int64);
            static void Change(ref Tensor x) => x = Other();
            """,
            parameters: "")
            + "internal static class Assert { public static void Throws<T>(Func<object> code) { } public static void That(Func<object> code) { } public static void Exception(Func<object> code) { } }\n";

        var run = GeneratorRun.Of(source);
        Assert.DoesNotContain(run.Complaints(), complaint => complaint.Severity == DiagnosticSeverity.Error);
        Assert.Empty(await run.AnalyzeAsync());
    }

    [Theory]
    // The weights may have been given another dtype.
    [InlineData("var model = new Forecast(); model.to(ScalarType.Float64); model.call(zeros(1, 2, 3, dtype: ScalarType.Float64));")]
    [InlineData("var model = new Forecast().to(ScalarType.Float64); model.call(zeros(1, 2, 3, dtype: ScalarType.Float64));")]
    [InlineData("var model = new Forecast(); Convert(model); model.call(zeros(1, 2, 3, dtype: ScalarType.Float64)); static void Convert(nn.Module model) => model.to(ScalarType.Float64);")]
    [InlineData("var model = new Forecast(); nn.Module other = model; other.@double(); model.call(zeros(1, 2, 3, dtype: ScalarType.Float64));")]
    [InlineData("var model = new Forecast(); ((nn.Module)model).to(ScalarType.Float64); model.call(zeros(1, 2, 3, dtype: ScalarType.Float64));")]
    [InlineData("var model = new Forecast(); model!.to(ScalarType.Float64); model.call(zeros(1, 2, 3, dtype: ScalarType.Float64));")]
    [InlineData("var model = new Forecast(); model?.to(ScalarType.Float64); model!.call(zeros(1, 2, 3, dtype: ScalarType.Float64));")]
    [InlineData("var model = new Forecast(); foreach (var part in new nn.Module[] { model }) part.to(ScalarType.Float64); model.call(zeros(1, 2, 3, dtype: ScalarType.Float64));")]
    [InlineData("var model = new Forecast(); model.Gru.to(ScalarType.Float64); model.call(zeros(1, 2, 3, dtype: ScalarType.Float64));")]
    [InlineData("var model = new Forecast(dtype: ScalarType.Float64); model.call(zeros(1, 2, 3).softmax(-1, ScalarType.Float64));")]
    [InlineData("set_default_dtype(ScalarType.Float64); var model = new Forecast(); model.call(tensor(new double[1, 2, 3]));")]
    // Sizes that are equal, or not known.
    [InlineData("var a = new Sized(65, 128); var b = new Sized(65, 128); b.call(x, state: a.InitialState(8));")]
    [InlineData("var n = new Random().Next(); var a = new Sized(65, n); var b = new Sized(65, 128); b.call(x, state: a.InitialState(8));")]
    // One network has the weights of the other.
    [InlineData("var a = new CharLstm(); var b = new CharLstm(); b.load_state_dict(a.state_dict()); var (_, state) = a.call(x); b.call(x, state: state);")]
    // Words beyond the vocabulary that steps beyond the lengths may hold.
    [InlineData("var model = new CharLstm(); model.Loss(model.call(x).Output, randint(0, 99, [8, 20]), ones(8, dtype: ScalarType.Int64));")]
    [InlineData("var model = new CharLstm(); model.Loss(model.call(x).Output, full(8, 20, -100, dtype: ScalarType.Int64));")]
    public async Task Possibly_valid_call_is_not_reported(string statements) =>
        Assert.Empty(await GeneratorRun.Of(UsageSource.Method(statements)).AssertCompiles().AnalyzeAsync());

    /// <summary>Code of the author's own may convert the input, the sizes and the weights.</summary>
    [Theory]
    [InlineData("[SequenceModel] [Features(3)] [Apply(nameof(Prepare))] [Gru(4)] public partial class M { private static Tensor Prepare(Tensor x) => x.to(ScalarType.Float32); }", "new M().call(zeros(1, 2, 3, dtype: ScalarType.Byte));")]
    [InlineData("[SequenceModel] [Features(3)] [Apply(nameof(Prepare))] [Gru(4)] public partial class M { private static Tensor Prepare(Tensor x) => x.to(ScalarType.Float32); }", "new M().call(zeros(1, 2, 3, dtype: ScalarType.Float64));")]
    [InlineData("[SequenceModel] [Features(3)] [Gru(4)] public partial class M { partial void OnConstructed() => this.to(ScalarType.Float64); }", "new M().call(zeros(1, 2, 3, dtype: ScalarType.Float64));")]
    [InlineData("[SequenceModel] [Features(3)] [Gru(4)] public partial class M { public M(bool twice) : this(dtype: ScalarType.Float64) { } }", "new M(true).call(zeros(1, 2, 3, dtype: ScalarType.Float64));")]
    [InlineData("[SequenceModel] [Embedding(\"vocab\", 3)] [Gru(4)] public partial class M { public M(int vocab) : this(vocab + 1L) { } }", "new M(65).call(tensor(new long[,] { { 65 } }));")]
    public async Task Effects_of_user_code_are_assumed_unknown(string model, string use)
    {
        var source = $"using RnnDsl; using TorchSharp; using static TorchSharp.torch; namespace Test; {model} internal static class Program {{ internal static void Use() {{ {use} }} }}";
        Assert.Empty(await GeneratorRun.Of(source).AssertCompiles().AnalyzeAsync());
    }

    [Fact]
    public async Task Constructor_arguments_determine_the_sizes_in_diagnostics()
    {
        var run = GeneratorRun.Of(UsageSource.Method("const int words = 100; using var model = new Sized(words, hidden: 8);\nmodel.call(randint(0, 101, [2, 3]));")).AssertCompiles();
        Assert.Contains("reads tokens from 0 to 99", Assert.Single(await run.AnalyzeAsync()).GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_of_another_assembly_is_read_from_its_attributes()
    {
        var library = GeneratorRun.Of("using RnnDsl; [SequenceModel] [Embedding(65, 8)] [Lstm(16)] public partial class Compiled;").AssertCompiles();
        using var image = new MemoryStream();
        Assert.True(library.Output.WithAssemblyName("Library").Emit(image).Success);

        var project = Compile.Source("using static TorchSharp.torch; class Use { void Run() => new Compiled().call(zeros(8, 20)); }")
            .AddReferences(MetadataReference.CreateFromImage(image.ToArray()));
        Assert.Equal("RNN603", Assert.Single(await GeneratorRun.Of(project).AssertCompiles().AnalyzeAsync()).Id);
    }

    [Fact]
    public async Task User_defined_members_and_models_with_errors_are_not_analyzed()
    {
        const string Source =
            """
            using RnnDsl; using TorchSharp; using static TorchSharp.torch;
            [SequenceModel] [Embedding(65, 8)] [Lstm(16)] public partial class M { public Tensor Loss(Tensor output, Tensor target) => output; }
            [SequenceModel] [Embedding(65, 8)] [Lstm(0)] public partial class Broken;
            class Use { void Run() { new M().Loss(zeros(2), zeros(3)); new Broken().call(zeros(8, 20)); } }
            """;

        Assert.Equal("RNN130", Assert.Single(await GeneratorRun.Of(Source).AnalyzeAsync()).Id);
    }

    [Fact]
    public async Task Top_level_statements_are_analyzed()
    {
        var project = Compile.Source("using RnnDsl; using static TorchSharp.torch; var model = new M(); var x = zeros(8, 20); model.call(x); [SequenceModel] [Embedding(65, 8)] [Lstm(16)] public partial class M;");
        project = project.WithOptions(project.Options.WithOutputKind(OutputKind.ConsoleApplication));
        Assert.Equal("RNN603", Assert.Single(await GeneratorRun.Of(project).AnalyzeAsync()).Id);
    }
}
