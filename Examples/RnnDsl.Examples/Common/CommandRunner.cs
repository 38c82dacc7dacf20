using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace RnnDsl.Examples.Common;

/// <summary>Parses and runs a command line. Every foreseeable error becomes one message on the error stream and an exit code.</summary>
internal static class CommandRunner
{
    public static int Run(RootCommand root, string[] args)
    {
        RefuseEmptyPaths(root);
        var parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
        if (parsed.Action is ParseErrorAction action)
        {
            // The message and a suggestion, without the whole help.
            action.ShowHelp = false;
            parsed.Invoke();
            Console.Error.WriteLine($"'{Path(parsed.CommandResult.Command)} --help' lists the options.");
            return ExitCode.Usage;
        }

        AllocatorSettings.KeepFreedMemory();
        try
        {
            var code = ComputeThread.Run(() => parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false }));
            Ranks.Leave();
            return code;
        }
        catch (Exception exception) when (exception is UsageException or DataException)
        {
            return Fail(exception, ExitCode.Usage);
        }
        catch (Exception exception) when (exception is CheckpointException or TrainingDivergedException or DistributedException or WeightsMismatchException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return Fail(exception, ExitCode.Failure);
        }
    }

    /// <summary>An empty text, as from a variable of the shell that is not set, names no file and no folder.</summary>
    private static void RefuseEmptyPaths(Command command)
    {
        foreach (var option in command.Options.Where(static option => option.HelpName is "file" or "folder" or "file or folder" or "path"))
            option.Validators.Add(result => Check(result, option.Name, option.HelpName!));
        foreach (var argument in command.Arguments.Where(static argument => argument.Name == "file"))
            argument.Validators.Add(result => Check(result, argument.Name, argument.Name));
        foreach (var child in command.Subcommands)
            RefuseEmptyPaths(child);

        static void Check(SymbolResult result, string name, string kind)
        {
            if (result.Tokens.Any(static token => token.Value.Length == 0))
                result.AddError($"{name} is empty. Name a {kind}.");
        }
    }

    private static int Fail(Exception exception, int code)
    {
        Console.Error.WriteLine($"Error: {exception.Message}");
        Ranks.Abort(exception.Message, code);
        return code;
    }

    private static string Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Path(parent)} {command.Name}" : command.Name;
}
