using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using RnnDsl.Plots;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Packaging;

/// <summary>The page of the API lists every public type with the first sentence of its documentation.</summary>
public sealed partial class ApiPageTests
{
    private const string Start = "<!-- From here on the page is written by ApiPageTests: on a difference it saves docs/api.received.md. -->\n";

    private static readonly Dictionary<string, string> Purposes = new()
    {
        ["RnnDsl"] = "Attributes that declare models and cells",
        ["RnnDsl.Audio"] = "Sound and its features",
        ["RnnDsl.Data"] = "Data sets, batches and readers of files",
        ["RnnDsl.Decoding"] = "Greedy decoding, sampling and beam search",
        ["RnnDsl.Distributed"] = "Data-parallel training",
        ["RnnDsl.Files"] = "Files that are complete or absent, and limits of readers",
        ["RnnDsl.Forecasting"] = "Time series",
        ["RnnDsl.Kernels"] = "Matrix products and functions in vector instructions, for emitted code",
        ["RnnDsl.Metrics"] = "Evaluation",
        ["RnnDsl.Plots"] = "Figures",
        ["RnnDsl.Safetensors"] = "The safetensors format",
        ["RnnDsl.Sampling"] = "Random numbers and sampling of tokens",
        ["RnnDsl.Streaming"] = "Models that run step by step without TorchSharp",
        ["RnnDsl.Text"] = "Tokenizers, vocabularies and language models",
        ["RnnDsl.Torch"] = "Models, states, attention and layers",
        ["RnnDsl.Training"] = "The training loop",
        ["RnnDsl.Weights"] = "Weights in files",
    };

    [Fact]
    public void Every_public_type_is_listed()
    {
        var page = Path.Combine(PackageFeed.Metadata("Repository"), "docs", "api.md");
        var text = File.ReadAllText(page).ReplaceLineEndings("\n");
        var expected = text[..(text.IndexOf(Start, StringComparison.Ordinal) + Start.Length)] + Tables();
        if (text != expected)
            File.WriteAllText(Path.ChangeExtension(page, ".received.md"), expected);
        Assert.True(text == expected, "docs/api.md differs from the public types. Read docs/api.received.md and move it to docs/api.md.");
    }

    private static string Tables()
    {
        Assembly[] assemblies = [typeof(SequenceModelAttribute).Assembly, typeof(IStepModel<>).Assembly, typeof(LossCurve).Assembly];
        var summaries = assemblies
            .SelectMany(static assembly => XDocument.Load(Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml")).Descendants("member"))
            .Where(static member => member.Attribute("name")!.Value.StartsWith("T:RnnDsl.", StringComparison.Ordinal))
            .ToDictionary(static member => member.Attribute("name")!.Value, static member => member.Element("summary"), StringComparer.Ordinal);
        var text = new StringBuilder();
        foreach (var group in assemblies
            .SelectMany(static assembly => assembly.GetExportedTypes())
            .Where(static type => type.Namespace != "RnnDsl.Torch.CompilerServices")
            .GroupBy(static type => type.Namespace!)
            .OrderBy(static types => types.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {group.Key}\n\n{Purposes[group.Key]}.\n\n| type | |\n| --- | --- |\n");
            foreach (var type in group.OrderBy(NameOf, StringComparer.Ordinal))
            {
                var sentence = FirstSentence(summaries.GetValueOrDefault("T:" + type.FullName!.Replace('+', '.')));
                Assert.True(sentence.Length > 0, $"{type.FullName} has no summary.");
                text.Append(CultureInfo.InvariantCulture, $"| `{NameOf(type)}` | {sentence} |\n");
            }
        }

        return text.ToString();
    }

    private static string NameOf(Type type)
    {
        var name = type.IsNested ? $"{type.DeclaringType!.Name}.{type.Name}" : type.Name;
        return type.IsGenericType ? $"{Arity().Replace(name, "")}<{string.Join(", ", type.GetGenericArguments().Select(static argument => argument.Name))}>" : name;
    }

    private static string FirstSentence(XElement? summary)
    {
        if (summary is null)
            return "";
        var text = string.Concat(summary.Nodes().Select(static node => node is XElement element ? Plain(element) : ((XText)node).Value));
        text = Blanks().Replace(text, " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
        return Sentence().Match(text) is { Success: true } sentence ? sentence.Value : text;
    }

    private static string Plain(XElement element) => element.Name.LocalName switch
    {
        "see" or "seealso" => $"`{Last().Match((element.Attribute("cref") ?? element.Attribute("langword"))!.Value).Value}`",
        "paramref" or "typeparamref" => $"`{element.Attribute("name")!.Value}`",
        "c" => $"`{element.Value}`",
        _ => element.Value,
    };

    [GeneratedRegex("`[0-9]+")]
    private static partial Regex Arity();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^.*?(?<!\b([A-Z]|e\.g|i\.e|et al|vs|cf))\.(?=\s|$)")]
    private static partial Regex Sentence();

    /// <summary>The last name of a cref, without arity and parameters.</summary>
    [GeneratedRegex(@"(\w+)(?=(`+[0-9]+)?(\(.*\))?$)")]
    private static partial Regex Last();
}
