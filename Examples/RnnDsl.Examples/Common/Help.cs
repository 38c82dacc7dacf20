using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace RnnDsl.Examples.Common;

/// <summary>Adds notes and example command lines to the output of <c>--help</c>.</summary>
internal sealed class Help : SynchronousCommandLineAction
{
    private readonly HelpAction _standard;
    private readonly IReadOnlyDictionary<string, string> _notes;

    private Help(HelpAction standard, IReadOnlyDictionary<string, string> notes)
    {
        _standard = standard;
        _notes = notes;
    }

    /// <summary>Registers the notes of commands by their path, such as <c>mnist predict</c>.</summary>
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
