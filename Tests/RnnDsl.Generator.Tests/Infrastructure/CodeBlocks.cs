using System.Text.RegularExpressions;

namespace RnnDsl.Generator.Tests.Infrastructure;

/// <summary>The C# in a Markdown document.</summary>
internal static partial class CodeBlocks
{
    /// <summary>Every block, with the line that opens it, counted from 1. The directives of a file-based app (<c>#:package</c>) are left out.</summary>
    public static IEnumerable<(int Line, string Code)> In(string document) =>
        CSharp().Matches(document).Select(block => (document[..block.Index].Count(c => c == '\n') + 1, Directive().Replace(block.Groups[1].Value, "")));

    /// <summary>What is quoted from generated code.</summary>
    public static IEnumerable<string> Quoted(string document) => GeneratedCode().Matches(document).Select(block => block.Groups[1].Value);

    [GeneratedRegex("^```cs\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex GeneratedCode();

    [GeneratedRegex("^#:.*\n", RegexOptions.Multiline)]
    private static partial Regex Directive();

    [GeneratedRegex("^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CSharp();
}
