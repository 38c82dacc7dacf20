using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Language;

/// <summary>
/// Nothing that can be declared is ignored: for every property of every attribute there is a declaration in which another value changes the
/// generated code or is reported.
/// </summary>
public sealed class EveryOptionTests
{
    /// <summary>A declaration with each attribute in it; «...» is its argument list, to which one more can be added.</summary>
    private static readonly Dictionary<string, string> Declarations = new(StringComparer.Ordinal)
    {
        ["SequenceModel"] = "[SequenceModel«»] [Features(3)] [Lstm(4, Bidirectional = true)] public partial class M;",
        ["Embedding"] = "[SequenceModel] [Embedding«5, 4»] [Lstm(4)] public partial class M;",
        ["Features"] = "[SequenceModel] [Features«3»] [Lstm(4)] public partial class M;",
        ["Image"] = "[SequenceModel] [Image«1, 8, 8»] [FlattenToSequence] [Lstm(4)] [LastState] public partial class M;",
        ["Rnn"] = "[SequenceModel] [Features(4)] [Rnn«4»] public partial class M;",
        ["Lstm"] = "[SequenceModel] [Features(4)] [Lstm«4»] public partial class M;",
        ["Gru"] = "[SequenceModel] [Features(4)] [Gru«4»] public partial class M;",
        ["Recurrent"] = "[SequenceModel] [Features(4)] [Recurrent«typeof(Own), 4»] public partial class M; " + UserCell("Own", "u ⊙ h_{t-1}") + UserCell("Other", "U · h_{t-1}"),
        ["Cell"] = "[SequenceModel] [Features(4)] [Recurrent(typeof(Own), 4)] public partial class M; [Cell«\"h_t = tanh(W · x_t + u ⊙ h_{t-1} + b)\"»] public partial class Own;",
        ["CellParameter"] = "[SequenceModel] [Features(4)] [Recurrent(typeof(Own), 4)] public partial class M; "
            + "[CellParameter«\"b\", ParameterInitialization.Ones»] " + UserCell("Own", "u ⊙ h_{t-1}"),
        ["Linear"] = "[SequenceModel] [Embedding(5, 4, Name = \"table\")] [Lstm(4)] [Linear«5»] public partial class M;",
        ["Dropout"] = "[SequenceModel] [Features(3)] [Lstm(4)] [Dropout«0.5»] public partial class M;",
        ["Activation"] = "[SequenceModel] [Features(3)] [Lstm(4)] [Activation«Activation.Tanh»] public partial class M;",
        ["LayerNorm"] = "[SequenceModel] [Features(3)] [Lstm(4)] [LayerNorm«»] public partial class M;",
        ["LastState"] = "[SequenceModel] [Features(3)] [Lstm(4)] [LastState«»] public partial class M;",
        ["MeanPooling"] = "[SequenceModel] [Features(3)] [Lstm(4)] [MeanPooling«»] public partial class M;",
        ["MaxPooling"] = "[SequenceModel] [Features(3)] [Lstm(4)] [MaxPooling«»] public partial class M;",
        ["AttentionPooling"] = "[SequenceModel] [Features(3)] [Lstm(4)] [AttentionPooling«5»] public partial class M;",
        ["Conv1d"] = "[SequenceModel] [Features(3)] [Conv1d«6»] [Lstm(4)] public partial class M;",
        ["AveragePool1d"] = "[SequenceModel] [Features(3)] [AveragePool1d«2»] [Lstm(4)] public partial class M;",
        ["Conv2d"] = "[SequenceModel] [Image(1, 8, 8)] [Conv2d«6»] [FlattenToSequence] [Lstm(4)] [LastState] public partial class M;",
        ["MaxPool2d"] = "[SequenceModel] [Image(1, 8, 8)] [MaxPool2d«2»] [FlattenToSequence] [Lstm(4)] [LastState] public partial class M;",
        ["FlattenToSequence"] = "[SequenceModel] [Image(1, 8, 6)] [FlattenToSequence«ImageAxis.Rows»] [Lstm(4)] [LastState] public partial class M;",
        ["Apply"] = "[SequenceModel] [Features(3)] [Lstm(4)] [Apply«nameof(One)»] public partial class M { static Tensor One(Tensor x) => x; static Tensor Other(Tensor x) => x; }",
        ["Module"] = "[SequenceModel] [Features(3)] [Lstm(4)] [Module«typeof(One), 4»] public partial class M; " + OwnModule("One") + OwnModule("Other"),
        ["Classify"] = "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(5)] [Classify«»] public partial class M;",
        ["Regress"] = "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(5)] [Regress«»] public partial class M;",
        ["Attention"] = "[Decoder] [Embedding(9, 6)] [Gru(5)] [Attention«AttentionScore.Additive, 7»] [Readout(4)] [Linear(9)] public partial class M;",
        ["Context"] = "[Decoder] [Embedding(9, 6)] [Context«»] [Gru(5)] [Attention(AttentionScore.General)] [Readout(4)] [Linear(9)] public partial class M;",
        ["Copy"] = "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Linear(9)] [Copy«»] public partial class M;",
        ["Readout"] = "[Decoder] [Embedding(9, 6)] [Attention(AttentionScore.General)] [Gru(5)] [Readout«4, Activation.Tanh»] [Linear(9)] public partial class M;",
        ["EncoderDecoder"] = "[EncoderDecoder«typeof(One), typeof(Two)»] public partial class M; [Encoder] [Embedding(9, 6)] [Gru(5)] public partial class One; "
            + "[Decoder] [Embedding(9, 6)] [Gru(5)] [Linear(9)] public partial class Two; [Encoder] [Features(9)] [Gru(5)] public partial class Other; [Decoder] [Features(9)] [Gru(5)] public partial class Another;",
        ["Ctc"] = "[SequenceModel] [Features(3)] [Lstm(4)] [Linear(5)] [Ctc«»] public partial class M;",
    };

    /// <summary>A value that is no default, where the property's type does not say one.</summary>
    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["SequenceModel.Output"] = "ModelOutput.PerSequence",
        ["Apply.Method"] = "nameof(Other)",
        ["Module.Module"] = "typeof(Other)",
        ["Readout.Function"] = "Activation.Maxout",
        ["Readout.Context"] = "false",
        ["Readout.Token"] = "false",
        ["EncoderDecoder.Encoder"] = "typeof(Other)",
        ["EncoderDecoder.Decoder"] = "typeof(Another)",
        ["EncoderDecoder.Bridge"] = "Bridge.Dense",
        ["Linear.TiedTo"] = "\"table\"",
        ["Embedding.PaddingIndex"] = "0",
        ["AveragePool1d.Stride"] = "1",
        ["MaxPool2d.Stride"] = "1",
        ["Gru.ResetAfter"] = "false",
        ["Activation.Function"] = "Activation.Relu",
        ["Dropout.Probability"] = "0.25",
        ["Recurrent.Cell"] = "typeof(Other)",
        ["Cell.Equations"] = "\"h_t = tanh(W · x_t + U · h_{t-1} + b)\"",
        ["Cell.Values"] = "\"c: 4\"",
        ["Cell.Constants"] = "\"b = 0.5\"",
        ["Cell.Vectors"] = "VectorConvention.Rows",
        ["Recurrent.Constants"] = "\"b = 0.5\"",
        ["CellParameter.Trainable"] = "false",
        ["CellParameter.Parameter"] = "\"u\"",
        ["CellParameter.Initialization"] = "ParameterInitialization.Zeros",
    };

    /// <summary>What comes of each declaration as it stands.</summary>
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Outcomes = new(StringComparer.Ordinal);

    public static TheoryData<string> Properties() =>
    [
        .. from attribute in Attributes()
           from property in attribute.GetProperties(BindingFlags.Public | BindingFlags.Instance)
           where property.DeclaringType != typeof(Attribute)
           select $"{Short(attribute)}.{property.Name}",
    ];

    [Theory]
    [MemberData(nameof(Properties))]
    public async Task Changed_option_changes_the_generated_code_or_the_diagnostics(string property)
    {
        var (attribute, name) = (property.Split('.')[0], property.Split('.')[1]);
        Assert.True(Declarations.TryGetValue(attribute, out var declaration), $"There is no declaration with [{attribute}] here.");
        var outcome = Outcomes.GetOrAdd(declaration, static declaration => new(() => Outcome(Write(declaration, arguments => arguments))));
        Assert.NotEqual(await outcome.Value, await Outcome(Write(declaration, arguments => With(attribute, name, arguments))));
    }

    [Fact]
    public void Every_attribute_has_a_declaration_that_compiles()
    {
        Assert.Equal(Attributes().Select(Short).Order(StringComparer.Ordinal), Declarations.Keys.Order(StringComparer.Ordinal));
        Assert.All(Declarations.Values, declaration => GeneratorRun.Of(Write(declaration, arguments => arguments)).AssertCompiles());
    }

    /// <summary>The generated code with what is reported.</summary>
    private static async Task<string> Outcome(string source)
    {
        var run = GeneratorRun.Of(source);
        var reported = (await run.AnalyzeDeclarationsAsync()).Select(diagnostic => $"{diagnostic.Id} {diagnostic.GetMessage(CultureInfo.InvariantCulture)}");
        return string.Join("\n", run.Files.Select(file => file.SourceText.ToString()).Concat(reported));
    }

    /// <summary>The arguments with another value of one property: the constructor's parameter of that name, else a named argument.</summary>
    private static List<string> With(string attribute, string property, List<string> arguments)
    {
        var type = Attributes().Single(candidate => Short(candidate) == attribute);
        var member = type.GetProperty(property)!;
        var parameters = type.GetConstructors().OrderByDescending(constructor => constructor.GetParameters().Length).First().GetParameters();
        var index = Array.FindIndex(parameters, parameter => string.Equals(parameter.Name, property, StringComparison.OrdinalIgnoreCase));
        var value = Values.TryGetValue($"{attribute}.{property}", out var given) ? given : Another(member.PropertyType);
        return index >= 0 && index < arguments.Count && member.SetMethod is null
            ? [.. arguments.Select((argument, i) => i == index ? value : argument)]
            : [.. arguments, $"{property} = {value}"];
    }

    private static string Another(Type type) => type switch
    {
        _ when type == typeof(bool) => "true",
        _ when type == typeof(double) => "0.25",
        _ when type == typeof(int) => "4",
        _ when type == typeof(string) => "\"other\"",
        _ when type.IsEnum => $"{type.Name}.{Enum.GetNames(type)[1]}",
        _ => "2",
    };

    private static string Write(string declaration, Func<List<string>, List<string>> change)
    {
        var (start, end) = (declaration.IndexOf('«', StringComparison.Ordinal), declaration.IndexOf('»', StringComparison.Ordinal));
        var arguments = change([.. declaration[(start + 1)..end].Split(", ", StringSplitOptions.RemoveEmptyEntries)]);
        return "using RnnDsl;\nusing TorchSharp;\nusing static TorchSharp.torch;\n"
            + declaration[..start] + (arguments.Count == 0 ? "" : $"({string.Join(", ", arguments)})") + declaration[(end + 1)..];
    }

    private static string UserCell(string name, string recurrence) => $"[Cell(\"h_t = tanh(W · x_t + {recurrence} + b)\")] public partial class {name}; ";

    private static string OwnModule(string name) =>
        $"public sealed class {name}() : nn.Module<Tensor, Tensor>(\"{name}\") {{ public override Tensor forward(Tensor x) => x; }} ";

    private static IEnumerable<Type> Attributes() =>
        typeof(LayerAttribute).Assembly.GetTypes().Where(type => !type.IsAbstract && (type.IsSubclassOf(typeof(LayerAttribute))
            || type == typeof(SequenceModelAttribute) || type == typeof(EncoderDecoderAttribute) || type == typeof(CellAttribute) || type == typeof(CellParameterAttribute)));

    private static string Short(Type attribute) => attribute.Name[..^"Attribute".Length];
}
