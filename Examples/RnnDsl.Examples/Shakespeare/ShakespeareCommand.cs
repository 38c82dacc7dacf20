using System.CommandLine;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Shakespeare;

/// <summary><c>shakespeare</c>: trains a character model on Shakespeare's plays and lets it write.</summary>
internal static class ShakespeareCommand
{
    public const string DefaultFolder = "runs/shakespeare";

    public const string Name = "shakespeare";

    public const string Notes =
        """
        Data:
          The data set (tinyshakespeare, 1.1 MB) is found in the folder that RNNDSL_DATA names, in the user's cache, or
          downloaded; where it cannot be had, a short embedded play stands in. The first 90% train, the rest is held out.

        The run's folder:
          checkpoint/      weights (safetensors), optimizer, position: what --resume and 'generate' read
          vocabulary.json  the characters
          samples/         a short text at each measurement, so that one can watch it grow
          samples.txt      the texts at the end
          loss.png         the losses over the steps
          results.json     figures, options, versions, every loss recorded

        Ctrl-C finishes the step, saves and says how to go on; a second one ends at once.

        Exit codes: 0 done, 1 failed, 2 wrong command line, 130 interrupted and saved.

        Examples:
          RnnDsl.Examples shakespeare
          RnnDsl.Examples shakespeare --steps 500 --out runs/short --seed 7
          RnnDsl.Examples shakespeare --steps 500 --out runs/short --seed 7 --resume
          RnnDsl.Examples shakespeare --data my-novel.txt --prompt 'Chapter 1\n' --temperature 0.7 1.0
          RnnDsl.Examples shakespeare generate --temperature 0.6 --length 1000
        """;

    public static Command Create()
    {
        var steps = CommandOptions.Count("--steps", 3_000, "Training steps of the whole run, those before a --resume included.");
        var data = new Option<string?>("--data") { Description = "A text file of your own, or a folder with tinyshakespeare's input.txt.", HelpName = "file or folder" };
        var output = new Option<string>("--out") { Description = "The run's folder. An older run that lies there is moved aside.", HelpName = "folder", DefaultValueFactory = _ => DefaultFolder };
        var resume = new Option<bool>("--resume") { Description = "Go on with the run in --out where its last checkpoint stands. Give the same options as before; --steps may grow." };
        var seed = CommandOptions.Seed("Weights, data order, dropout and samples all follow from it.");
        var device = CommandOptions.Device();
        var batch = CommandOptions.Count("--batch", 64, "Windows of text in a step.");
        var sequence = CommandOptions.Count("--sequence", 100, "Characters in a window.");
        var carryState = new Option<bool>("--carry-state") { Description = "Read the text in order, each window going on with the state the last one ended in (truncated backpropagation), instead of windows at random." };
        var learningRate = CommandOptions.Positive("--learning-rate", 0.002, "Adam's learning rate.");
        var clip = CommandOptions.Positive("--clip", 5.0, "Largest norm of all gradients together.");
        var logEvery = CommandOptions.Count("--log-every", 100, "Show the training loss every so many steps.");
        var evaluateEvery = CommandOptions.Count("--eval-every", 500, "Measure the held-out loss and show a short sample every so many steps.");
        var checkpointEvery = CommandOptions.Count("--checkpoint-every", 500, "Save every so many steps.");
        var patience = CommandOptions.Optional<int>("--patience", "Stop after so many measurements in a row without a lower held-out loss. Never, unless given.", static count => count >= 1, "a whole number from 1 on");
        var tensorBoard = new Option<string?>("--tensorboard") { Description = "Write TensorBoard events into this folder.", HelpName = "folder" };
        var prompt = PromptOption();
        var temperature = CommandOptions.Numbers("--temperature", [0.5, 0.8, 1.2], "Temperatures of the samples at the end; 0 always takes the likeliest character.", ValidTemperature, TemperatureRange);
        var length = LengthOption();

        var command = new Command(Name, "Trains a two-layer character LSTM on Shakespeare's plays and lets it write.")
        {
            steps, data, output, resume, seed, device, batch, sequence, carryState, learningRate, clip,
            logEvery, evaluateEvery, checkpointEvery, patience, tensorBoard, prompt, temperature, length,
            GenerateCommand.Create(),
        };
        command.SetAction(parsed => new ShakespeareTraining(new ShakespeareOptions
        {
            Steps = parsed.GetValue(steps),
            Data = parsed.GetValue(data),
            Out = parsed.GetRequiredValue(output),
            Resume = parsed.GetValue(resume),
            Seed = parsed.GetValue(seed),
            Device = parsed.GetRequiredValue(device),
            Batch = parsed.GetValue(batch),
            Sequence = parsed.GetValue(sequence),
            CarryState = parsed.GetValue(carryState),
            LearningRate = parsed.GetValue(learningRate),
            Clip = parsed.GetValue(clip),
            LogEvery = parsed.GetValue(logEvery),
            EvaluateEvery = parsed.GetValue(evaluateEvery),
            CheckpointEvery = parsed.GetValue(checkpointEvery),
            Patience = parsed.GetValue(patience),
            TensorBoard = parsed.GetValue(tensorBoard),
            Prompt = Prompt.Unescape(parsed.GetRequiredValue(prompt)),
            Temperatures = parsed.GetRequiredValue(temperature),
            Length = parsed.GetValue(length),
        }).Run());
        return command;
    }

    public const string TemperatureRange = "a number from 0 on, such as 0.8";

    public static bool ValidTemperature(double temperature) => double.IsFinite(temperature) && temperature >= 0;

    public static Option<int> LengthOption() => CommandOptions.Count("--length", 500, "Characters to write after the prompt.");

    public static Option<string> PromptOption()
    {
        var option = new Option<string>("--prompt")
        {
            Description = @"What the samples go on from; \n ends a line.",
            HelpName = "text",
            DefaultValueFactory = _ => Prompt.Default,
        };
        option.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<string>() is "")
                result.AddError("--prompt is empty: the model needs at least one character to go on from.");
        });
        return option;
    }
}
