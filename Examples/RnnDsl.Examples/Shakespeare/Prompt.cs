using System.CommandLine;
using System.Text;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>A text to go on from, as a shell can pass it.</summary>
internal static class Prompt
{
    private const string Usual = @"ROMEO:\n";
    private const string LineFeed = "\n";

    public static Option<string> Option()
    {
        var option = new Option<string>("--prompt")
        {
            Description = @"What the samples go on from; \n ends a line. Where it is not given and the model does not know ROMEO, the end of a line.",
            HelpName = "text",
            DefaultValueFactory = _ => Usual,
        };
        option.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string>() is "")
                result.AddError("--prompt is empty: the model needs at least one character to go on from.");
        });
        return option;
    }

    /// <summary>What was given on a command line, if anything was.</summary>
    public static string? Given(ParseResult parsed, Option<string> option) =>
        parsed.GetResult(option) is { Implicit: false } ? Unescape(parsed.GetRequiredValue(option)) : null;

    /// <summary>What was given, or else what the model knows.</summary>
    /// <exception cref="UsageException">The model does not know all of what was given.</exception>
    public static string For(TextTokens tokens, string? given)
    {
        var usual = Unescape(Usual);
        var prompt = given ?? (tokens.Objection(usual) is null || tokens.Objection(LineFeed) is not null ? usual : LineFeed);
        return tokens.Objection(prompt) is { } objection ? throw new UsageException($"--prompt: {objection}") : prompt;
    }

    /// <summary>Reads <c>\n</c> as a line's end, <c>\t</c> as a tab and <c>\\</c> as one backslash; other backslashes stay.</summary>
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
