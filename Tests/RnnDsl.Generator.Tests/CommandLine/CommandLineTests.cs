using Xunit;

namespace RnnDsl.Generator.Tests.CommandLine;

/// <summary>
/// In a build C# runs no analyzer after an error of declaration, such as a part beside a class that is not partial or one with another base class. So the
/// generator adds none, and the diagnostic that explains the mistake is there.
/// </summary>
public sealed class CommandLineTests
{
    private const string Layers = "[SequenceModel] [Features(3)] [Lstm(4)] ";

    private const string Sides = "[Encoder] [Embedding(8, 6)] [Gru(5)] public partial class E; [Decoder] [Embedding(9, 6)] [Gru(5)] [Linear(9)] public partial class D; ";

    private const string Pair = "[EncoderDecoder(typeof(E), typeof(D))] ";

    [Theory]
    [InlineData(Layers + "public partial class M;", "var (y, state) = new M().call(x);", "")]
    [InlineData(Layers + "public class M;", "", "RNN101")]
    [InlineData(Layers + "public class M;", "new M().forward(x);", "CS1061 RNN101")]
    [InlineData(Layers + "public class M<T>;", "", "RNN101")]
    [InlineData("public class Outer { " + Layers + "public partial class M; }", "", "RNN102")]
    [InlineData("public partial class Outer<T> { public struct Inner { " + Layers + "public partial class M<U>; } }", "", "RNN102")]
    [InlineData(Layers + "public partial class M : nn.Module<Tensor, Tensor>;", "var (y, state) = new M().call(x);", "RNN106")]
    [InlineData("[SequenceModel] [Image(1, 4, 4)] [FlattenToSequence] [Lstm(4)] [LastState] public partial class M : nn.Module<Tensor, Tensor>;", "Tensor y = new M().call(x);", "RNN106")]
    [InlineData("public abstract class B(int count) { public int Count => count; public abstract Tensor Score(Tensor x); } " + Layers + "public partial class M : B;", "var (y, state) = new M().call(x);", "RNN106")]
    [InlineData("public partial class Outer<T> { " + Layers + "public partial class M<U> : nn.Module<Tensor, Tensor>; }", "", "RNN106")]
    // An option that an attribute does not have: docs/troubleshooting.md has a row.
    [InlineData("[SequenceModel] [Features(3)] [Lstm(4, Step = true)] public partial class M; [SequenceModel] [Features(3)] [Lstm(0)] public partial class N;", "", "CS0246")]
    [InlineData(Layers + "[Classify] public partial class M;", "var model = new M(); model.Loss(model.call(x), x);", "CS1503 RNN611")]
    [InlineData(Sides + Pair + "public class M;", "", "RNN101")]
    [InlineData(Sides + Pair + "public partial class M : nn.Module<Tensor, Tensor, Tensor>;", "Tensor y = new M().call(x, null, x);", "RNN106")]
    [InlineData("[Encoder] [Embedding(8, 6)] [Gru(5)] public class E; [Decoder] [Embedding(9, 6)] [Gru(5)] [Linear(9)] public class D; " + Pair + "public partial class M;",
        "Tensor y = new M().call(x, null, x);", "RNN101 RNN432")]
    public async Task Command_line_build_reports_the_rule_and_no_follow_up_errors(string declarations, string use, string errors) =>
        Assert.Equal(errors.Split(' ', StringSplitOptions.RemoveEmptyEntries), await CompilerRun.Errors(
            "using RnnDsl; using TorchSharp; using static TorchSharp.torch;\n" + declarations + "\ninternal static class Program { internal static void Use(Tensor x) { " + use + " } }\n"));
}
