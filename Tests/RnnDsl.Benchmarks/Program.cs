using System.CommandLine;
using System.Text;
using RnnDsl.Benchmarks;
using RnnDsl.Benchmarks.Attention;
using RnnDsl.Benchmarks.Equations;
using RnnDsl.Benchmarks.Generator;
using RnnDsl.Benchmarks.Kernels;
using RnnDsl.Benchmarks.Lengths;
using RnnDsl.Benchmarks.Loops;
using RnnDsl.Benchmarks.Measuring;
using RnnDsl.Benchmarks.Scaling;
using RnnDsl.Benchmarks.Sizes;
using RnnDsl.Benchmarks.Step;
using RnnDsl.Benchmarks.Streaming;
using RnnDsl.Benchmarks.Sweeps;
using RnnDsl.Benchmarks.Training;
using RnnDsl.Files;
using RnnDsl.Torch;
using Spectre.Console;
using static TorchSharp.torch;

var names = new Argument<string[]>("benchmarks")
{
    Description = "Which to run: training (a step of the generated model against one written by hand), step (one token, three ways), "
        + "loops (a layer that leaves the fused kernel against one that stays on it, and against one written step by step), "
        + "equations (cells declared in equations against the same, and against a fused one), "
        + "sweeps (a cell without a product on its states against fused ones), "
        + "sizes (layers of many kinds and sizes, with kernels against without), "
        + "attention (a decoder that attends against one as in a tutorial, and one optimised by hand), "
        + "decoding (greedy and by beam search, against a tutorial's loop), "
        + "lengths (sequences of unequal length against packed ones), kernels (products and functions of the CPU kernels against libtorch's), "
        + "segments (a long sequence in segments against one call), scaling (lab 1 on two ranks of Open MPI against one process), "
        + "precision (lab 1 with products in bfloat16 against float32), "
        + "streaming (a step without libtorch against ONNX Runtime and TorchSharp), generator (the compiler itself), "
        + "usage (the analyzer of the use of models). All of them without a name.",
    Arity = ArgumentArity.ZeroOrMore,
};
string[] all = ["training", "step", "loops", "equations", "sweeps", "sizes", "attention", "decoding", "lengths", "kernels", "segments", "scaling", "precision", "streaming", "generator", "usage"];
names.AcceptOnlyFromAmong([.. all, ScalingRank.Name]);
var article = NetworkSizes.Article;
var rounds = Positive("--rounds", 7, "How many rounds are compared; a ratio is taken in each.");
var embedding = Positive("--embedding", article.Embedding, "The length of a token's vector.");
var hidden = Positive("--hidden", article.Hidden, "The length of the hidden state.");
var batch = Positive("--batch", article.Batch, "How many sequences a training step has.");
var time = Positive("--time", article.Time, "How long they are.");
var positions = Positive("--memory", article.Hidden, "The length of what a decoder attends to; that of the hidden state unless given.");
var vocabulary = Positive("--vocabulary", article.Vocabulary, "How many different tokens there are.");
var models = Positive("--models", 100, "How many models the generator reads.");
var threads = new Option<int?>("--threads") { Description = "How many threads libtorch uses; as many as there are cores by default." };
threads.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int?>() is < 1)
    {
        result.AddError("--threads must be at least 1.");
    }
});
var clock = new Option<string>("--clock")
{
    Description = "Which time counts: wall, or processor (what this process used), for a machine that has other work.",
    DefaultValueFactory = _ => "wall",
};
clock.AcceptOnlyFromAmong("wall", "processor");

var edge = new Option<FileInfo?>("--edge") { Description = "The published executable of Examples/EdgeStreaming, which streaming measures too.", HelpName = "file" };
edge.Validators.Add(result =>
{
    if (result.GetValueOrDefault<FileInfo?>() is { Exists: false } missing)
    {
        result.AddError($"--edge: there is no file {missing.FullName}. Publish it with 'dotnet publish -c Release -r linux-x64 Examples/EdgeStreaming -o artifacts/edge'.");
    }
});
var json = new Option<FileInfo?>("--json") { Description = "Writes the machine and all rounds of every race to a file, too.", HelpName = "file" };
json.Validators.Add(result =>
{
    if (result.GetValueOrDefault<FileInfo?>() is { Directory: { Exists: false } folder })
    {
        result.AddError($"--json: there is no folder {folder.FullName}.");
    }
});

var race = new Option<string?>("--race") { Description = "Runs this race alone, such as nn.GRU in loops, for a profiler: the others take no time and have no ratio.", HelpName = "name" };
var contender = new Option<string?>("--contender") { Description = "Runs this contender alone, such as generated, for a profiler.", HelpName = "name" };

var root = new RootCommand(
    "Runs contenders side by side in one process, in turns, and prints how their times stand to the first one's. The sizes are the article's, "
    + "in loops, equations and lengths their own unless a size is given; for a quick look: --hidden 32 --embedding 16 --batch 8 --time 20 --rounds 3.")
{
    names, rounds, embedding, hidden, batch, time, positions, vocabulary, models, threads, clock, edge, json, race, contender,
};
root.Validators.Add(result =>
{
    if (result.GetValue(json) is not null && (result.GetValue(race) ?? result.GetValue(contender)) is not null)
    {
        result.AddError("--json writes ratios, and --race and --contender leave contenders out: give one of them.");
    }
});
root.SetAction(parsed =>
{
    (Race.OnlyRace, Race.OnlyContender) = (parsed.GetValue(race), parsed.GetValue(contender));
    if (Console.IsOutputRedirected)
    {
        AnsiConsole.Profile.Width = 200;
    }

    AllocatorSettings.KeepFreedMemory(); // as a training does, and for every contender
    Clock.CountsProcessorTime = parsed.GetValue(clock) == "processor";
    if (parsed.GetValue(threads) is { } count)
    {
        set_num_threads(count);
    }

    var file = parsed.GetValue(json);
    JsonRecord.Current = file is null ? null : new JsonRecord(string.Join(' ', args), parsed.GetValue(rounds));
    var chosen = parsed.GetValue(names) is { Length: > 0 } some ? some : all;
    var sizes = new NetworkSizes(
        parsed.GetValue(vocabulary), parsed.GetValue(embedding), parsed.GetValue(hidden), parsed.GetValue(batch), parsed.GetValue(time));
    foreach (var name in chosen.Distinct())
    {
        switch (name)
        {
            case "training":
                TrainingBenchmark.Run(sizes, parsed.GetValue(rounds));
                break;
            case "step":
                StepBenchmark.Run(sizes, parsed.GetValue(rounds));
                break;
            case "loops":
                foreach (var layer in GivenOr(LoopsBenchmark.Article))
                {
                    LoopsBenchmark.Run(layer, parsed.GetValue(rounds));
                }

                break;
            case "equations":
                foreach (var layer in GivenOr(EquationsBenchmark.Article))
                {
                    EquationsBenchmark.Run(layer, parsed.GetValue(rounds));
                }

                break;
            case "sweeps":
                foreach (var layer in GivenOr(SweepsBenchmark.Article))
                {
                    SweepsBenchmark.Run(layer, parsed.GetValue(rounds));
                }

                break;
            case "sizes":
                SizesBenchmark.Run(GivenOr(SizesBenchmark.Article), parsed.GetValue(rounds));
                break;
            case "attention":
                foreach (var decoder in new[] { batch, time, hidden, vocabulary, positions }.Any(IsGiven)
                    ? [Attending() with { Memory = parsed.GetValue(IsGiven(positions) ? positions : hidden) }]
                    : AttentionBenchmark.Article)
                {
                    AttentionBenchmark.Run(decoder, parsed.GetValue(rounds));
                }

                break;
            case "decoding":
                DecodingBenchmark.Run(
                    new[] { batch, time, hidden, vocabulary }.Any(IsGiven) ? Attending() : DecodingBenchmark.Article,
                    parsed.GetValue(rounds));
                break;
            case "lengths":
                foreach (var layer in GivenOr(LengthsBenchmark.Article))
                {
                    LengthsBenchmark.RunKernels(layer, parsed.GetValue(rounds));
                    LengthsBenchmark.Run(layer, parsed.GetValue(rounds));
                }

                break;
            case "kernels":
                KernelsBenchmark.Run(parsed.GetValue(rounds));
                break;
            case "segments":
                SegmentsBenchmark.Run(parsed.GetValue(rounds));
                break;
            case "scaling":
                ScalingBenchmark.Run(sizes, parsed.GetValue(rounds));
                break;
            case "precision":
                PrecisionBenchmark.Run(sizes, parsed.GetValue(rounds));
                break;
            case ScalingRank.Name:
                ScalingRank.Run(sizes, parsed.GetValue(rounds));
                break;
            case "streaming":
                StreamingBenchmark.Run(parsed.GetValue(rounds), parsed.GetValue(edge));
                break;
            case "usage":
                UsageBenchmark.Run(parsed.GetValue(rounds));
                break;
            default:
                GeneratorBenchmark.Run(parsed.GetValue(models), parsed.GetValue(rounds));
                break;
        }
    }

    if (file is not null)
    {
        JsonRecord.Current!.Save(file.FullName);
    }

    AttentionSizes Attending() => new(parsed.GetValue(batch), parsed.GetValue(time), parsed.GetValue(hidden), parsed.GetValue(vocabulary));

    // These have sizes of their own unless some are given.
    LayerSizes[] GivenOr(params LayerSizes[] own) => new[] { batch, time, hidden }.Any(IsGiven)
        ? [new(parsed.GetValue(batch), parsed.GetValue(time), parsed.GetValue(hidden))]
        : own;

    bool IsGiven(Option<int> option) => parsed.GetResult(option) is { Implicit: false };
});

var documents = new Argument<FileInfo[]>("documents") { Description = "Markdown with blocks of tables.", Arity = ArgumentArity.OneOrMore };
documents.AcceptExistingOnly();
var tables = new Command("tables", "Writes the tables of documents anew, from the records of --json that they name.") { documents };
tables.SetAction(parsed =>
{
    foreach (var document in parsed.GetValue(documents)!)
    {
        var text = File.ReadAllText(document.FullName);
        string renewed;
        try
        {
            renewed = RecordedTables.Renew(text, document.DirectoryName!);
        }
        catch (InvalidDataException error)
        {
            Console.Error.WriteLine($"{document.Name}: {error.Message}");
            return 1;
        }

        AtomicFile.Write(document.FullName, stream => stream.Write(Encoding.UTF8.GetBytes(renewed)));
        Console.WriteLine($"{document.Name}: {(renewed == text ? "nothing to renew." : "renewed.")}");
    }

    return 0;
});
root.Add(tables);
return root.Parse(args).Invoke();

static Option<int> Positive(string name, int value, string description)
{
    var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => value };
    option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < 1)
        {
            result.AddError($"{name} must be at least 1.");
        }
    });
    return option;
}
