using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using RnnDsl.Generator.Tests.Infrastructure;
using RnnDsl.Generator.Usage;
using Xunit;

namespace RnnDsl.Generator.Tests.Usage;

/// <summary>What the analyzer of use keeps from one edit to the next, and what it finds anew.</summary>
public sealed class EditTests
{
    private const string Models =
        """
        using RnnDsl;
        namespace Test;
        public static class Sizes { public const int Features = 28; public static int Other = 3; public enum Kind { Small = 16 } }
        [SequenceModel] [Features(Sizes.Features)] [Lstm((int)Sizes.Kind.Small)] [LastState] [Linear(10)] [Classify] public partial class Images;
        """;

    private const string Uses =
        """
        using TorchSharp;
        using static TorchSharp.torch;
        namespace Test;
        public static class Program
        {
            public static void First() => new Images().call(zeros(32, 20, 28));
            public static void Second()
            {
                var x = zeros(8, 20, 28);
                new Images().call(x);
            }
        }
        """;

    [Fact]
    public async Task Diagnostic_persists_while_other_members_are_edited()
    {
        var project = Edit(Project(), "zeros(32, 20, 28)", "zeros(32, 20, 27)");
        Assert.Equal(["zeros(32, 20, 27)"], await MistakesIn(project));

        project = Edit(project, "zeros(8, 20, 28)", "zeros(8, 21, 28)");
        Assert.Equal(["zeros(32, 20, 27)"], await MistakesIn(project));

        project = Edit(project, "zeros(32, 20, 27)", "zeros(32, 20, 28)");
        Assert.Empty(await MistakesIn(project));
    }

    [Fact]
    public async Task Clean_member_is_analyzed_again_after_its_own_edit()
    {
        var project = Project();
        Assert.Empty(await MistakesIn(project));

        project = Edit(project, "zeros(8, 20, 28)", "zeros(8, 20, 27)");
        Assert.Equal(["x"], await MistakesIn(project));

        // Lines above move it, and change nothing in it.
        project = Edit(project, "using TorchSharp;", "using TorchSharp;\n\n");
        Assert.Equal(["x"], await MistakesIn(project));

        project = Edit(project, "zeros(8, 20, 27)", "zeros(8, 20, 28)");
        Assert.Empty(await MistakesIn(project));
    }

    [Theory]
    [InlineData("Features = 28;", "Features = 30;")]
    [InlineData("[Features(Sizes.Features)]", "[Features(29)]")]
    [InlineData("[Features(Sizes.Features)]", "[Features(\"pixels = 28\")] [Dropout(0.5)] [Linear(9)]")]
    public async Task Changed_declaration_affects_unchanged_members(string found, string written)
    {
        var project = Project();
        Assert.Empty(await MistakesIn(Edit(project, "zeros(8, 20, 28)", "zeros(8, 22, 28)")));

        project = Edit(project, found, written);
        var expected = written.Contains("pixels", StringComparison.Ordinal) ? Array.Empty<string>() : ["x", "zeros(32, 20, 28)"];
        Assert.Equal(expected, await MistakesIn(project));
    }

    [Fact]
    public async Task Changed_default_dtype_affects_unchanged_members()
    {
        // Nothing is reported only because the program may compute in double precision.
        var project = Edit(Edit(Project(), "zeros(8, 20, 28)", "zeros(8, 20, 28, dtype: ScalarType.Float64)"), "public static void First() =>", "public static void Begin() { set_default_dtype(ScalarType.Float64); }\n    public static void First() =>");
        Assert.Empty(await MistakesIn(project));

        project = Edit(project, "set_default_dtype(ScalarType.Float64);", "");
        Assert.Equal(["x"], await MistakesIn(project));
    }

    [Theory]
    [InlineData("zeros(8, 20, 28)", "zeros(8, 20, 27)")]
    [InlineData("new Images().call(zeros(32, 20, 28))", "throw null!")]
    [InlineData("Other = 3;", "Other = 4;")]
    public void Edit_in_a_body_keeps_the_project_snapshot(string found, string written)
    {
        var project = Project();
        var snapshot = new ProjectSnapshot(project);
        Assert.Same(snapshot, snapshot.Follow(Edit(project, found, written)));
    }

    [Theory]
    [InlineData("Second()", "Third()")]
    [InlineData("public static void Second()", "public static void Between() { }\n    public static void Second()")]
    [InlineData("public static void Second()", "public static long Second()")]
    [InlineData("public static void First() => new Images().call(zeros(32, 20, 28));", "")]
    public void Edit_of_a_method_keeps_the_declarations(string found, string written)
    {
        var project = Project();
        var snapshot = new ProjectSnapshot(project);
        snapshot.Declaration("Images", () => null);
        var later = snapshot.Follow(Edit(project, found, written));

        Assert.NotNull(later);
        Assert.NotSame(snapshot, later);
        later.Declaration("Images", () => throw new InvalidOperationException("The declaration is read again."));
    }

    [Fact]
    public async Task Changed_method_affects_members_that_use_it()
    {
        var project = Edit(Edit(Project(), "public static void Second()", "static Images Make() => new();\n    public static void Second()"), "new Images().call(x)", "Make().call(x)");
        project = Edit(project, "public partial class Images;", "public partial class Images;\n[SequenceModel] [Features(27)] [Gru(3)] public partial class Others;");
        Assert.Empty(await MistakesIn(project));

        project = Edit(project, "static Images Make()", "static Others Make()");
        Assert.Equal(["x"], await MistakesIn(project));

        project = Edit(project, "static Others Make()", "static Images Make()");
        Assert.Empty(await MistakesIn(project));
    }

    [Theory]
    [InlineData("Features = 28;", "Features = 30;")]
    [InlineData("Small = 16", "Small = 17")]
    [InlineData("[Features(Sizes.Features)]", "[Features(29)]")]
    [InlineData("using TorchSharp;", "")]
    [InlineData("partial class Images;", "partial class Images { private int hidden; }")]
    [InlineData("partial class Images;", "partial class Images { private void Hidden() { } }")]
    [InlineData("public static void First()", "public static int Field;\n    public static void First()")]
    [InlineData("public static void First()", "public static void Deconstruct() { }\n    public static void First()")]
    [InlineData("static class Program", "static partial class Program")]
    [InlineData("class Program", "class Program2")]
    public void Edit_of_a_declaration_discards_the_project_snapshot(string found, string written)
    {
        var project = Project();
        Assert.Null(new ProjectSnapshot(project).Follow(Edit(project, found, written)));
    }

    [Fact]
    public void Changed_files_references_or_options_discard_the_project_snapshot()
    {
        var project = Project();
        var snapshot = new ProjectSnapshot(project);
        Assert.Null(snapshot.Follow(project.AddSyntaxTrees(Compile.Parse("class Other;", "Other.cs"))));
        Assert.Null(snapshot.Follow(project.RemoveReferences(project.References.First())));
        Assert.Null(snapshot.Follow(project.WithOptions(project.Options.WithNullableContextOptions(NullableContextOptions.Disable))));
        var tree = project.SyntaxTrees[0];
        Assert.Null(snapshot.Follow(project.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(tree.GetText(), new CSharpParseOptions(LanguageVersion.CSharp13), tree.FilePath))));
        Assert.Null(snapshot.Follow(project.ReplaceSyntaxTree(tree, tree.WithFilePath("Moved.cs"))));
        Assert.Same(snapshot, snapshot.Follow(project));
    }

    [Fact]
    public void Only_the_most_recently_edited_projects_are_cached()
    {
        var first = Project();
        var snapshot = ProjectSnapshot.Of(first);
        for (var i = 0; i < 100; i++)
        {
            ProjectSnapshot.Of(Edit(first, "class Program", $"class Program{i}"));
        }

        Assert.NotSame(snapshot, ProjectSnapshot.Of(first));
    }

    private static CSharpCompilation Project() => Compile.Files([("Models.cs", Models), ("Uses.cs", Uses)]);

    [Fact]
    public void The_project_compiles() => GeneratorRun.Of(Project()).AssertCompiles();

    /// <summary>The project after an edit of the one place where a text is found, parsed as an editor parses.</summary>
    private static CSharpCompilation Edit(CSharpCompilation project, string found, string written)
    {
        var tree = project.SyntaxTrees.Single(tree => tree.GetText().ToString().Contains(found, StringComparison.Ordinal));
        var text = tree.GetText();
        var start = text.ToString().IndexOf(found, StringComparison.Ordinal);
        Assert.Equal(-1, text.ToString().IndexOf(found, start + 1, StringComparison.Ordinal));
        return project.ReplaceSyntaxTree(tree, tree.WithChangedText(text.WithChanges(new TextChange(new TextSpan(start, found.Length), written))));
    }

    /// <summary>The arguments at which the analyzer of use reports something, in order.</summary>
    private static async Task<string[]> MistakesIn(CSharpCompilation project)
    {
        var diagnostics = await GeneratorRun.Of(project).AnalyzeAloneAsync();
        return [.. diagnostics.Select(diagnostic => diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan)).Order(StringComparer.Ordinal)];
    }

    /// <summary>In a compiler server the analyzer meets a project twice, and the resolvers of csc throw where they are compared.</summary>
    [Fact]
    public async Task Second_build_in_a_compiler_server_is_analyzed()
    {
        for (var build = 0; build < 2; build++)
        {
            var project = Compile.Source(UsageSource.Method("var model = new CharLstm(); model.call(zeros(8, 20));"));
            var run = GeneratorRun.Of(project.WithOptions(project.Options.WithMetadataReferenceResolver(new ResolverOfCsc())));
            Assert.Equal(["RNN603"], (await run.AnalyzeAsync()).Select(diagnostic => diagnostic.Id));
        }
    }

    private sealed class ResolverOfCsc : MetadataReferenceResolver
    {
        public override bool Equals(object? other) => throw new NotImplementedException();

        public override int GetHashCode() => throw new NotImplementedException();

        public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties) => [];
    }
}
