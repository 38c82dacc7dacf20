using System.CommandLine;

namespace RnnDsl.Examples.Common;

/// <summary><c>--attention</c>: whether a decoder uses attention over its source or one context vector.</summary>
internal static class AttentionOption
{
    private const string Additive = "additive";
    private const string None = "none";

    public static Option<string> Create(string description) => CommandOptions.Choice("--attention", [Additive, None], description);

    public static bool IsGiven(ParseResult parsed, Option<string> option) => parsed.GetRequiredValue(option) == Additive;

    public static string NameOf(bool attention) => attention ? Additive : None;
}
