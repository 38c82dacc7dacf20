using System.CommandLine;
using System.CommandLine.Invocation;
using System.Net.Sockets;
using RnnDsl.Playground.Models;

namespace RnnDsl.Playground.Server;

/// <summary>The command line: options of the server, and the command that packs trained models.</summary>
internal static class CommandLine
{
    private const int Failure = 1;
    private const int Usage = 2;

    /// <summary>Parses and runs a command line; 0 done, 1 failed, 2 wrong command line.</summary>
    public static int Run(string[] args)
    {
        var parsed = Create().Parse(args);
        if (parsed.Action is ParseErrorAction action)
        {
            // The message and a suggestion, without the whole help.
            action.ShowHelp = false;
            parsed.Invoke();
            Console.Error.WriteLine("'--help' lists the options.");
            return Usage;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or SocketException)
        {
            // StreamWeightsException, and addresses that are in use, are IOExceptions.
            Console.Error.WriteLine($"Error: {exception.Message}");
            return Failure;
        }
    }

    private static RootCommand Create()
    {
        var defaults = new PlaygroundOptions();
        var urls = new Option<string>("--urls") { Description = "Addresses to listen on, separated by semicolons.", HelpName = "urls", DefaultValueFactory = _ => defaults.Urls };
        urls.Validators.Add(static result =>
        {
            if (Addresses.Problem(result.GetValueOrDefault<string>()) is { } problem)
                result.AddError($"--urls: {problem}");
        });
        var models = Models(defaults);
        var streams = Number("--streams", defaults.Streams, "Streams at once; one more is refused with status 503.");
        var streamsPerClient = Number("--streams-per-client", defaults.StreamsPerClient, "Streams at once of one client (its address); one more is refused with status 429.");
        var requests = Number("--requests-per-second", defaults.RequestsPerSecond, "Requests per second of one client; more are refused with status 429.");
        var characters = Number("--characters-per-second", defaults.CharactersPerSecond, "Generated characters per second of a stream; 0: as many as possible.", smallest: 0);
        var prompt = Number("--longest-prompt", defaults.LongestPrompt, "Characters of a typed text; a longer one is refused with status 413.");
        var text = Number("--longest-text", defaults.LongestText, "Characters of a continuation; a longer one is refused with status 400.");
        var sentence = Number("--longest-sentence", defaults.LongestSentence, "Words of a sentence to translate.", largest: 1_000);
        var drawing = Number("--largest-drawing", defaults.LargestDrawing, "Side length of a drawing in pixels; a larger one is refused with status 413.", largest: 4096);
        var seconds = Number("--seconds", defaults.Seconds, "Time-out of a stream, in seconds.", largest: 86_400);

        var command = new RootCommand(
            """
            One page on which trained models run as streams: a character model continues what you type, a digit that you draw is read row by row, and a French sentence becomes English.

            Models: the folder of --models has the runs 'shakespeare', 'mnist-rows' and 'translate' of the examples. Without the first two the small embedded models run; there is no embedded translator.
              dotnet run -c Release --project Examples/RnnDsl.Examples -- shakespeare --out runs/shakespeare
              dotnet run -c Release --project Examples/RnnDsl.Examples -- mnist --model rows --out runs/mnist-rows
              dotnet run -c Release --project Examples/RnnDsl.Examples -- translate --out runs/translate
            """)
        {
            urls, models, streams, streamsPerClient, requests, characters, prompt, text, sentence, drawing, seconds, Pack(defaults),
        };
        command.SetAction((parsed, cancellation) => PlaygroundServer.Run(
            new PlaygroundOptions
            {
                Urls = parsed.GetRequiredValue(urls),
                Models = parsed.GetRequiredValue(models),
                Streams = parsed.GetValue(streams),
                StreamsPerClient = parsed.GetValue(streamsPerClient),
                RequestsPerSecond = parsed.GetValue(requests),
                CharactersPerSecond = parsed.GetValue(characters),
                LongestPrompt = parsed.GetValue(prompt),
                LongestText = parsed.GetValue(text),
                LongestSentence = parsed.GetValue(sentence),
                LargestDrawing = parsed.GetValue(drawing),
                Seconds = parsed.GetValue(seconds),
            },
            cancellation));
        return command;
    }

    private static Command Pack(PlaygroundOptions defaults)
    {
        var models = Models(defaults);
        var folder = new Option<string>("--out") { Description = "Output folder.", HelpName = "folder", Required = true };
        var command = new Command("pack", "Writes the models of a folder of runs as the small files that the program embeds: weights in bfloat16, and the vocabulary.") { models, folder };
        command.SetAction(parsed => ModelPacking.Pack(parsed.GetRequiredValue(models), parsed.GetRequiredValue(folder)));
        return command;
    }

    /// <summary>The folder of models. A folder that is named must exist; the default may be missing.</summary>
    private static Option<string> Models(PlaygroundOptions defaults)
    {
        var option = new Option<string>("--models") { Description = "Folder with the runs of the examples.", HelpName = "folder", DefaultValueFactory = _ => defaults.Models };
        option.Validators.Add(static result =>
        {
            if (result is { Implicit: false } && !Directory.Exists(result.GetValueOrDefault<string>()))
                result.AddError($"--models: there is no folder '{result.GetValueOrDefault<string>()}'. Name the folder that holds the runs, such as 'runs'; without the option, embedded models run.");
        });
        return option;
    }

    private static Option<int> Number(string name, int value, string description, int smallest = 1, int largest = 1_000_000)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "number", DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out var number) || number < smallest || number > largest))
                result.AddError($"{name} is a whole number from {smallest} to {largest:N0}, not '{token.Value}'.");
        });
        return option;
    }
}
