using System.Reflection;
using Microsoft.CodeAnalysis;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Language;

/// <summary>
/// Every argument of every attribute in every shape that C# can be given. C#'s own error stands where there is one; where C# accepts the
/// argument, the model compiles with what is generated. Nothing throws.
/// </summary>
public sealed class AttributeShapeTests
{
    private static readonly string[] Shapes =
    [
        "1", "-1", "int.MaxValue", "int.MinValue", "double.NaN", "1m", "2L", "'c'", "true", "null", "default", "\"n = 4\"", "\"\"", "(string)null!", "(object)null!", "typeof(int)", "typeof(Missing)", "typeof(System.Collections.Generic.List<>)", "typeof(int[])",
        "new[] { 4 }", "new object[] { 4, \"a\", null! }", "new string[0]", "new[] { typeof(int) }", "(int[])null!", "new object()", "[4]", "Missing", "(Activation)77", "(AttentionScore)(-5)", "(Merge)99", "(Initialization)(-1)",
        "(byte)3", "1 / 0", "(object)3", "(object)\"n\"", "x => x", "",
    ];

    private const string Header =
        """
        global using System; global using RnnDsl;
        [Encoder] [Embedding(8, 6)] [Gru(5)] public partial class E;
        [Decoder] [Embedding(9, 6)] [Attention(AttentionScore.Additive, 7)] [Gru(5)] [Linear(9)] public partial class D;
        [Cell("h_t = tanh(W · x_t + U · h_{t-1})")] public partial class Own;
        """;

    public static TheoryData<string> Attributes => new(
        typeof(SequenceModelAttribute).Assembly.GetExportedTypes().Where(type => typeof(Attribute).IsAssignableFrom(type) && !type.IsAbstract).Select(type => type.Name));

    /// <summary>Each argument in a third of the shapes, another third for the next argument.</summary>
    [Theory]
    [MemberData(nameof(Attributes))]
    public Task Unusual_attribute_arguments_do_not_crash_the_generator(string name) => AssertNothingThrows(name, static place => place % 3 == 0);

    [Theory]
    [Trait("Category", "Long")]
    [MemberData(nameof(Attributes))]
    public Task Other_unusual_attribute_arguments_do_not_crash_the_generator(string name) => AssertNothingThrows(name, static place => place % 3 != 0);

    private static async Task AssertNothingThrows(string name, Func<int, bool> takes)
    {
        var attribute = typeof(SequenceModelAttribute).Assembly.GetExportedTypes().Single(type => type.Name == name);

        // Constructors that differ in the type of the argument give the same text.
        var sources = Uses(attribute, takes).Distinct().Select((use, i) => ($"F{i}.cs", Source(use, attribute, i))).ToList();
        var run = GeneratorRun.Of(Compile.Files(sources.Prepend(("Usings.cs", Header)), CompileOptions.Undocumented));
        var diagnostics = await run.AnalyzeAsync();
        Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Id == "AD0001");

        // Where C# has an error of its own, ours may stand beside it: C# hands over (Activation)77 for a number as the number 77.
        var unread = run.Input.GetDiagnostics().Where(IsError).Select(Owner).ToHashSet();
        Assert.Empty(run.CSharpErrors().Where(error => !unread.Contains(Owner(error))).Select(error => error.ToString()));
    }

    [Fact]
    public async Task Array_as_projection_size_is_an_error_at_the_argument()
    {
        var run = GeneratorRun.Of(
            """
            using RnnDsl;
            [SequenceModel] [Features(3)] [Lstm(8, ProjectionSize = new[] { 4 })] public partial class M;
            [SequenceModel] [Features(3)] [Lstm(8, ProjectionSize = 4)] public partial class Sound;
            """);
        var diagnostic = Assert.Single(await run.AnalyzeAsync());
        Assert.Equal("ProjectionSize = new[] { 4 }", diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan));
        Assert.Contains("new[] { 4 }", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal(2, run.Files.Length);
    }

    [Fact]
    public async Task Implicitly_converted_argument_is_read()
    {
        var run = GeneratorRun.Of("using RnnDsl; namespace Test; [SequenceModel] [Features((byte)3)] [Lstm((short)8, Dropout = 0, Layers = 'b' - 'a' + 1, Zoneout = 0.5f)] public partial class M;").AssertCompiles();
        Assert.DoesNotContain(await run.AnalyzeAsync(), IsError);
        Assert.Contains("Layers = 2", run.Text, StringComparison.Ordinal);
    }

    /// <summary>The attribute with each argument in some shapes, the others as they should be; with one too few, one too many, and one twice.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="takes">Which shapes, by the sum of the numbers of the argument and the shape.</param>
    private static IEnumerable<string> Uses(Type attribute, Func<int, bool> takes)
    {
        var name = attribute.Name[..^nameof(Attribute).Length];
        foreach (var constructor in attribute.GetConstructors())
        {
            var sound = constructor.GetParameters().Select(Sound).ToArray();
            for (var i = 0; i < sound.Length; i++)
            {
                foreach (var shape in Shapes.Where((_, number) => takes(number + i)))
                {
                    yield return $"{name}({string.Join(", ", sound.Select((value, j) => j == i ? shape : value))})";
                }
            }

            yield return $"{name}({string.Join(", ", sound.Skip(1))})";
            yield return $"{name}({string.Join(", ", sound.Append("1"))})";
        }

        // A property is read alike behind every constructor, and those that attributes have in common are tried with one attribute.
        var arguments = attribute.GetConstructors()[0].GetParameters().Select(Sound).ToArray();
        foreach (var (i, property) in attribute.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite && (property.DeclaringType == attribute || name == "Lstm")).Index())
        {
            foreach (var shape in Shapes.Where((_, number) => takes(number + i)))
            {
                yield return $"{name}({string.Join(", ", arguments.Append($"{property.Name} = {shape}"))})";
            }

            yield return $"{name}({string.Join(", ", arguments.Append($"{property.Name} = {Sound(property.PropertyType)}").Append($"{property.Name} = {Sound(property.PropertyType)}"))})";
            yield return $"{name}({string.Join(", ", arguments.Append($"{property.Name}: {Sound(property.PropertyType)}"))})";
        }
    }

    private static string Sound(ParameterInfo parameter) => parameter.Name == "parameter" ? "\"W\"" : parameter.Name == "equations" ? "\"h_t = tanh(W · x_t + U · h_{t-1})\"" : parameter.Name == "encoder" ? "typeof(E)" : parameter.Name == "decoder" ? "typeof(D)" : Sound(parameter.ParameterType);

    private static string Sound(Type type) =>
        type == typeof(ParameterInitialization) ? "ParameterInitialization.Constant"
        : type.IsEnum ? $"{type.Name}.{Enum.GetNames(type)[0]}"
        : type == typeof(string) ? "\"name\""
        : type == typeof(Type) ? "typeof(Own)"
        : type == typeof(bool) ? "true"
        : type == typeof(double) ? "0.5"
        : "4";

    /// <summary>A project's file with the attribute where it may stand.</summary>
    private static string Source(string use, Type attribute, int number)
    {
        var name = attribute.Name[..^nameof(Attribute).Length];
        var layers = name switch
        {
            "Features" or "Embedding" or "Image" => $"[SequenceModel] [{use}] [Lstm(4)]",
            "SequenceModel" or "Encoder" => $"[{use}] [Features(3)] [Lstm(4)]",
            "Decoder" => $"[{use}] [Embedding(9, 6)] [Gru(5)]",
            "EncoderDecoder" or "Cell" => $"[{use}]",
            "CellParameter" => $"[Cell(\"h_t = tanh(W · x_t + U · h_{{t-1}})\")] [{use}]",
            "Attention" or "Context" => $"[Decoder] [Embedding(9, 6)] [{use}] [Gru(5)]",
            "Readout" or "Copy" => $"[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [{use}]",
            _ => $"[SequenceModel] [Features(3)] [Lstm(4)] [{use}]",
        };
        return $$"""
            namespace F{{number}};
            {{layers}} public partial class Model;
            """;
    }

    private static bool IsError(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error;

    private static string Owner(Diagnostic diagnostic) => Path.GetFileName(diagnostic.Location.SourceTree?.FilePath ?? "").Split('.')[0];
}
