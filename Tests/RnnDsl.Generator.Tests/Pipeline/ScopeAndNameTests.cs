using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Pipeline;

/// <summary>Names, files and language versions that a generator stumbles over.</summary>
public sealed class ScopeAndNameTests
{
    private const string Attributes = "[RnnDsl.SequenceModel, RnnDsl.Features(2), RnnDsl.Lstm(3)]";

    [Fact]
    public void Equally_named_models_in_several_scopes_each_get_a_file()
    {
        var run = GeneratorRun.Of(
            $$"""
            {{Attributes}} public partial class Model;
            {{Attributes}} public partial class model;
            {{Attributes}} public partial class Model<T>;
            {{Attributes}} public partial class Model<T1, T2>;
            namespace A { {{Attributes}} public partial class Model; }
            namespace A.B { {{Attributes}} public partial class Model; public partial class Outer { {{Attributes}} public partial class Model; } }
            namespace a { {{Attributes}} public partial class Model; }
            """).AssertCompiles();

        Assert.Equal(8, run.Files.Select(file => file.HintName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory]
    [InlineData("@class")]
    [InlineData("@record")]
    [InlineData("@Plain")]
    [InlineData("lower")]
    [InlineData("Größe")]
    [InlineData("Слой")]
    [InlineData("層")]
    [InlineData("Ne\u0301t")]
    [InlineData("_")]
    [InlineData("__1")]
    [InlineData("\\u0041bc")]
    [InlineData("İı")]
    public void Class_of_any_valid_name_compiles(string name)
    {
        var run = GeneratorRun.Of(
            $$"""
            {{Attributes}} public partial class {{name}};
            namespace {{name}}Space.@namespace { public partial struct @struct { {{Attributes}} public partial class {{name}}; } }
            """);

        Assert.Equal(2, run.Files.Length);
        Assert.All(run.Files, file => Assert.DoesNotContain(file.HintName, character => Path.GetInvalidFileNameChars().Contains(character)));

        // C# warns of a name in small letters where the user wrote it; emitted code must not repeat it.
        Assert.DoesNotContain(run.Complaints(), complaint => complaint.Severity == DiagnosticSeverity.Error || !run.Input.SyntaxTrees.Contains(complaint.Location.SourceTree!));
    }

    [Theory]
    [InlineData("@class", "@record", "@event")]
    [InlineData("Encoder", "Decoder", "Linear")]
    [InlineData("Encode", "Decode", "Tensor")]
    [InlineData("EncoderMemory", "StateBridge", "ScheduledSampling")]
    [InlineData("Größe", "層", "_")]
    public void Encoder_decoder_and_its_parts_of_any_valid_names_compile(string encoder, string decoder, string pair)
    {
        var sides = $"[RnnDsl.Encoder, RnnDsl.Embedding(8, 6), RnnDsl.Gru(5)] public partial class {encoder}; "
            + $"[RnnDsl.Decoder, RnnDsl.Features(4, Name = \"memory\"), RnnDsl.Attention(RnnDsl.AttentionScore.General), RnnDsl.Gru(5), RnnDsl.Linear(4)] public partial class {decoder}; ";
        var both = $"[RnnDsl.EncoderDecoder(typeof({encoder}), typeof({decoder}), Bridge = RnnDsl.Bridge.Dense)] ";
        var run = GeneratorRun.Of(
            $$"""
            {{sides}} {{both}} public partial class {{pair}};
            namespace Space { {{sides}} {{both}} public partial class {{pair}}<T>; }
            namespace Nested { public partial class Outer { {{sides}} {{both}} public partial class {{pair}}; } }
            """);

        Assert.Equal(12, run.Files.Length);
        Assert.DoesNotContain(run.Complaints(), complaint => complaint.Severity == DiagnosticSeverity.Error || !run.Input.SyntaxTrees.Contains(complaint.Location.SourceTree!));
    }

    [Theory]
    [InlineData("größe", "größe")]
    [InlineData("слой", "слой")]
    [InlineData("层", "層")]
    public void Layer_and_parameter_names_of_any_script_compile(string layer, string parameter) =>
        GeneratorRun.Of(
            $$"""
            using RnnDsl;
            [SequenceModel] [Embedding("{{parameter}}1 = 3", 2, Name = "{{layer}}A")] [Gru("{{parameter}}", Name = "{{layer}}B", ResetAfter = false)] [Linear("{{parameter}}1")]
            public partial class Model;
            """).AssertCompiles();

    [Fact]
    public void Partial_class_over_several_files_gives_one_file()
    {
        var run = GeneratorRun.Of(Compile.Files(
        [
            ("Layers.cs", $"namespace N; {Attributes} public partial class Model;"),
            ("Members.cs", "namespace N; public sealed partial class Model { public int Count { get; private set; } }"),
            ("Hook.cs", "namespace N; partial class Model : System.ICloneable { partial void OnConstructed() => Count = 3; public object Clone() => this; }"),
        ])).AssertCompiles();

        Assert.Single(run.Files);
    }

    [Fact]
    public void Attribute_on_two_parts_of_a_class_gives_one_file()
    {
        var run = GeneratorRun.Of(Compile.Files(
        [
            ("One.cs", $"namespace N; {Attributes} public partial class Model;"),
            ("Two.cs", "namespace N; [RnnDsl.SequenceModel] public partial class Model;"),
            ("Other.cs", $"namespace N; {Attributes} public partial class Other;"),
        ]));

        Assert.Equal(["N.Model.g.cs", "N.Other.g.cs"], run.Files.Select(file => file.HintName));
        Assert.Equal("CS0579", Assert.Single(run.Complaints()).Id);
    }

    [Theory]
    [InlineData("class", "record")]
    [InlineData("record", "class")]
    public void Two_types_of_one_name_do_not_affect_other_models(string first, string second)
    {
        var run = GeneratorRun.Of(
            $$"""
            {{Attributes}} public partial {{first}} Model;
            {{Attributes}} public partial {{second}} Model;
            {{Attributes}} public partial class Other;
            """);

        Assert.Contains("Other.g.cs", run.Files.Select(file => file.HintName));
    }

    [Theory]
    [InlineData("partial class")]
    [InlineData("partial class {")]
    [InlineData("namespace { [RnnDsl.SequenceModel] partial class Other; }")]
    [InlineData("void Method();")]
    [InlineData("partial struct Model;")]
    [InlineData("enum Model;")]
    [InlineData("")]
    public void Incomplete_declaration_does_not_affect_other_models(string typed)
    {
        var run = GeneratorRun.Of(Compile.Files([("Typing.cs", $"{Attributes} {typed}"), ("Other.cs", $"{Attributes} public partial class Other;")]));

        Assert.Equal("Other.g.cs", Assert.Single(run.Files).HintName);
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.CSharp11)]
    public void Unsupported_language_version_emits_no_code(LanguageVersion version)
    {
        var run = GeneratorRun.Of($"{Attributes} public partial class Model {{ }}", new CompileOptions { LanguageVersion = version });

        Assert.Empty(run.Files);
        Assert.Empty(run.CSharpErrors());
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Project_with_one_of_TorchSharp_and_runtime_emits_no_code(bool torchSharp, bool runtime)
    {
        var run = GeneratorRun.Of($"{Attributes} public partial class Model;", new CompileOptions { WithTorchSharp = torchSharp, WithRuntime = runtime });

        Assert.Empty(run.Files);
        Assert.Empty(run.CSharpErrors());
    }

    [Fact]
    public void Emitted_code_compiles_with_the_oldest_supported_language_version() =>
        GeneratorRun.Of(
            """
            using RnnDsl;
            [SequenceModel] [Embedding("v", 2)] [Lstm(3)] [Gru(3, ResetAfter = false, Layers = 2, Bidirectional = true)] [LastState] [Linear("v")]
            public partial class Model { }
            """,
            new CompileOptions { LanguageVersion = LanguageVersion.CSharp12 }).AssertCompiles();
}
