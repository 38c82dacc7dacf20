using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Tests.Infrastructure;
using Xunit;

namespace RnnDsl.Generator.Tests.Diagnostics;

/// <summary>Messages as a reader meets them: complete, and in sound English whatever is put into them.</summary>
public sealed partial class MessageTests
{
    private static readonly Dictionary<string, Rule> RuleByName = typeof(Rules).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.FieldType == typeof(Rule)).ToDictionary(field => field.Name, field => (Rule)field.GetValue(null)!);

    private static readonly MethodInfo RuleOfMistake = typeof(CellRules).GetMethod("RuleOf", BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>What a message must not have: an unfilled place, a plural of one, a layer moved past itself, a stop or a blank too many.</summary>
    [GeneratedRegex(@"\{\d+\}|\bonly 1 of them|\bare (only )?1\b|(?<![\d,.\w])1 (numbers|features|rows|columns|steps|words|classes|layers|parts|units|elements|tokens|heads)\b"
        + @"|Move (this )?\[(?<one>\w+)\] (to )?(directly )?(above|below) \[\k<one>\]|(?<!\.)\.\.(?!\.)|  |\ba (?=[aeio]\w+ [a-z])(?!one\b)|\(\)\.$")]
    private static partial Regex Slip();

    [Fact]
    public void Messages_have_no_formatting_slips() =>
        Assert.All(RuleCases.All, rule => Assert.False(Slip().IsMatch(rule.Message), $"'{Slip().Match(rule.Message).Value}' in {rule.Id}: {rule.Message}"));

    [Fact]
    public void Number_of_arguments_equals_number_of_placeholders()
    {
        var calls = Calls().ToList();
        Assert.All(calls, call => Assert.True(call.Arguments == Places(call.Rule), $"{call.Rule.Id} has {Places(call.Rule)} places and is given {call.Arguments} arguments: {call.Text}"));

        // Nearly every rule is added by a call that can be counted.
        Assert.InRange(calls.Select(call => call.Rule).Distinct().Count(), Rules.All.Count * 8 / 10, Rules.All.Count);
    }

    private static int Places(Rule rule) => Place().Matches(rule.Message).Select(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) + 1).DefaultIfEmpty(0).Max();

    [GeneratedRegex(@"\{(\d+)\}")]
    private static partial Regex Place();

    /// <summary>The calls in the compiler's source that add a diagnostic by its rule's name, as far as their arguments stand there one by one.</summary>
    private static IEnumerable<(Rule Rule, int Arguments, string Text)> Calls()
    {
        var folder = Path.GetDirectoryName(RepositoryFiles.ReleaseFile)!;
        var sources = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        foreach (var call in sources.SelectMany(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()))
        {
            var method = call.Expression switch
            {
                MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
                IdentifierNameSyntax name => name.Identifier.ValueText,
                _ => "",
            };
            if (method is not ("Add" or "AddWithFix" or "Report" or "ReportAt")
                || call.ArgumentList.Arguments is not [{ Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax owner } named }, _, ..])
            {
                continue;
            }

            var rule = owner.Identifier.ValueText switch
            {
                "Rules" => RuleByName[named.Name.Identifier.ValueText],
                nameof(EquationMistake) => (Rule)RuleOfMistake.Invoke(null, [Enum.Parse<EquationMistake>(named.Name.Identifier.ValueText)])!,
                _ => null,
            };
            var arguments = call.ArgumentList.Arguments.Skip(method == "AddWithFix" ? 3 : 2).Select(argument => argument.Expression).ToList();
            if (arguments is [CollectionExpressionSyntax list])
            {
                arguments = list.Elements.All(element => element is ExpressionElementSyntax) ? [.. list.Elements.Cast<ExpressionElementSyntax>().Select(element => element.Expression)] : [];
                rule = arguments.Count == 0 ? null : rule;
            }

            // The rules of use are completed before they are added.
            if (rule is not null && !(method == "Report" && Rules.IsOfUsage(rule)))
            {
                // The rules of use begin with the call, which the report puts in itself.
                var given = Rules.IsOfUsage(rule) ? 1 : 0;
                yield return (rule, given + arguments.Count, call.ToString());
            }
        }
    }
}
