using System.CommandLine;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Speech;

/// <summary><c>speech</c>: trains a network that writes down spoken digits.</summary>
internal static class SpeechCommand
{
    public const string DefaultFolder = "runs/speech";

    public const string Name = "speech";

    public const string Notes =
        """
        The task:
          Three to six digits that a speaker says after each other are to be written down. Nobody tells the network where in the
          sound they are: CTC sums over all places. Strings are joined from recordings of single digits, with short silences
          between; those to learn from are made anew for each step, those to judge by are the same in every run.

        Data:
          The recordings (Free Spoken Digit Dataset, 3,000 of six speakers, 16 MB) are found in the folder that RNNDSL_DATA names,
          in the user's cache, or downloaded; where they cannot be had, tones stand in. --data takes a zip archive of WAV files
          named as in 7_george_12.wav: digit, speaker, number. Numbers 0 to 4 are to judge by, 5 to 9 to look at on the way.

        The run's folder:
          checkpoint/            weights (safetensors), optimizer, position: what --resume and 'predict' read
          settings.json          what the network is made of
          posteriors.png         what the network says to a test string over time
          posteriors-wrong.png   the same of one that it does not get right
          loss.png               the losses over the steps
          results.json           figures, options, versions, every loss recorded

        Ctrl-C finishes the step, saves and says how to go on; a second one ends at once.

        Exit codes: 0 done, 1 failed, 2 wrong command line, 130 interrupted and saved.

        Examples:
          RnnDsl.Examples speech
          RnnDsl.Examples speech --steps 600 --out runs/short
          RnnDsl.Examples speech --resume
          RnnDsl.Examples speech predict my-number.wav
          RnnDsl.Examples speech predict --index 8 --save string.wav --picture posteriors.png
        """;

    public static Command Create()
    {
        var steps = CommandOptions.Count("--steps", 2_500, "Training steps; the learning rate decays to zero over them.");
        var batch = CommandOptions.Count("--batch", 16, "Batch size, in strings of the same number of digits; generated anew for each step.");
        var hidden = CommandOptions.Count("--hidden", 128, "Hidden size of each direction of each layer.");
        var learningRate = CommandOptions.Positive("--learning-rate", 0.002, "Peak learning rate of Adam; cosine decay to zero.");
        var warmup = CommandOptions.Count("--warmup", 200, "Warm-up steps of the learning rate.");
        var clip = CommandOptions.Positive("--clip", 1.0, "Gradient clipping: the maximum norm of all gradients together.");
        var data = DataOption();
        var test = CommandOptions.Count("--test", 1_000, "Size of the test set, in strings.");
        var validation = CommandOptions.Count("--validation", 200, "Size of the validation set, in strings of other recordings.");
        var logEvery = CommandOptions.LogEvery(50);
        var evaluateEvery = CommandOptions.Count("--eval-every", 250, "Evaluate loss and label error rate on the validation set every N steps.");
        var checkpointEvery = CommandOptions.CheckpointEvery(250);
        var threads = CommandOptions.Threads();
        var output = CommandOptions.Out(DefaultFolder);
        var resume = CommandOptions.Resume();
        var record = CommandOptions.Record();
        var seed = CommandOptions.Seed("Random seed of weights, training strings and dropout; validation and test sets do not depend on it.");
        var device = CommandOptions.Device();

        var command = new Command(Name, "Trains a deep bidirectional LSTM with CTC that transcribes strings of spoken digits.")
        {
            steps, batch, hidden, learningRate, warmup, clip, data, test, validation, logEvery, evaluateEvery, checkpointEvery, threads, output, resume, record, seed, device,
            SpeechPredictCommand.Create(),
        };
        command.SetAction(parsed => new SpeechTraining(new SpeechOptions
        {
            Steps = parsed.GetValue(steps),
            Batch = parsed.GetValue(batch),
            Hidden = parsed.GetValue(hidden),
            LearningRate = parsed.GetValue(learningRate),
            Warmup = parsed.GetValue(warmup),
            Clip = parsed.GetValue(clip),
            Data = parsed.GetValue(data),
            Test = parsed.GetValue(test),
            Validation = parsed.GetValue(validation),
            LogEvery = parsed.GetValue(logEvery),
            EvaluateEvery = parsed.GetValue(evaluateEvery),
            CheckpointEvery = parsed.GetValue(checkpointEvery),
            Threads = parsed.GetValue(threads),
            Out = parsed.GetRequiredValue(output),
            Resume = parsed.GetValue(resume),
            Record = parsed.GetValue(record),
            Seed = parsed.GetValue(seed),
            Device = parsed.GetRequiredValue(device),
        }).Run());
        return command;
    }

    public static Option<string?> DataOption() => new("--data") { Description = "A zip archive of recordings, or a folder with recordings.zip.", HelpName = "file" };
}
