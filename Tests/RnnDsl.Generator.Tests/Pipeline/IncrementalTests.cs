using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Pipeline;

/// <summary>Which steps run after which edit: exactly those whose input is another.</summary>
public sealed class IncrementalTests
{
    private const string Path = "Model.cs";

    private const string TwoModels =
        """
        using RnnDsl;

        namespace Models;

        [SequenceModel]
        [Features(3)]
        [Lstm(4)]
        public partial class First;

        [SequenceModel]
        [Features(5)]
        [Gru("hidden = 6")]
        public partial class Second;
        """;

    private static readonly RunReasons NothingRan = new("Cached Cached", "Cached Cached", "Cached Cached");

    private readonly GeneratorRun _first = GeneratorRun.WithStepsOf(TwoModels).AssertCompiles();

    [Fact]
    public void First_run_executes_every_step() => Assert.Equal(new RunReasons("New New", "New New", "New New"), _first.Reasons);

    [Fact]
    public void Edit_in_another_file_runs_nothing() => Assert.Equal(NothingRan, _first.AgainAfterUnrelatedEdit().Reasons);

    [Theory]
    [InlineData("[Lstm(4)]", "[Lstm(4)] // A comment.")]
    [InlineData("namespace Models;", "// A comment\n// of two lines\nnamespace Models;")]
    [InlineData("[SequenceModel]\n[Features(3)]\n[Lstm(4)]\n", "[SequenceModel, Features( 3 ), Lstm(2 + 2)]")]
    [InlineData("public partial class First;", "public partial class First\n{\n}")]
    [InlineData("[Lstm(4)]", "[RnnDsl.LstmAttribute(hiddenSize: 4)]")]
    [InlineData("\"hidden = 6\"", "\"hidden\" + \" = 6\"")]
    public void Edit_without_semantic_change_runs_nothing(string text, string edited)
    {
        var again = Edit(text, edited);

        Assert.Equal(NothingRan, again.Reasons);
        again.AssertCompiles();
    }

    [Fact]
    public void Changed_size_reruns_only_its_own_model()
    {
        var again = Edit("[Lstm(4)]", "[Lstm(44)]");

        Assert.Equal(new RunReasons("Modified Cached", "Modified Cached", "Modified Cached"), again.Reasons);
        Assert.Contains("nn.LSTM(3, 44,", again.Files[0].SourceText.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Edit_of_a_cell_reruns_only_the_models_that_use_it()
    {
        const string Model = "[RnnDsl.SequenceModel] [RnnDsl.Features(3)] [RnnDsl.Recurrent(typeof(Own), 4)] public partial class Third;";
        var with = GeneratorRun.WithStepsOf(Compile.Files([(Path, TwoModels), ("Third.cs", Model), ("Own.cs", "[RnnDsl.Cell(\"h_t = tanh(W · x_t + u ⊙ h_{t-1})\")] public class Own;")])).AssertCompiles();

        var reordered = with.Again(with.Input.Edit("Own.cs", text => text.Replace("public class", "/* The same. */ public class", StringComparison.Ordinal)));
        var edited = with.Again(with.Input.Edit("Own.cs", text => text.Replace("tanh", "relu", StringComparison.Ordinal)));

        Assert.Equal(new RunReasons("Cached Cached Cached", "Cached Cached Cached", "Cached Cached Cached"), reordered.Reasons);
        Assert.Equal(new RunReasons("Cached Cached Modified", "Cached Cached Modified", "Cached Cached Modified"), edited.Reasons);
        Assert.Contains("relu_()", string.Concat(edited.AssertCompiles().Files.Select(file => file.SourceText)), StringComparison.Ordinal);
    }

    [Fact]
    public void Added_user_member_reruns_the_model_and_changes_no_text()
    {
        var again = Edit("class First;", "class First { public int Count => 1; }");

        Assert.Equal(new RunReasons("Modified Cached", "Modified Cached", "Unchanged Cached"), again.Reasons);
    }

    [Fact]
    public void Added_model_runs_only_its_own_file()
    {
        var again = _first.Again(_first.Input.AddSyntaxTrees(Compile.Parse(
            "[RnnDsl.SequenceModel] [RnnDsl.Features(1)] [RnnDsl.Rnn(2)] public partial class Third;", "Third.cs")));

        Assert.Equal(new RunReasons("Cached Cached New", "Cached Cached New", "Cached Cached New"), again.Reasons);
        Assert.Equal(3, again.AssertCompiles().Files.Length);
    }

    [Fact]
    public void Removed_model_removes_its_file()
    {
        var again = Edit("[SequenceModel]\n[Features(5)]", "[Features(5)]");

        Assert.Equal(new RunReasons("Cached Removed", "Cached Removed", "Cached Removed"), again.Reasons);
        Assert.Single(again.Files);
    }

    [Fact]
    public void Hint_name_collision_renames_the_first_file_without_replanning()
    {
        var again = _first.Again(_first.Input.AddSyntaxTrees(Compile.Parse(
            "namespace Models { [RnnDsl.SequenceModel] [RnnDsl.Features(1)] [RnnDsl.Rnn(2)] public partial class FIRST; }", "SecondFirst.cs")));

        Assert.Equal(new RunReasons("Cached Cached New", "Cached Cached New", "Modified Unchanged New"), again.Reasons);
        Assert.Equal(3, again.Files.Select(file => file.HintName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        again.AssertCompiles();
    }

    [Fact]
    public void Removing_TorchSharp_parses_nothing_again_and_plans_nothing()
    {
        var torchSharp = _first.Input.References.Single(reference => reference.Display!.EndsWith("TorchSharp.dll", StringComparison.Ordinal));

        var again = _first.Again(_first.Input.RemoveReferences(torchSharp));

        Assert.Equal(new RunReasons("Cached Cached", "Removed Removed", "Removed Removed"), again.Reasons);
        Assert.Empty(again.Files);
    }

    [Fact]
    public void Unused_reference_changes_nothing()
    {
        var other = CSharpCompilation.Create("Other", [CSharpSyntaxTree.ParseText("public class Other;")], _first.Input.References);

        Assert.Equal(NothingRan, _first.Again(_first.Input.AddReferences(other.ToMetadataReference())).Reasons);
    }

    [Fact]
    public void Other_supported_language_version_emits_nothing_again()
    {
        var again = _first.Again(Compile.Source(TwoModels, new CompileOptions { LanguageVersion = LanguageVersion.CSharp12 }));

        Assert.Equal(_first.Files.Select(file => file.SourceText.ToString()), again.AssertCompiles().Files.Select(file => file.SourceText.ToString()));
        Assert.Equal("Cached Cached", again.Reasons.Sources);
    }

    private GeneratorRun Edit(string text, string edited) =>
        _first.Again(_first.Input.Edit(Path, source => source.Replace(text, edited, StringComparison.Ordinal)));
}
