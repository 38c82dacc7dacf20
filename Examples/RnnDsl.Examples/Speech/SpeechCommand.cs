using System.CommandLine;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Speech;

/// <summary><c>speech</c>: trains a recogniser of spoken digits.</summary>
internal static class SpeechCommand
{
    public const string DefaultFolder = "runs/speech";

    public const string Name = "speech";

    public const string Notes =
        """
        The task:
          Transcribe strings of three to six spoken digits of one speaker, without segmentation: CTC sums over all alignments. The
          strings are generated from recordings of single digits with short pauses. Each step generates new training strings; the
          validation and test sets are the same in every run.

        Data:
          The recordings (Free Spoken Digit Dataset, 3,000 of six speakers, 16 MB) are found in the folder of RNNDSL_DATA, in the
          user's cache, or downloaded. If they are not available, generated tones replace them. --data takes a zip archive of WAV
          files named digit_speaker_index.wav, such as 7_george_12.wav. Indices 0 to 4 are the test set, 5 to 9 the validation set.

        Output folder:
          checkpoint/            weights (safetensors), optimizer state, training step; read by --resume and 'predict'
          settings.json          architecture of the model
          posteriors.png         features and frame posteriors of a test string
          posteriors-wrong.png   the same of a wrongly recognised test string
          loss.png               loss curves
          results.json           metrics, options, versions, all recorded losses

        Ctrl-C finishes the step, saves a checkpoint and prints the command to resume; a second Ctrl-C exits at once.

        Exit codes: 0 done, 1 failed, 2 wrong command line, 130 interrupted and saved.

        Examples:
          dotnet run -c Release --project Examples/RnnDsl.Examples -- speech
          dotnet run -c Release --project Examples/RnnDsl.Examples -- speech --steps 600 --out runs/short
          dotnet run -c Release --project Examples/RnnDsl.Examples -- speech --resume
          dotnet run -c Release --project Examples/RnnDsl.Examples -- speech predict my-number.wav
          dotnet run -c Release --project Examples/RnnDsl.Examples -- speech predict --index 8 --save string.wav --picture posteriors.png
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
        var tensorBoard = CommandOptions.TensorBoard();
        var output = CommandOptions.Out(DefaultFolder);
        var resume = CommandOptions.Resume();
        var record = CommandOptions.Record();
        var seed = CommandOptions.Seed("Random seed of weights, training strings and dropout; validation and test sets do not depend on it.");
        var device = CommandOptions.Device();

        var command = new Command(Name, "Trains a deep bidirectional LSTM with CTC that transcribes strings of spoken digits.")
        {
            steps, batch, hidden, learningRate, warmup, clip, data, test, validation, logEvery, evaluateEvery, checkpointEvery, threads, tensorBoard, output, resume, record, seed, device,
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
            TensorBoard = parsed.GetValue(tensorBoard),
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
