using RnnDslApp._1;

var data = Path.Combine(AppContext.BaseDirectory, "data");
switch (args)
{
    case ["train", .. var rest]:
        var result = Training.Train(Path.Combine(data, "train.tsv"), "run", rest is [var steps] ? long.Parse(steps) : 600);
        Console.WriteLine(result.Outcome == TrainingOutcome.Interrupted ? "Interrupted; the same command resumes." : $"Exact match on data/validation.tsv: {Training.ExactMatch("run", Path.Combine(data, "validation.tsv")):0.0%}");
        return 0;

    case ["predict", var text]:
        Console.WriteLine(Training.Translate("run", [text])[0]);
        return 0;

    default:
        Console.WriteLine("""
            Commands:
              train [steps]       train on data/train.tsv and validate; run again to resume
              predict "4 2"       decode one source with the trained model
            """);
        return args.Length == 0 ? 0 : 1;
}
