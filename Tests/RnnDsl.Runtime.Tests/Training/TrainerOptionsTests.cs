using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using RnnDsl.Runtime.Tests.Packaging;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Training;

/// <summary>The defaults of the trainer's options are stated on hover and in docs/training.md, as the type has them.</summary>
public sealed partial class TrainerOptionsTests
{
    private static readonly IReadOnlyList<PropertyInfo> Options =
        [.. typeof(TrainerOptions).GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)];

    [Fact]
    public void The_table_in_the_documents_has_every_option_with_its_default()
    {
        var document = File.ReadAllText(Path.Combine(PackageFeed.Metadata("Repository"), "docs", "training.md"));
        var table = Row().Matches(document).ToDictionary(static row => row.Groups["name"].Value, static row => row.Groups["value"].Value.Trim('`'));
        Assert.Equal(Options.ToDictionary(static option => option.Name, Default), table);
    }

    [Fact]
    public void The_summary_of_every_option_states_its_default()
    {
        var members = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "RnnDsl.Torch.xml")).Descendants("member").ToDictionary(static member => member.Attribute("name")!.Value);
        Assert.True(Options.Count > 20, $"{Options.Count} options");
        foreach (var option in Options)
        {
            var summary = Text(members[$"P:{typeof(TrainerOptions).FullName}.{option.Name}"].Element("summary")!);
            Assert.EndsWith(".", summary, StringComparison.Ordinal);
            var stated = summary[(summary.LastIndexOf(". ", StringComparison.Ordinal) + 2)..^1];
            Assert.True(
                Default(option) == "required" ? stated == "Required" : stated == $"Default: {Default(option)}" || stated.StartsWith($"Default: {Default(option)}, ", StringComparison.Ordinal),
                $"{option.Name} has the default {Default(option)}, and its summary ends with '{stated}'.");
        }
    }

    [Fact]
    public void Resume_without_a_folder_is_an_error()
    {
        using var run = new TinyRun();
        Assert.Contains("CheckpointFolder", Assert.Throws<ArgumentException>(() => run.Trainer(new() { Steps = 1, Resume = true })).Message, StringComparison.Ordinal);
    }

    /// <summary>The default as the documents have it.</summary>
    private static string Default(PropertyInfo option)
    {
        if (option.CustomAttributes.Any(static attribute => attribute.AttributeType.Name == "RequiredMemberAttribute"))
            return "required";
        return option.GetValue(new TrainerOptions { Steps = 1 }) switch
        {
            null => "null",
            bool value => value ? "true" : "false",
            LearningRateSchedule value when value == LearningRateSchedule.Constant => "LearningRateSchedule.Constant",
            MonitoredMetric value when value == MonitoredMetric.Loss => "MonitoredMetric.Loss",
            IReadOnlyDictionary<string, string> { Count: 0 } => "none",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            var value => throw new InvalidOperationException($"{option.Name} has the default {value}, which this test cannot print."),
        };
    }

    /// <summary>The text of a summary, with the last two names of each reference.</summary>
    private static string Text(XElement summary) => Spaces().Replace(
        string.Concat(summary.Nodes().Select(static node => node switch
        {
            XElement { Name.LocalName: "see" } reference => string.Join('.', reference.Attribute("cref")!.Value.Split('(')[0].Split('.').TakeLast(2)),
            XElement code => code.Value,
            _ => node.ToString(),
        })),
        " ").Trim();

    [GeneratedRegex(@"^\| `(?<name>\w+)` \| (?<value>[^|]+) \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
