using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace RnnDsl.Examples.Common;

/// <summary>What <c>--help</c> says of a command after its options: how it works, and command lines to copy.</summary>
internal sealed class Help : SynchronousCommandLineAction
{
    private readonly HelpAction _standard;
    private readonly IReadOnlyDictionary<string, string> _notes;

    private Help(HelpAction standard, IReadOnlyDictionary<string, string> notes)
    {
        _standard = standard;
        _notes = notes;
    }

    /// <summary>Adds notes to the help of commands, by the names that lead to them: <c>mnist predict</c>.</summary>
    public static void Extend(RootCommand root, IReadOnlyDictionary<string, string> notes)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new Help((HelpAction)option.Action!, notes);
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = _standard.Invoke(parseResult);
        if (_notes.TryGetValue(PathOf(parseResult.CommandResult), out var notes))
            parseResult.InvocationConfiguration.Output.WriteLine(notes);
        return code;
    }

    private static string PathOf(CommandResult result) =>
        result.Parent is CommandResult { Command: not RootCommand } parent ? $"{PathOf(parent)} {result.Command.Name}" : result.Command.Name;
}
