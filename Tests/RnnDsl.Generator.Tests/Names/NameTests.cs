using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Names;

/// <summary>Whatever a user calls things: the generated code compiles, or an error of ours says what to call otherwise, and then the rest of the members compiles.</summary>
public sealed class NameTests
{
    private const int ModelsPerProject = 120;

    /// <summary>Names that once broke the generated code, and what is reported where none but another name helps.</summary>
    private static readonly (string Source, string? Error)[] Known =
    [
        (Cell("output_t = σ(U · h_{t-1} + W · x_t)\\nh_t = output_t ⊙ tanh(h_{t-1})"), null),
        (Cell("output_t = σ(U · output_{t-1} + W · x_t)\\nh_t = output_t ⊙ tanh(h_{t-1})"), null),
        (Cell("h_t = σ(U · output_{t-1} + W · x_t)\\noutput_t = tanh(h_{t-1}) + output_{t-1}\\nitem2_t = h_t ⊙ item2_{t-1}\\nclone_t = h_t + clone_{t-1}\\nrest_t = clone_t ⊙ rest_{t-1}"), null),
        (Cell("h_t = σ(C · h_{t-1} + Masks · x_t + Expect ⊙ h_{t-1} + C_{cell})", "C"), null),
        (Cell("h_t = relu(C · h_{t-1} + W · x_t)", "C"), null),
        (Cell("h_t = tanh(C · h_{t-1} + W · x_t)", "C"), null),
        (Cell("a_t = σ(U · h_{t-1} + W · x_t)\\nb_t = σ(V · h_{t-1} + S · x_t)\\na_and_b_t = a_t ⊙ b_t\\na_slope2_t = tanh(a_and_b_t)\\nh_t = a_t ⊙ h_{t-1} + b_t ⊙ a_slope2_t ⊙ h_{t-1} ⊙ a_t"), null),
        (Cell("h_t = σ(number5 ⊙ (U · h_{t-1}) + 2 ⊙ relu(W · x_t) + 3 ⊙ tanh(V · x_t) + 4 ⊙ h_{t-1} + 5 ⊙ tanh(h_{t-1}) + 6 ⊙ σ(h_{t-1}))"), null),
        ("[SequenceModel] [Embedding(\"parameters\", 4)] [Lstm(\"deviceType\")] [Linear(\"parameters\")] public partial class Model;", null),
        ("[Cell(\"h_t = relu(W · x_t + U · h_{t-1})\")] public partial class Own; [SequenceModel] [Features(\"features\")] [Recurrent(typeof(Own), \"features\", Layers = 2)] public partial class Model;", null),
        ("[Encoder] [Embedding(9, 6)] [Gru(5)] public partial class E; [Decoder] [Embedding(9, 6)] [Attention(AttentionScore.Additive, 7)] [Gru(5)] [Linear(9, Name = \"attention\")] public partial class D; [EncoderDecoder(typeof(E), typeof(D))] public partial class Model;", null),
        ("[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.Additive, 7)] [Gru(5)] [Readout(4, Name = \"attention\")] [Linear(9)] public partial class Model;", null),
        ("[Decoder] [Embedding(9, 6, Name = \"attention\")] [Gru(5)] [Attention(AttentionScore.Additive, 7, InputFeeding = true, Coverage = true)] [Readout(4, Name = \"outputSteps\")] [Linear(9, Name = \"weightsSteps\")] public partial class Model;", null),
        ("[SequenceModel] [Features(3)] [Lstm(4)] [AttentionPooling(5)] [Linear(2, Name = \"attention\")] public partial class Model;", null),
        ("[SequenceModel] [Features(3)] [Lstm(4, LayerNorm = true, RecurrentDropout = 0.1)] [Dropout(0.1)] public partial class Model { public int training = 1; }", null),
        ("[SequenceModel] [Features(3)] [Lstm(4)] public partial class Model { public int parameters() => 1; private static string nameof(object a) => \"\"; private int register_module => 1; private int _deviceType => 1; }", null),
        ("[SequenceModel] [Features(3)] [Lstm(4)] public partial class Model<State>;", "RNN142"),
        ("[SequenceModel] [Features(3)] [Lstm(4)] public partial class Model<Step>;", "RNN142"),
        ("[SequenceModel] [Features(3)] [Lstm(4, LayerNorm = true)] public partial class Model<LstmLoop>;", "RNN142"),
        ("[SequenceModel] [Features(3)] [Lstm(4)] public partial class Model<OnConstructed>;", "RNN142"),
        ("[SequenceModel] [Features(3)] [Lstm(4)] public partial class Model<forward>;", "RNN142"),
        ("[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.Dot)] [Gru(6)] [Linear(9)] public partial class Model<CreateMemory>;", "RNN142"),
        ("[SequenceModel] [Features(3)] [Lstm(4)] public partial class Model<ToString, ModelSummary, LayerOutput>;", null),
        ("[SequenceModel] [Features(\"size\")] [Lstm(4)] public partial class Model { public override string ToString() => \"\"; public int Summary => 1; public int Outputs => 1; }", null),
        ("[SequenceModel] [Features(3)] [Lstm(4)] [Dropout(0.1)] public partial class Model<training>;", null),
        ("[SequenceModel] [Features(3)] [Lstm(4, LayerNorm = true, RecurrentDropout = 0.1)] public partial class Model<training>;", null),
        ("[SequenceModel] [Features(3)] [Lstm(4, Name = \"HookRemover\")] public partial class Model;", "RNN142"),
        ("[SequenceModel] [Features(3)] [Lstm(4)] public partial class Model<Tensor, torch, LSTM, Func>;", null),
        ("[SequenceModel] [Features(3)] [Lstm(4)] public partial class Model<@var>;", "RNN142"),
        ("[SequenceModel] [Features(3)] [Lstm(4)] public partial class @__makeref<@record, @file>;", null),
        ("[SequenceModel] [Features(3)] [Lstm(4)] public partial class OnConstructed;", "RNN142"),
        ("[SequenceModel] [Features(\"size\")] [Lstm(4)] public partial class _size;", "RNN142"),
        ("[Encoder] [Embedding(9, 6)] [Gru(5)] public partial class E; [Decoder] [Embedding(9, 6)] [Gru(5)] [Linear(9)] public partial class HType; [EncoderDecoder(typeof(E), typeof(HType))] public partial class Model;", "RNN431, RNN442"),
        ("[SequenceModel] [Features(\"_lstmLayers\")] [Lstm(4)] public partial class Model;", "RNN142"),
        ("[SequenceModel] [Features(\"_lstmWeights\")] [Lstm(4, LayerNorm = true)] public partial class Model;", "RNN142"),
        ("[SequenceModel] [Features(\"size\")] [Lstm(\"_size\", LayerNorm = true, Layers = 2, Bidirectional = true)] [Gru(\"size\", LayerNorm = true)] public partial class Model;", "RNN142"),
        ("[SequenceModel] [Features(\"_size\")] [Lstm(\"size\", LayerNorm = true)] public partial class Model;", "RNN142"),
        ("[Encoder] [Embedding(9, 6)] [Gru(5)] public partial class E; [Decoder] [Embedding(9, 6)] [Gru(5)] [Linear(9)] public partial class State; [EncoderDecoder(typeof(E), typeof(State))] public partial class Model;", "RNN142, RNN432"),
        ("[SequenceModel] [Features(3)] [Module(typeof(Scale<float>))] [Lstm(4)] public partial class Model; " + Scale, null),
        ("[SequenceModel] [Features(3)] [Apply(\"scope\")] [Lstm(4)] [Apply(\"state\")] public partial class Model { private static " + Method.Replace("Name", "scope") + " private " + Method.Replace("Name", "state") + " }", null),
        ("[Cell(\"h_t = relu(W · x_t + U · BHidden_{t-1})\\nBHidden_t = h_t\")] public partial class Own; [SequenceModel] [Features(3)] [Recurrent(typeof(Own), 4, Name = \"a\")] [Lstm(4, Name = \"aB\")] public partial class Model;", null),
    ];

    private const string Tensor = "global::TorchSharp.torch.Tensor";

    private const string Method = Tensor + " Name(" + Tensor + " x) => x;";

    private const string Scale =
        "public sealed class Scale<T>() : global::TorchSharp.torch.nn.Module<" + Tensor + ", " + Tensor + ">(\"scale\") { public override " + Tensor + " forward(" + Tensor + " x) => x; }";

    [Fact]
    public async Task Formerly_colliding_names_compile_or_are_reported()
    {
        var models = Known.Select((known, i) => new NamedModel($"N{i}", $"namespace N{i};\n\n{known.Source}\n", known.Source)).ToList();
        var reported = await AssertNoErrorInGeneratedCode(models);
        Assert.Equal(
            Known.Select((known, i) => $"N{i}: {known.Error}"),
            models.Select(model => $"{model.File}: {string.Join(", ", reported[model.File].Select(diagnostic => diagnostic.Id).Distinct().Order(StringComparer.Ordinal))}"));
    }

    [Fact]
    public void Reserved_field_names_are_the_fields_of_Module() =>
        Assert.Equal(NamePool.ModuleMembers.Where(name => name[0] == '_').Order(StringComparer.Ordinal), Targets.Names.InheritedFields);

    [Fact]
    public void Reserved_property_names_include_the_members_of_Module() =>
        Assert.Empty(NamePool.ModuleMembers.Concat(NamePool.ModuleTypes).Where(name => char.IsUpper(name[0])).Except(Targets.Names.InheritedMembers.Concat(Targets.Names.NestedTypes), StringComparer.Ordinal));

    [Fact]
    public void Reserved_type_names_are_the_nested_types_of_Module() => Assert.Equal(NamePool.ModuleTypes.Order(StringComparer.Ordinal), Targets.Names.NestedTypes.Order(StringComparer.Ordinal));

    /// <summary>A layer of such a name would hide the type in emitted expressions.</summary>
    [Fact]
    public void Reserved_property_names_include_the_types_that_emitted_expressions_name()
    {
        var trees = Directory.EnumerateFiles(RepositoryFiles.Snapshots, "*.verified.cs", SearchOption.AllDirectories).Select(static file => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot());
        var named = trees.SelectMany(static root =>
        {
            var members = root.DescendantNodes().OfType<PropertyDeclarationSyntax>().Select(static property => property.Identifier.ValueText)
                .Concat(root.DescendantNodes().OfType<TypeDeclarationSyntax>().Select(static type => type.Identifier.ValueText)).ToHashSet();
            return root.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Select(static access => access.Expression).OfType<SimpleNameSyntax>()
                .Select(static name => name.Identifier.ValueText).Where(name => char.IsUpper(name[0]) && !members.Contains(name));
        }).Where(Targets.Names.Types.Contains).Distinct();
        Assert.Empty(named.Except(Targets.Names.TypesInExpressions, StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Declarations_without_name_collisions_have_no_errors()
    {
        var models = NamedModels.Plain().ToList();
        Assert.Empty((await AssertNoErrorInGeneratedCode(models)).SelectMany(diagnostic => diagnostic).Select(diagnostic => diagnostic.ToString()));
    }

    [Theory]
    [InlineData(0)]
    public Task Random_names_never_break_generated_code(int seed) => AssertNamesOf(seed);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(102)]
    [InlineData(103)]
    [InlineData(104)]
    [InlineData(105)]
    [InlineData(106)]
    [InlineData(107)]
    [InlineData(108)]
    [InlineData(109)]
    public Task More_random_names_never_break_generated_code(int seed) => AssertNamesOf(seed);

    private static async Task AssertNamesOf(int seed)
    {
        var random = new Random(seed);
        var pools = new[] { NamePool.Keywords, NamePool.ModuleMembers, NamePool.TorchMembers, NamePool.Emitted };
        var models = Enumerable.Range(0, ModelsPerProject).Select(i => NamedModels.Next(random, i, pools[i % pools.Length])).ToList();
        var reported = await AssertNoErrorInGeneratedCode(models);

        // Most names are fine, and are not refused.
        Assert.InRange(models.Count(model => !reported[model.File].Any()), models.Count / 2, models.Count);
    }

    private static string Cell(string equations, string name = "Own") =>
        $"[Cell(\"{equations}\")] public partial class {name}; [SequenceModel] [Features(3)] [Recurrent(typeof({name}), 4)] [Linear(2)] public partial class Model;";

    /// <returns>The errors of ours, by file.</returns>
    private static async Task<ILookup<string, Diagnostic>> AssertNoErrorInGeneratedCode(List<NamedModel> models)
    {
        var input = Compile.Files(models.Select(model => (model.File + ".cs", model.Source)).Prepend(("Usings.cs", "global using System; global using RnnDsl;")));
        var run = GeneratorRun.Of(input);
        var diagnostics = await run.AnalyzeAsync();
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Id == "AD0001");

        var reported = diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToLookup(Owner);
        var before = input.GetDiagnostics().Where(IsError).Select(Owner).ToHashSet();
        var faults = run.Complaints()
            .Where(complaint => !before.Contains(Owner(complaint)) && IsOfGeneratedCode(complaint, reported[Owner(complaint)].Any()))
            .GroupBy(Owner)
            .Select(group => $"{models.FirstOrDefault(model => model.File == group.Key)?.Names}: {string.Join("\n  ", group.Take(3))}\n  {string.Join("\n  ", reported[group.Key])}")
            .ToList();
        Assert.True(faults.Count == 0, $"{faults.Count} of {models.Count}:\n{string.Join("\n", faults)}");

        return reported;

        // A member of the user's that hides one of the module's is the user's to warn of.
        bool IsOfGeneratedCode(Diagnostic complaint, bool isReported) =>
            !input.SyntaxTrees.Contains(complaint.Location.SourceTree!) || (IsError(complaint) && !isReported);
    }

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    /// <summary>Whose a diagnostic is: files are named after the namespaces.</summary>
    private static string Owner(Diagnostic diagnostic) => Path.GetFileName(diagnostic.Location.SourceTree?.FilePath ?? "").Split('.')[0];
}
