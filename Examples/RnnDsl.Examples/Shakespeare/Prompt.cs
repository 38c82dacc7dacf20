using System.CommandLine;
using System.Text;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>The prompt of a generated text.</summary>
internal static class Prompt
{
    private const string Standard = @"ROMEO:\n";
    private const string LineFeed = "\n";

    public static Option<string> Option()
    {
        var option = new Option<string>("--prompt")
        {
            Description = @"Prompt of the samples; \n is a line feed. Default without ROMEO in the vocabulary: a line feed.",
            HelpName = "text",
            DefaultValueFactory = _ => Standard,
        };
        option.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string>() is "")
                result.AddError("--prompt is empty: the model needs at least one character.");
        });
        return option;
    }

    /// <summary>The prompt of the command line, or <c>null</c>.</summary>
    public static string? Given(ParseResult parsed, Option<string> option) =>
        parsed.GetResult(option) is { Implicit: false } ? Unescape(parsed.GetRequiredValue(option)) : null;

    /// <summary>The given prompt, or a default that the vocabulary covers.</summary>
    /// <exception cref="UsageException">The vocabulary does not cover the given prompt.</exception>
    public static string For(TextTokens tokens, string? given)
    {
        var standard = Unescape(Standard);
        var prompt = given ?? (tokens.ProblemWith(standard) is null || tokens.ProblemWith(LineFeed) is not null ? standard : LineFeed);
        return tokens.ProblemWith(prompt) is { } problem ? throw new UsageException($"--prompt: {problem}") : prompt;
    }

    /// <summary>Replaces the escapes <c>\n</c>, <c>\t</c> and <c>\\</c>; other backslashes stay.</summary>
    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var escaped = text[i] == '\\' && i + 1 < text.Length ? text[i + 1] switch { 'n' => '\n', 't' => '\t', '\\' => '\\', _ => (char?)null } : null;
            plain.Append(escaped ?? text[i]);
            if (escaped is not null)
                i++;
        }
        return plain.ToString();
    }
}
