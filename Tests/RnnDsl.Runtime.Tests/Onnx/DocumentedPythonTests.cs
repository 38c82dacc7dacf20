using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;
using RnnDsl.Examples.Shakespeare;
using RnnDsl.Runtime.Tests.Decoders;
using RnnDsl.Runtime.Tests.Packaging;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Onnx;

/// <summary>The lines of Python in docs/deployment.md name the inputs and outputs that exported files have.</summary>
public sealed partial class DocumentedPythonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Names_and_shapes_are_those_of_the_character_model()
    {
        var code = CodeWith("session = ");
        using var generator = random.manual_seed(1);
        using var model = new CharLstm(vocabSize: 20);
        model.ExportOnnx(_folder["char.onnx"]);
        using var session = new InferenceSession(_folder["char.onnx"]);

        Assert.Equal(session.InputNames, Names(code, "{\"(tokens)\":").Concat(Names(code, "\"(\\w+)\": np.zeros")));
        Assert.Equal(session.OutputNames, Names(code, "\"(output|final\\w+)\""));
        var zeros = Zeros().Matches(code);
        Assert.Equal(2, zeros.Count);
        Assert.All(zeros, match =>
        {
            var shape = session.InputMetadata[match.Groups[1].Value].Dimensions;
            Assert.Equal($"{shape[0]}, 1, {shape[2]}", match.Groups[2].Value);
        });
    }

    [Fact]
    public void Names_are_those_of_the_two_files_of_an_encoder_decoder()
    {
        var code = CodeWith("encoder, step = ");
        using var generator = random.manual_seed(1);
        using var model = new BahdanauTranslator(20, 20);
        model.ExportOnnx(_folder["translator"]);
        using var encoder = new InferenceSession(_folder["translator/encoder.onnx"]);
        using var step = new InferenceSession(_folder["translator/decoder-step.onnx"]);

        Assert.Equal(encoder.InputNames, Names(code, "{\"(source)\":"));
        Assert.Equal(step.InputNames, Names(code, "{\"(tokens)\":").Concat(encoder.OutputNames));
        Assert.All(Names(code, "results\\[\"(\\w+)\"\\]"), name => Assert.Contains(name, step.OutputNames));
        Assert.All(Names(code, "memory\\[\"(\\w+)\"\\]"), name => Assert.Contains(name, encoder.OutputNames));
    }

    private static string CodeWith(string text)
    {
        var page = File.ReadAllText(Path.Combine(PackageFeed.Metadata("Repository"), "docs", "deployment.md"));
        return Assert.Single(Blocks().Matches(page), block => block.Value.Contains(text, StringComparison.Ordinal)).Value;
    }

    private static List<string> Names(string code, string pattern)
    {
        var names = Regex.Matches(code, pattern).Select(static match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(names);
        return names;
    }

    [GeneratedRegex("```python\n.*?```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"""(\w+)"": np\.zeros\(\(([^)]*)\)")]
    private static partial Regex Zeros();
}
