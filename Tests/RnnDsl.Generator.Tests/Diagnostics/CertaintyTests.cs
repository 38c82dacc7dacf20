using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Diagnostics;

/// <summary>What is not certain is not said: code that is near a mistake and is none, and mistakes that C# reports itself.</summary>
public sealed class CertaintyTests
{
    [Theory]
    [InlineData("private readonly LayerNorm _norm; public M(LayerNorm norm) : this() => _norm = norm;", "given from outside")]
    [InlineData("private Linear _head = null!; partial void OnConstructed() { _head = Linear; }", "another name of a registered layer")]
    [InlineData("public LayerNorm Norm => nn.LayerNorm(4);", "computed")]
    [InlineData("private static readonly Linear Teacher = nn.Linear(1, 1);", "of the class and not of the model")]
    [InlineData("private LayerNorm _norm = null!; partial void OnConstructed() { var norm = nn.LayerNorm(4); register_module(\"norm\", norm); _norm = nn.LayerNorm(1); }", "registered under a local")]
    [InlineData("private LayerNorm _norm = null!; partial void OnConstructed() => register_module(\"norm\", _norm = nn.LayerNorm(4));", "made in the registration")]
    [InlineData("private readonly LayerNorm _norm = nn.LayerNorm(4); partial void OnConstructed() => this.register_module(\"norm\", this._norm);", "with this")]
    [InlineData("private readonly Linear[] _heads = [nn.Linear(1, 1)]; partial void OnConstructed() { foreach (var head in _heads) { register_module(\"head\", head); } }", "in a loop")]
    [InlineData("private readonly System.Collections.Generic.List<Linear> _all = new(); partial void OnConstructed() { _all.Add(Linear); }", "a list of registered layers")]
    [InlineData("private readonly Module[] _all = new Module[2]; partial void OnConstructed() { _all[0] = Linear; _all[1] = Lstm; }", "an array of registered layers")]
    [InlineData("private readonly System.Collections.Generic.List<System.Func<Linear>> _recipes = [() => nn.Linear(1, 1)];", "how modules are made")]
    [InlineData("private readonly System.Collections.Generic.Dictionary<string, Tensor> _seen = new() { [\"a\"] = zeros(3) };", "tensors that are no parameters")]
    [InlineData("private Tensor _scale = ones(4); partial void OnConstructed() => register_buffer(\"scale\", _scale = ones(2));", "a buffer")]
    [InlineData("private readonly Linear[] _heads = [nn.Linear(1, 1)]; partial void OnConstructed() { register_module(\"head0\", _heads[0]); }", "registered one by one")]
    public async Task Possibly_registered_modules_are_not_reported(string members, string why)
    {
        var run = GeneratorRun.Of(
            "using TorchSharp; using TorchSharp.Modules; using static TorchSharp.torch; using RnnDsl;\n"
            + "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(2)] public partial class M { " + members + " }");

        Assert.DoesNotContain(await run.AnalyzeAsync(), diagnostic => diagnostic.Id == "RNN113");
        Assert.NotEmpty(why);
    }

    [Theory]
    [InlineData("[RnnDsl.SequenceModel] [RnnDsl.Features(3)] [RnnDsl.Lstm(4)] public partial struct M;", "CS0592")]
    [InlineData("[RnnDsl.SequenceModel] public enum M { A }", "CS0592")]
    [InlineData("[RnnDsl.SequenceModel] public interface M;", "CS0592")]
    [InlineData("public class C { [RnnDsl.SequenceModel] public void M() { } }", "CS0592")]
    [InlineData("[RnnDsl.SequenceModel] [RnnDsl.Features(3)] [RnnDsl.Lstm(1.5)] public partial class M;", "CS1503")]
    [InlineData("[RnnDsl.SequenceModel] [RnnDsl.Features(3)] [RnnDsl.Lstm(4, Depth = 2)] public partial class M;", "CS0246")]
    [InlineData("[RnnDsl.SequenceModel] [RnnDsl.Features(3)] [RnnDsl.Lstn(4)] public partial class M;", "CS0234")]
    [InlineData("[RnnDsl.SequenceModel] [RnnDsl.SequenceModel] [RnnDsl.Features(3)] [RnnDsl.Lstm(4)] public partial class M;", "CS0579")]
    [InlineData("[RnnDsl.SequenceModel] [RnnDsl.Features(3)] [RnnDsl.Recurrent(typeof(Missing), 4)] public partial class M;", "CS0246")]
    [InlineData("[RnnDsl.SequenceModel] [RnnDsl.Features(3)] [RnnDsl.Recurrent(typeof(C), 4)] public partial class M; [RnnDsl.Cell(3)] [RnnDsl.CellParameter(\"W\", default)] public class C;", "CS1503")]
    [InlineData("[RnnDsl.Cell(\"?\")] public struct M;", "CS0592")]
    [InlineData(Encoder + "[RnnDsl.EncoderDecoder(typeof(E), typeof(Missing))] public partial class M;", "CS0246")]
    [InlineData(Encoder + "[RnnDsl.EncoderDecoder(typeof(Missing<int>[]), typeof(E))] public partial class M;", "CS0246")]
    [InlineData(Encoder + "[RnnDsl.EncoderDecoder(typeof(E), typeof(E), Bridge = RnnDsl.Bridge.Lst)] public partial class M;", "CS0117")]
    [InlineData(Encoder + "[RnnDsl.Decoder] [RnnDsl.Embedding(9, 6)] [RnnDsl.Gru(5)] [RnnDsl.Linear(9)] public partial class D; [RnnDsl.EncoderDecoder(typeof(E), typeof(D))] [RnnDsl.EncoderDecoder(typeof(E), typeof(D))] public partial class M;", "CS0579")]
    [InlineData(Encoder + "[RnnDsl.EncoderDecoder(typeof(E))] public partial class M;", "CS7036")]
    [InlineData(Encoder + "[RnnDsl.EncoderDecoder(typeof(E), typeof(E))] public partial struct M;", "CS0592")]
    [InlineData(Encoder + "[RnnDsl.Decoder] [RnnDsl.Embedding(9, 6)] [RnnDsl.Lstn(4)] public partial class D; [RnnDsl.EncoderDecoder(typeof(E), typeof(D), Bridge = RnnDsl.Bridge.Dense)] public partial class M;", "CS0234")]
    public async Task Errors_of_the_CSharp_compiler_are_not_reported_again(string source, string id)
    {
        var run = GeneratorRun.Of(source);

        Assert.Empty(await run.AnalyzeAsync());
        var errors = run.CSharpErrors().ToList();
        Assert.All(errors, error => Assert.Equal(id, error.Id));
        Assert.NotEmpty(errors);
    }

    private const string Encoder = "[RnnDsl.Encoder] [RnnDsl.Embedding(8, 6)] [RnnDsl.Gru(5)] public partial class E; ";

    [Fact]
    public async Task Containing_type_of_several_models_is_reported_once()
    {
        var run = GeneratorRun.Of(
            """
            using RnnDsl;
            public class Outer
            {
                [SequenceModel] [Features(3)] [Lstm(4)] public partial class First;
                [SequenceModel] [Features(3)] [Lstm(4)] public partial class Second;
            }
            """);

        Assert.Equal("RNN102", Assert.Single(await run.AnalyzeAsync()).Id);
    }

    [Fact]
    public async Task Diagnostic_of_a_partial_class_is_located_at_the_part_with_the_attributes()
    {
        var run = GeneratorRun.Of(Compile.Files(
        [
            ("A.cs", "public partial class M { }"),
            ("B.cs", "[RnnDsl.SequenceModel] [RnnDsl.Features(3)] public partial class M;"),
        ]));

        var diagnostic = Assert.Single(await run.AnalyzeAsync());
        Assert.Equal("B.cs", diagnostic.Location.SourceTree!.FilePath);
    }
}
